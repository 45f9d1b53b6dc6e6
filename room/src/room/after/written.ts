import type { ChatState } from "../chat/chat";

/** How many lines of chat a session left, as far as this browser read them; null when it could not. */
export function writtenIn({ rows, history }: Pick<ChatState, "rows" | "history">, session: string): number | null {
  if (history !== "read") return null;
  return rows.filter((row) => row.session === session && row.deleted === "").length;
}
