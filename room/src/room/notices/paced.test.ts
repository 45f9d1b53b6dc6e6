import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Paced } from "./paced";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("hands on the first at once and what follows together, once a pause", () => {
  const due: string[][] = [];
  const paced = new Paced<string>(2_000, (things) => due.push(things));
  paced.push("a");
  paced.push("b", "c");
  expect(due).toEqual([["a"]]);
  vi.advanceTimersByTime(2_000);
  paced.push("d");
  expect(due).toEqual([["a"], ["b", "c"]]);
  vi.advanceTimersByTime(4_000);
  paced.push("e");
  expect(due).toEqual([["a"], ["b", "c"], ["d"], ["e"]]);
});
