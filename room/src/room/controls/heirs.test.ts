import { describe, expect, it } from "vitest";
import { heirsAmong } from "./heirs";

const who = (identity: string, role: string, joinedAt: number, leads = false) => ({ identity, role, joinedAt, leads });

describe("who could lead on", () => {
  it("is each member, then each guest, by arrival", () => {
    const people = [who("gus", "guest", 1), who("cy", "member", 3), who("bob", "member", 2)];
    expect(heirsAmong(people).map(({ identity }) => identity)).toEqual(["bob", "cy", "gus"]);
  });

  it("is no question while somebody else leads", () => {
    expect(heirsAmong([who("bob", "member", 1), who("cy", "member", 2, true)])).toEqual([]);
    expect(heirsAmong([who("alice", "host", 1, true)])).toEqual([]);
  });
});
