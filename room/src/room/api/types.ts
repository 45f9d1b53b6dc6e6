/** What the server says, as in its OpenAPI document (`schema.ts`). Times are ISO 8601 in UTC. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["AttendanceRole"];
export type Admission = Schemas["Admission"];
export type Source = Schemas["MuteIn"]["source"];
export type Door = Schemas["Door"];
export type Asking = Schemas["JoinIn"];
export type Media = Schemas["MediaAccess"];
export type CheckRoom = Schemas["CheckOut"];
export type Entry = Schemas["EntryOut"];
export type Standing = Schemas["Standing"];
export type Session = Schemas["SessionOut"];
export type Waiting = Schemas["Waiting"];
export type Message = Schemas["MessageOut"];

export type Messages = Schemas["Messages"];
export type SessionState = Pick<Session, "locked" | "enter_muted" | "sounds" | "rules">;
export type Person = Schemas["PersonOut"];
export type Rules = Schemas["Rules"];
export type Bars = Schemas["Bars"];
export type RuleChanges = Schemas["RulesIn"];
export type PersonChanges = Schemas["PersonIn"];
export type Reaction = Schemas["ReactionIn"]["reaction"];
export type Feedback = Schemas["FeedbackIn"];
export type FeedbackReason = Schemas["Reason"];
export type Batch = Schemas["BatchIn"];
export type BatchEvent = Schemas["Event"];
export type Readings = Schemas["Readings"];
export type Device = Schemas["AskIn"]["source"];
export type Recording = Schemas["RecordingOut"];
export type RecordingState = Schemas["RecordingState"];
export type RecordingLayout = Schemas["Layout"];
export type RecordingChoice = Schemas["Choice"];
export type CaptionsState = Schemas["CaptionsState"];
export type CaptionsChoice = Schemas["CaptionsChoice"];

/** What the server sends as data; a participant's own packets are never believed. */
export type News =
  | { kind: "change"; version: number; state: SessionState; people: Person[] }
  | { kind: "chat"; message: Message }
  | { kind: "reaction"; identity: string; reaction: Reaction }
  | { kind: "lobby" }
  | { kind: "recording" }
  | { kind: "captions" }
  | { kind: "caption"; identity: string; line: string; text: string; done: boolean }
  | { kind: "muted"; source: Source; by: string }
  | { kind: "asked"; source: Device; by: string }
  | { kind: "barred" | "allowed"; what: keyof Bars; by: string };
