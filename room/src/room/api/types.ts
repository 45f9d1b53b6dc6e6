/** What the server says, as in its OpenAPI document. Times are ISO 8601 in UTC. */

export type Role = "host" | "member" | "guest";
export type Admission = "waiting" | "admitted" | "refused" | "removed" | "gone";
export type Source = "microphone" | "camera" | "screen_share";

export interface Notice {
  number: number;
  url: string;
}

export interface Door {
  code: string;
  /** Empty until the passcode is given. */
  title: string;
  host_name: string;
  needs_passcode: boolean;
  me: { name: string; signed_in: boolean; role: Role };
  /** Absent only where there is no such meeting. */
  notice: Notice | null;
  urls: { home: string; meetings: string; login: string; meeting: string | null };
  missing: boolean;
  limits: { message: number; name: number };
  csrf: string;
  language: string;
  /** Where media will come from, so that the connection is warm before Join. */
  media_url: string;
}

export interface Media {
  url: string;
  token: string;
}

export interface Entry {
  ticket: string;
  admission: "admitted" | "waiting";
  identity: string;
  name: string;
  role: Role;
  title: string;
  media: Media | null;
}

export interface Session {
  title: string;
  code: string;
  link: string;
  locked: boolean;
  waiting: number;
}

export interface Waiting {
  id: string;
  name: string;
  guest: boolean;
  asked_at: string;
}

export interface Message {
  id: string;
  number: number;
  identity: string;
  name: string;
  role: Role;
  text: string;
  written_at: string;
  session: string;
}

/** What the server sends as data; a participant's own packets are never believed. */
export type News =
  | { kind: "chat"; message: Message }
  | { kind: "lobby" }
  | { kind: "session" }
  | { kind: "muted"; source: Source; by: string };
