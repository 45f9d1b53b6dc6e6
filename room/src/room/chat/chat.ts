import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Message } from "../api/types";
import { Store } from "../ui/store";
import { explainProblem } from "../words/problems";
import { lastNumber, leavesGap, merge, type Pending, settle } from "./log";

export interface ChatState {
  rows: Message[];
  pending: Pending[];
  unread: number;
  open: boolean;
  /** Whether history was read; `failed` when it could not be. */
  history: "loading" | "read" | "failed";
}

/** The meeting's conversation as this browser knows it. */
export class Chat {
  readonly state = new Store<ChatState>({ rows: [], pending: [], unread: 0, open: false, history: "loading" });
  /** What stands in the field; kept here so that it survives closing the panel. */
  draft = "";
  readonly #attendance: Attendance;
  readonly #me: string;
  readonly #onUnseen: (messages: Message[]) => void;
  #reading: Promise<void> | null = null;

  constructor(attendance: Attendance, me: string, onUnseen: (messages: Message[]) => void) {
    this.#attendance = attendance;
    this.#me = me;
    this.#onUnseen = onUnseen;
  }

  /** Reads what is missing: all of it the first time, later what came after the last row. */
  catchUp(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  receive(message: Message): void {
    const { rows, history } = this.state.get();
    if (history !== "read" || leavesGap(rows, message)) {
      void this.catchUp();
      return;
    }
    this.#add([message]);
  }

  keepDraft(text: string): void {
    this.draft = text;
  }

  show(open: boolean): void {
    this.state.patch({ open, ...(open ? { unread: 0 } : {}) });
  }

  async write(text: string): Promise<void> {
    const nonce = crypto.randomUUID();
    this.state.patch({ pending: [...this.state.get().pending, { nonce, text, failed: null }] });
    await this.#send(nonce, text);
  }

  async retry(nonce: string): Promise<void> {
    const waiting = this.state.get().pending.find((one) => one.nonce === nonce);
    if (!waiting) return;
    this.#mark(nonce, null);
    await this.#send(nonce, waiting.text);
  }

  discard(nonce: string): void {
    this.state.patch({ pending: this.state.get().pending.filter((one) => one.nonce !== nonce) });
  }

  async #send(nonce: string, text: string): Promise<void> {
    try {
      const row = await this.#attendance.write(text, nonce);
      this.discard(nonce);
      if (leavesGap(this.state.get().rows, row)) void this.catchUp();
      else this.#add([row]);
    } catch (error) {
      this.#mark(nonce, error instanceof Problem ? explainProblem(error) : explainProblem(new Problem("unexpected", 0)));
    }
  }

  #mark(nonce: string, failed: string | null): void {
    const pending = this.state.get().pending.map((one) => (one.nonce === nonce ? { ...one, failed } : one));
    this.state.patch({ pending });
  }

  async #read(): Promise<void> {
    const first = this.state.get().history !== "read";
    try {
      const { messages: rows } = await this.#attendance.chat(first ? undefined : lastNumber(this.state.get().rows));
      if (first) this.state.patch({ rows: merge(this.state.get().rows, rows), history: "read" });
      else this.#add(rows);
    } catch {
      if (first) this.state.patch({ history: "failed" });
    }
  }

  #add(messages: Message[]): void {
    const before = this.state.get();
    const known = new Set(before.rows.map((row) => row.id));
    const fresh = messages.filter((message) => !known.has(message.id));
    if (fresh.length === 0) return;
    const unseen = before.open ? [] : fresh.filter((message) => message.identity !== this.#me);
    this.state.patch({
      rows: merge(before.rows, fresh),
      pending: fresh.reduce((pending, row) => settle(pending, row, this.#me), before.pending),
      unread: before.unread + unseen.length,
    });
    if (unseen.length > 0) this.#onUnseen(unseen);
  }
}
