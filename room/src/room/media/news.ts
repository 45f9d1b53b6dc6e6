import type { News } from "../api/types";

const KINDS = new Set(["change", "chat", "reaction", "lobby", "muted", "asked", "barred", "allowed", "recording", "captions", "caption"]);

/**
 * What the server told by data message, or null.
 *
 * Only a message without a sender is the server's: a participant's own is
 * never believed, whatever it says.
 */
export function readNews(payload: Uint8Array, sender: unknown, topic: string | undefined): News | null {
  if (sender !== undefined || topic !== "troth") return null;
  try {
    const news = JSON.parse(new TextDecoder().decode(payload)) as unknown;
    if (typeof news !== "object" || news === null || !("kind" in news)) return null;
    return KINDS.has(String(news.kind)) ? (news as News) : null;
  } catch {
    return null;
  }
}
