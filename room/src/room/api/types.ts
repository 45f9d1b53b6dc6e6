/** What the server says, as in its OpenAPI document (`schema.ts`). Times are ISO 8601 in UTC. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["AttendanceRole"];
export type Admission = Schemas["Admission"];
export type Source = Schemas["MuteIn"]["source"];
export type Door = Schemas["Door"];
export type Asking = Schemas["JoinIn"];
export type Media = Schemas["MediaAccess"];
export type Entry = Schemas["EntryOut"];
export type Standing = Schemas["Standing"];
export type Session = Schemas["SessionOut"];
export type Waiting = Schemas["Waiting"];
export type Message = Schemas["MessageOut"];

/** What the server sends as data; a participant's own packets are never believed. */
export type News =
  | { kind: "chat"; message: Message }
  | { kind: "lobby" }
  | { kind: "session" }
  | { kind: "muted"; source: Source; by: string };
