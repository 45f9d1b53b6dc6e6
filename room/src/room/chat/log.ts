import type { Message } from "../api/types";

/** A text on its way to the server; `failed` holds why it did not get there. */
export interface Pending {
  nonce: string;
  text: string;
  replyTo: string | null;
  failed: string | null;
}

/** Rows in the order of their numbers, each once, each as it was last written: news may overtake one another. */
export function merge(rows: readonly Message[], incoming: readonly Message[]): Message[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const message of incoming) {
    if (message.changed >= (byId.get(message.id)?.changed ?? 0)) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.number - b.number);
}

/** Pending texts without the one that this row of mine answers: its message may come before its reply. */
export function settle(pending: readonly Pending[], row: Message, me: string): Pending[] {
  if (row.identity !== me) return [...pending];
  const place = pending.findIndex(
    (waiting) => waiting.failed === null && waiting.text === row.text && waiting.replyTo === row.reply_to,
  );
  return pending.filter((_, index) => index !== place);
}

/** The last line of somebody that is still there. */
export function lastOf(rows: readonly Message[], identity: string): Message | undefined {
  return rows.findLast((row) => row.identity === identity && row.deleted === "");
}

/** Whether a row opens a new day or a new session, after the row before it. */
export function opensDay(row: Message, before: Message | undefined): boolean {
  if (!before) return true;
  return before.session !== row.session || new Date(before.written_at).toDateString() !== new Date(row.written_at).toDateString();
}

/** Whether a row goes on under the name of the row before: same author, within three minutes. */
export function continues(row: Message, before: Message | undefined): boolean {
  return (
    before !== undefined &&
    before.identity === row.identity &&
    before.session === row.session &&
    Date.parse(row.written_at) - Date.parse(before.written_at) < 180_000
  );
}

/** Length in code points, as the server counts. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
