import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Message } from "../api/types";
import { Store } from "../ui/store";
import { explainProblem } from "../words/problems";
import { lastOf, merge, type Pending, settle } from "./log";

export interface ChatState {
  rows: Message[];
  pending: Pending[];
  unread: number;
  open: boolean;
  /** Whether history was read; `failed` when it could not be. */
  history: "loading" | "read" | "failed";
  /** Whether there are lines before the first row, and what became of asking for them. */
  earlier: "none" | "there" | "loading" | "failed";
  /** Number of the first line that was new when the panel opened. */
  newFrom: number | null;
  /** Id of the line that is being edited. */
  editing: string | null;
  replyTo: Message | null;
}

const NOTHING: ChatState = {
  rows: [],
  pending: [],
  unread: 0,
  open: false,
  history: "loading",
  earlier: "none",
  newFrom: null,
  editing: null,
  replyTo: null,
};

/** Why something failed, in words. */
function reason(error: unknown): string {
  return explainProblem(error instanceof Problem ? error : new Problem("unexpected", 0));
}

/**
 * The meeting's conversation as this browser knows it.
 *
 * The server counts the changes to it: who hears of one that does not follow
 * the last one known asks for all that changed since.
 */
export class Chat {
  readonly state = new Store<ChatState>(NOTHING);
  /** What stands in the field; kept here so that it survives closing the panel. */
  draft = "";
  readonly #attendance: Attendance;
  readonly #me: string;
  readonly #onUnseen: (messages: Message[]) => void;
  #changes = 0;
  #reading: Promise<void> | null = null;
  /** What came while history was being read: it may be newer than the answer. */
  #held: Message[] = [];
  #unseen: ReadonlySet<string> = new Set();

  constructor(attendance: Attendance, me: string, onUnseen: (messages: Message[]) => void) {
    this.#attendance = attendance;
    this.#me = me;
    this.#onUnseen = onUnseen;
  }

  /** Reads what is missing: the newest the first time, later what changed since. */
  catchUp(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  receive(message: Message): void {
    if (this.#reading || this.state.get().history !== "read" || message.changed > this.#changes + 1) {
      this.#held.push(message);
      void this.catchUp();
    } else {
      this.#add([message], message.changed);
    }
  }

  async readEarlier(): Promise<void> {
    const { rows, earlier } = this.state.get();
    const first = rows[0];
    if (!first || earlier === "none" || earlier === "loading") return;
    this.state.patch({ earlier: "loading" });
    try {
      const answer = await this.#attendance.chatBefore(first.number);
      this.state.patch({ rows: merge(this.state.get().rows, answer.messages) });
      // Only once the rows stand there: until then a screen reader shall not read them out as news.
      setTimeout(() => {
        this.state.patch({ earlier: answer.earlier ? "there" : "none" });
      });
    } catch {
      this.state.patch({ earlier: "failed" });
    }
  }

  keepDraft(text: string): void {
    this.draft = text;
  }

  show(open: boolean): void {
    if (open === this.state.get().open) return;
    const first = this.state.get().rows.find(({ id }) => this.#unseen.has(id));
    this.#unseen = new Set();
    this.state.patch({ open, unread: 0, newFrom: open ? (first?.number ?? null) : null, editing: null });
  }

  startReply(row: Message | null): void {
    this.state.patch({ replyTo: row, editing: null });
  }

  startEdit(id: string | null): void {
    this.state.patch({ editing: id });
  }

  /** Opens the last line of mine for editing. */
  editLast(): void {
    this.startEdit(lastOf(this.state.get().rows, this.#me)?.id ?? null);
  }

  async write(text: string): Promise<void> {
    const { pending, replyTo } = this.state.get();
    const one: Pending = { nonce: crypto.randomUUID(), text, replyTo: replyTo?.id ?? null, failed: null };
    this.state.patch({ pending: [...pending, one], replyTo: null });
    await this.#send(one);
  }

  async retry(nonce: string): Promise<void> {
    const { pending, rows } = this.state.get();
    const failed = pending.find((one) => one.nonce === nonce);
    if (!failed) return;
    // What it answered may be gone meanwhile; the text shall get through all the same.
    const gone = rows.some(({ id, deleted }) => id === failed.replyTo && deleted !== "");
    const again = { ...failed, failed: null, replyTo: gone ? null : failed.replyTo };
    this.#replace(again);
    await this.#send(again);
  }

  discard(nonce: string): void {
    this.state.patch({ pending: this.state.get().pending.filter((one) => one.nonce !== nonce) });
  }

  /** Resolves to why it failed, or to null. */
  async edit(id: string, text: string): Promise<string | null> {
    try {
      this.receive(await this.#attendance.edit(id, text));
      if (this.state.get().editing === id) this.startEdit(null);
      return null;
    } catch (error) {
      return reason(error);
    }
  }

  /** Raises Problem. */
  async delete(id: string): Promise<void> {
    await this.#attendance.deleteLine(id);
    // As a rule the news of it is here already.
    if (this.state.get().rows.some((row) => row.id === id && row.deleted === "")) await this.catchUp();
  }

  async #send(one: Pending): Promise<void> {
    try {
      const row = await this.#attendance.write(one.text, one.nonce, one.replyTo);
      this.discard(one.nonce);
      this.receive(row);
    } catch (error) {
      this.#replace({ ...one, failed: reason(error) });
    }
  }

  #replace(one: Pending): void {
    const pending = this.state.get().pending.map((old) => (old.nonce === one.nonce ? one : old));
    this.state.patch({ pending });
  }

  async #read(): Promise<void> {
    const first = this.state.get().history !== "read";
    try {
      const { messages, changes, earlier } = await this.#attendance.chat(first ? undefined : this.#changes);
      if (first) {
        this.#changes = changes;
        this.state.patch({ rows: messages, history: "read", earlier: earlier ? "there" : "none" });
      }
      const held = this.#held.splice(0);
      this.#add([...messages, ...held], Math.max(changes, ...held.map(({ changed }) => changed)));
    } catch {
      if (first) this.state.patch({ history: "failed" });
    }
  }

  #add(messages: readonly Message[], changes: number): void {
    this.#changes = Math.max(this.#changes, changes);
    const before = this.state.get();
    const known = new Set(before.rows.map(({ id }) => id));
    const start = before.earlier === "none" ? 0 : (before.rows[0]?.number ?? 0);
    // A change to a line that was never read would stand there without its neighbours.
    const incoming = messages.filter(({ id, number }) => known.has(id) || number > start);
    if (incoming.length === 0) return;
    const rows = merge(before.rows, incoming);
    const there = new Map(rows.map((row) => [row.id, row]));
    const arrived = rows.filter(({ id, deleted, identity }) => !known.has(id) && deleted === "" && identity !== this.#me);
    const unseen = before.open ? [] : arrived;
    this.#unseen = new Set([...this.#unseen, ...unseen.map(({ id }) => id)].filter((id) => there.get(id)?.deleted === ""));
    this.state.patch({
      rows,
      pending: incoming.filter(({ id }) => !known.has(id)).reduce((pending, row) => settle(pending, row, this.#me), before.pending),
      unread: this.#unseen.size,
      replyTo: before.replyTo && there.get(before.replyTo.id)?.deleted ? null : before.replyTo,
      editing: before.editing && there.get(before.editing)?.deleted ? null : before.editing,
    });
    if (unseen.length > 0) this.#onUnseen(unseen);
  }
}
