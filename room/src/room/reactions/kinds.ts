import type { Reaction } from "../api/types";

/** In the order in which they are offered. */
export const REACTIONS: readonly Reaction[] = ["thumbs-up", "heart", "clap", "laugh", "party", "surprised", "thanks", "thumbs-down"];

export const EMOJI: Readonly<Record<Reaction, string>> = {
  "thumbs-up": "👍",
  heart: "❤️",
  clap: "👏",
  laugh: "😂",
  party: "🎉",
  surprised: "😮",
  thanks: "🙏",
  "thumbs-down": "👎",
};
