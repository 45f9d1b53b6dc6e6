import { describe, expect, it } from "vitest";
import { reasonOf, type Sample } from "./quality";

const FINE: Sample = { lostUp: 0, lostDown: 0, answer: 0.05, computer: false, narrow: false };
const of = (part: Partial<Sample>) => reasonOf({ ...FINE, ...part });

describe("a poor connection", () => {
  it("has the way that loses most as its reason", () => {
    expect(of({ lostUp: 0.1, lostDown: 0.05 })).toBe("up");
    expect(of({ lostUp: 0.04, lostDown: 0.2 })).toBe("down");
    expect(of({ lostUp: 0.01, lostDown: 0.1, answer: 1 })).toBe("down");
  });

  it("is slow, or a computer at its limit, or a narrow way up", () => {
    expect(of({ answer: 0.6, computer: true })).toBe("slow");
    expect(of({ computer: true, narrow: true })).toBe("computer");
    expect(of({ narrow: true })).toBe("up");
  });

  it("is poor for no reason that is known here", () => {
    expect(of({})).toBe("unknown");
  });
});
