import { describe, expect, it } from "vitest";
import { initials } from "./initials";
import { arrange } from "./order";
import { inOrderOfArrival } from "./shares";

const never = new Map<string, number>();

describe("the order of tiles", () => {
  it("keeps everybody's place when somebody comes, goes or speaks in sight", () => {
    expect(arrange(["me", "a", "b"], ["b", "c", "me", "a"], ["b"], never, 9, "me")).toEqual(["me", "a", "b", "c"]);
    expect(arrange(["me", "a", "b"], ["me", "b"], [], never, 9, "me")).toEqual(["me", "b"]);
  });

  it("begins with oneself, also when the others were seen first", () => {
    expect(arrange(["a", "b"], ["a", "b", "me"], [], never, 9, "me")).toEqual(["me", "a", "b"]);
    expect(arrange([], ["a", "me"], [], never, 9, "me")).toEqual(["me", "a"]);
  });

  it("swaps a speaker from a later page with who was silent longest, never with oneself", () => {
    const spokeAt = new Map([["a", 5], ["b", 2]]);
    expect(arrange(["me", "a", "b", "c", "d"], ["me", "a", "b", "c", "d"], ["d"], spokeAt, 3, "me")).toEqual(["me", "a", "d", "c", "b"]);
  });

  it("does not push out one speaker for another", () => {
    expect(arrange(["me", "a", "b"], ["me", "a", "b"], ["a", "b"], never, 2, "me")).toEqual(["me", "a", "b"]);
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
