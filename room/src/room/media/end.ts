import { DisconnectReason } from "livekit-client";
import type { Problem } from "../api/problem";

/** Why a visit is over. Only the first two leave no way back. */
export type End = "removed" | "ended" | "left" | "elsewhere" | "gone" | "lost" | "refused";

/** What a disconnect means for good; null when one should come back. */
export function endOf(reason: DisconnectReason | undefined): End | null {
  switch (reason) {
    case DisconnectReason.PARTICIPANT_REMOVED:
      return "removed";
    case DisconnectReason.ROOM_DELETED:
      return "ended";
    case DisconnectReason.DUPLICATE_IDENTITY:
      return "elsewhere";
    default:
      return null;
  }
}

/** What an answer to a ticket means for good. */
export function endOfProblem(problem: Problem): End | null {
  if (problem.kind === "ended" || problem.status === 410) return "ended";
  if (problem.kind === "removed" || problem.status === 403) return "removed";
  if (problem.status === 401 || problem.status === 404) return "gone";
  return null;
}

export function mayReturn(end: End): boolean {
  return end !== "removed" && end !== "ended" && end !== "refused";
}
