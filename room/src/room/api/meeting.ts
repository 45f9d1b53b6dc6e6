import { call } from "./call";
import type {
  Batch,
  CheckRoom,
  Asking,
  Device,
  Door,
  Entry,
  Feedback,
  Media,
  Message,
  Messages,
  PersonChanges,
  Reaction,
  CaptionsChoice,
  CaptionsState,
  RecordingChoice,
  RecordingLayout,
  RecordingState,
  RuleChanges,
  Session,
  Source,
  Standing,
  Waiting,
} from "./types";

export function lookAtDoor(code: string): Promise<Door> {
  return call("GET", `/meetings/${encodeURIComponent(code)}`);
}

export function join(door: Door, asking: Asking): Promise<Entry> {
  return call("POST", `/meetings/${encodeURIComponent(door.code)}/join`, { body: asking, csrf: door.csrf });
}

/** A room of one's own to try the connection in. */
export function openCheck(): Promise<CheckRoom> {
  return call("POST", "/check");
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

  /** For a form that leads to a page: the ticket must not stand in an address. */
  get ticket(): string {
    return this.#ticket;
  }

  /** What was measured. With `last` it goes out although the page goes too. */
  tellSamples(batch: Batch, last: boolean): Promise<void> {
    return call("POST", "/connections/samples", { ticket: this.#ticket, body: batch, keepalive: last });
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

  /** How it was; also when the meeting is over. */
  giveFeedback(feedback: Feedback): Promise<void> {
    return this.#call("PUT", "/attendance/feedback", feedback);
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

  recording(): Promise<RecordingState> {
    return this.#call("GET", "/session/recording");
  }

  startRecording(layout: RecordingLayout): Promise<RecordingState> {
    return this.#call("POST", "/session/recording", { layout });
  }

  stopRecording(): Promise<void> {
    return this.#call("POST", "/session/recording/stop");
  }

  /** What one says to being recorded, in answer to the words of that version. */
  answerRecording(recording: string, choice: RecordingChoice, version: number): Promise<RecordingState> {
    return this.#call("PUT", "/session/recording/answer", { recording, choice, version });
  }

  captions(): Promise<CaptionsState> {
    return this.#call("GET", "/session/captions");
  }

  startCaptions(): Promise<CaptionsState> {
    return this.#call("POST", "/session/captions");
  }

  stopCaptions(): Promise<void> {
    return this.#call("POST", "/session/captions/stop");
  }

  /** What one says to being captioned, in answer to the words of that version. */
  answerCaptions(choice: CaptionsChoice, version: number): Promise<CaptionsState> {
    return this.#call("PUT", "/session/captions/answer", { choice, version });
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

  renameWaiting(id: string, name: string): Promise<void> {
    return this.#call("PUT", `/lobby/${encodeURIComponent(id)}/name`, { name });
  }

  /** Tells all who wait something; empty takes it back. */
  writeToWaiting(text: string): Promise<void> {
    return this.#call("POST", "/lobby/word", { text });
  }

  /** Has somebody who is in the room wait again. */
  putBack(identity: string): Promise<void> {
    return this.#call("POST", `/participants/${encodeURIComponent(identity)}/put-back`);
  }

  mute(identity: string, source: Source): Promise<void> {
    return this.#call("POST", `/participants/${encodeURIComponent(identity)}/mute`, { source });
  }

  /** Mutes all who do not lead; with `stay` they can not turn it on again. */
  muteAll(source: Source, stay: boolean): Promise<void> {
    return this.#call("POST", "/session/mute", { source, stay });
  }

  changeRules(changes: RuleChanges): Promise<void> {
    return this.#call("PATCH", "/session/rules", changes);
  }

  changePerson(identity: string, changes: PersonChanges): Promise<void> {
    return this.#call("PATCH", `/participants/${encodeURIComponent(identity)}`, changes);
  }

  /** Asks somebody to turn a device on. */
  ask(identity: string, source: Device): Promise<void> {
    return this.#call("POST", `/participants/${encodeURIComponent(identity)}/ask`, { source });
  }

  raiseHand(raised: boolean): Promise<void> {
    return this.#call("PUT", "/attendance/hand", { raised });
  }

  lowerHands(): Promise<void> {
    return this.#call("POST", "/session/hands/lower");
  }

  rename(name: string): Promise<void> {
    return this.#call("PUT", "/attendance/name", { name });
  }

  react(reaction: Reaction): Promise<void> {
    return this.#call("POST", "/reactions", { reaction });
  }

  remove(identity: string): Promise<void> {
    return this.#call("POST", `/participants/${encodeURIComponent(identity)}/remove`);
  }

  /** Lines changed after the chat's change `after`; without it the newest. */
  chat(after?: number): Promise<Messages> {
    const query = after === undefined ? "" : `?after=${after}`;
    return this.#call("GET", `/chat${query}`);
  }

  /** The lines before line `number`. */
  chatBefore(number: number): Promise<Messages> {
    return this.#call("GET", `/chat?before=${number}`);
  }

  write(text: string, nonce: string, replyTo: string | null = null): Promise<Message> {
    return this.#call("POST", "/chat", { text, nonce, reply_to: replyTo });
  }

  edit(id: string, text: string): Promise<Message> {
    return this.#call("PATCH", `/chat/${encodeURIComponent(id)}`, { text });
  }

  deleteLine(id: string): Promise<void> {
    return this.#call("DELETE", `/chat/${encodeURIComponent(id)}`);
  }
}
