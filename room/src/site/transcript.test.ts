import { expect, test } from "vitest";
import { saidAt } from "./transcript";

test("a line is said until the next begins, and none before the first", () => {
  expect(saidAt([1000, 4000], 999)).toBe(-1);
  expect(saidAt([1000, 4000], 1000)).toBe(0);
  expect(saidAt([1000, 4000], 3999)).toBe(0);
  expect(saidAt([1000, 4000], 90_000)).toBe(1);
  expect(saidAt([], 5)).toBe(-1);
});
