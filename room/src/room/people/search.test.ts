import { describe, expect, it } from "vitest";
import { byArrival, matches } from "./search";

describe("a search for people", () => {
  it("finds the beginning of any word of a name", () => {
    expect(matches("Alice Adams", "ad")).toBe(true);
    expect(matches("Alice Adams", "al ad")).toBe(true);
    expect(matches("Alice Adams", "ice")).toBe(false);
    expect(matches("Anne-Marie O'Neil", "mar")).toBe(true);
  });

  it("does not mind capitals and accents", () => {
    expect(matches("Zoë Müller", "zoe MUL")).toBe(true);
    expect(matches("Zoe Muller", "zoë")).toBe(true);
  });

  it("finds everybody when nothing is asked", () => {
    expect(matches("Alice", "  ")).toBe(true);
  });
});

describe("the order of people", () => {
  const who = (identity: string, second: number | null, isLocal = false) => ({
    identity,
    isLocal,
    joinedAt: second === null ? undefined : new Date(second * 1000),
  });

  it("is oneself, then by arrival, then fixed", () => {
    const people = [who("c", 5), who("b", 5), who("a", 9), who("me", 7, true)];
    expect(people.toSorted(byArrival).map(({ identity }) => identity)).toEqual(["me", "b", "c", "a"]);
    expect(people.toReversed().toSorted(byArrival).map(({ identity }) => identity)).toEqual(["me", "b", "c", "a"]);
  });
});
