import { call } from "./call";
import type { Asking, Door, Entry, Media, Message, Session, Source, Standing, Waiting } from "./types";

export function lookAtDoor(code: string): Promise<Door> {
  return call("GET", `/meetings/${encodeURIComponent(code)}`);
}

export function join(door: Door, asking: Asking): Promise<Entry> {
  return call("POST", `/meetings/${encodeURIComponent(door.code)}/join`, { body: asking, csrf: door.csrf });
}

/** What one attendance may ask, with its ticket. */
export class Attendance {
  readonly #ticket: string;

  constructor(ticket: string) {
    this.#ticket = ticket;
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return call(method, path, { ticket: this.#ticket, ...(body === undefined ? {} : { body }) });
  }

  standing(): Promise<Standing> {
    return this.#call("GET", "/attendance");
  }

  /** A fresh token; the room exists afterwards. */
  token(): Promise<Media> {
    return this.#call("POST", "/attendance/token");
  }

  leave(): Promise<void> {
    return call("POST", "/attendance/leave", { ticket: this.#ticket, keepalive: true });
  }

  session(): Promise<Session> {
    return this.#call("GET", "/session");
  }

  lock(locked: boolean): Promise<Session> {
    return this.#call("PUT", "/session/lock", { locked });
  }

  end(): Promise<void> {
    return this.#call("POST", "/session/end");
  }

  lobby(): Promise<Waiting[]> {
    return this.#call("GET", "/lobby");
  }

  admit(id: string): Promise<void> {
    return this.#call("POST", `/lobby/${encodeURIComponent(id)}/admit`);
  }

  admitAll(): Promise<void> {
    return this.#call("POST", "/lobby/admit");
  }

  refuse(id: string): Promise<void> {
    return this.#call("POST", `/lobby/${encodeURIComponent(id)}/refuse`);
  }

  mute(identity: string, source: Source): Promise<void> {
    return this.#call("POST", `/participants/${encodeURIComponent(identity)}/mute`, { source });
  }

  remove(identity: string): Promise<void> {
    return this.#call("POST", `/participants/${encodeURIComponent(identity)}/remove`);
  }

  async chat(after?: number): Promise<Message[]> {
    const query = after === undefined ? "" : `?after=${after}`;
    return (await this.#call<{ messages: Message[] }>("GET", `/chat${query}`)).messages;
  }

  write(text: string, nonce: string): Promise<Message> {
    return this.#call("POST", "/chat", { text, nonce });
  }
}
