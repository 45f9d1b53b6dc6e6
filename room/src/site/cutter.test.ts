import { expect, test } from "vitest";
import { lengthOf, playedFrom, readMoment, writeMoment } from "./cutter";

test("moments are read as people write them", () => {
  expect(readMoment("4:09.5")).toBe(249_500);
  expect(readMoment(" 75 ")).toBe(75_000);
  expect(readMoment("1:02:03,25")).toBe(3_723_250);
  for (const text of ["", "4:60", "1:60:00", "-1", "4:09.5000", "later"]) expect(readMoment(text)).toBeNull();
});

test("what is written is read as the same moment", () => {
  for (const moment of [0, 100, 59_900, 60_000, 3_599_900, 3_600_000, 36_000_100]) {
    expect(readMoment(writeMoment(moment))).toBe(moment);
  }
});

test("play goes on behind what is cut, however many spans touch", () => {
  const spans = [{ since: 1000, until: 2000 }, { since: 2000, until: 3000 }, { since: 2500, until: 4000 }];
  expect(playedFrom(spans, 999)).toBe(999);
  expect(playedFrom(spans, 1000)).toBe(4000);
  expect(playedFrom(spans, 4000)).toBe(4000);
});

test("what is in two spans counts once", () => {
  expect(lengthOf([{ since: 2000, until: 3000 }, { since: 0, until: 1000 }, { since: 2500, until: 4000 }])).toBe(3000);
  expect(lengthOf([])).toBe(0);
});
