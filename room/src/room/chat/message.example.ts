import type { Message } from "../api/types";

/** A message for tests. */
export function message(number: number, part: Partial<Message> = {}): Message {
  return {
    id: `row-${number}`,
    number,
    identity: "ada",
    name: "Ada",
    role: "member",
    text: `text ${number}`,
    written_at: "2026-11-24T10:00:00Z",
    session: "s1",
    changed: number,
    reply_to: null,
    edited_at: null,
    deleted: "",
    ...part,
  };
}
