import { describe, expect, it } from "vitest";
import { initials } from "./initials";
import { arrange, type Calls } from "./order";
import { inOrderOfArrival } from "./use-arrival";

const SILENCE: Calls = { wanted: [], spokeAt: new Map(), elsewhere: new Set() };

describe("the order of tiles", () => {
  it("keeps everybody's place when somebody comes, goes or speaks in sight", () => {
    expect(arrange(["me", "a", "b"], ["b", "c", "me", "a"], { ...SILENCE, wanted: ["b"] }, 9, "me")).toEqual(["me", "a", "b", "c"]);
    expect(arrange(["me", "a", "b"], ["me", "b"], SILENCE, 9, "me")).toEqual(["me", "b"]);
  });

  it("begins with oneself, also when the others were seen first", () => {
    expect(arrange(["a", "b"], ["a", "b", "me"], SILENCE, 9, "me")).toEqual(["me", "a", "b"]);
    expect(arrange([], ["a", "me"], SILENCE, 9, "me")).toEqual(["me", "a"]);
  });

  it("swaps a speaker from a later page with who was silent longest, never with oneself", () => {
    const calls = { ...SILENCE, wanted: ["d"], spokeAt: new Map([["a", 5], ["b", 2]]) };
    expect(arrange(["me", "a", "b", "c", "d"], ["me", "a", "b", "c", "d"], calls, 3, "me")).toEqual(["me", "a", "d", "c", "b"]);
  });

  it("brings raised hands to the first page before speakers", () => {
    const calls = { ...SILENCE, wanted: ["d", "c"] };
    expect(arrange(["me", "a", "b", "c", "d"], ["me", "a", "b", "c", "d"], calls, 2, "me")).toEqual(["me", "d", "b", "c", "a"]);
  });

  it("does not push out one speaker for a later one, but for a hand", () => {
    expect(arrange(["me", "a", "b"], ["me", "a", "b"], { ...SILENCE, wanted: ["a", "b"] }, 2, "me")).toEqual(["me", "a", "b"]);
    expect(arrange(["me", "a", "b"], ["me", "a", "b"], { ...SILENCE, wanted: ["b", "a"] }, 2, "me")).toEqual(["me", "b", "a"]);
  });

  it("leaves alone who is large, and counts places without them", () => {
    const large = { ...SILENCE, wanted: ["d"], elsewhere: new Set(["d"]) };
    expect(arrange(["me", "a", "b", "d"], ["me", "a", "b", "d"], large, 2, "me")).toEqual(["me", "a", "b", "d"]);
    const inSight = { ...SILENCE, wanted: ["b"], elsewhere: new Set(["me"]) };
    expect(arrange(["me", "a", "b", "c"], ["me", "a", "b", "c"], inSight, 2, "me")).toEqual(["me", "a", "b", "c"]);
  });
});

it("puts the newest share last", () => {
  expect(inOrderOfArrival(["x", "y"], ["z", "y", "x"])).toEqual(["x", "y", "z"]);
  expect(inOrderOfArrival(["x", "y"], ["y"])).toEqual(["y"]);
});

it("stands for a name with two letters at most", () => {
  expect(initials("Ada Lovelace")).toBe("AL");
  expect(initials("  madonna ")).toBe("M");
  expect(initials("Ana Maria de Souza")).toBe("AS");
  expect(initials("👩‍💻 Dev")).toBe("👩‍💻D");
  expect(initials("")).toBe("");
});
