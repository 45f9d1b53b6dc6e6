import { DisconnectReason } from "livekit-client";
import { describe, expect, it } from "vitest";
import { Problem } from "../api/problem";
import { endOf, endOfProblem, mayReturn } from "./end";

describe("the end of a visit", () => {
  it("is final for removal, the end of the room, and another tab", () => {
    expect(endOf(DisconnectReason.PARTICIPANT_REMOVED)).toBe("removed");
    expect(endOf(DisconnectReason.ROOM_DELETED)).toBe("ended");
    expect(endOf(DisconnectReason.DUPLICATE_IDENTITY)).toBe("elsewhere");
  });

  it("is not there when the server or the network went away", () => {
    for (const reason of [undefined, DisconnectReason.SERVER_SHUTDOWN, DisconnectReason.SIGNAL_CLOSE, DisconnectReason.CLIENT_INITIATED]) {
      expect(endOf(reason)).toBeNull();
    }
  });

  it("is read from the ticket's refusals, never from trouble that passes", () => {
    expect(endOfProblem(new Problem("ended", 410))).toBe("ended");
    expect(endOfProblem(new Problem("not-allowed", 403))).toBe("removed");
    expect(endOfProblem(new Problem("ticket", 401))).toBe("gone");
    for (const problem of [new Problem("offline", 0), new Problem("media-down", 503), new Problem("too-many", 429), new Problem("unexpected", 500)]) {
      expect(endOfProblem(problem)).toBeNull();
    }
  });

  it("leaves no way back after removal, refusal and the end", () => {
    expect(["removed", "refused", "ended"].map((end) => mayReturn(end as "removed"))).toEqual([false, false, false]);
    expect(mayReturn("left")).toBe(true);
    expect(mayReturn("lost")).toBe(true);
  });
});
