/** What the server says, as in its OpenAPI document (`schema.ts`). Times are ISO 8601 in UTC. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["AttendanceRole"];
export type Admission = "waiting" | "admitted" | "refused" | "removed" | "gone";
export type Source = Schemas["MuteIn"]["source"];
export type Door = Schemas["Door"];
export type Asking = Schemas["JoinIn"];
export type Media = Schemas["MediaAccess"];
export type Entry = Omit<Schemas["EntryOut"], "role"> & { role: Role };
export type Standing = Omit<Schemas["Standing"], "admission"> & { admission: Admission };
export type Session = Schemas["SessionOut"];
export type Waiting = Schemas["Waiting"];
export type Message = Omit<Schemas["MessageOut"], "role"> & { role: Role };

/** What the server sends as data; a participant's own packets are never believed. */
export type News =
  | { kind: "chat"; message: Message }
  | { kind: "lobby" }
  | { kind: "session" }
  | { kind: "muted"; source: Source; by: string };
