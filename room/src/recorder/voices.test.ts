import { expect, test } from "vitest";
import { HOLD, Voices } from "./voices";

const levels = (given: Record<string, number>) => new Map(Object.entries(given));

test("who speaks is heard until they have been silent for a moment", () => {
  const voices = new Voices();
  expect(voices.hear(0, levels({ ada: 0, bob: 0 }))).toBeNull();
  expect(voices.hear(100, levels({ ada: 0.1, bob: 0 }))).toEqual(["ada"]);
  expect(voices.hear(200, levels({ ada: 0.1, bob: 0 }))).toBeNull();
  expect(voices.hear(300, levels({ ada: 0, bob: 0 }))).toBeNull();
  expect(voices.hear(200 + HOLD, levels({ ada: 0, bob: 0 }))).toEqual([]);
});

test("two who speak at once are both heard", () => {
  expect(new Voices().hear(0, levels({ bob: 0.05, ada: 0.1 }))).toEqual(["ada", "bob"]);
});

test("the sound of a room is no voice, alone or beside one", () => {
  const voices = new Voices();
  expect(voices.hear(0, levels({ ada: 0.003 }))).toBeNull();
  expect(voices.hear(100, levels({ ada: 0.01, bob: 0.2 }))).toEqual(["bob"]);
});

test("whose sound is gone is heard no more at once", () => {
  const voices = new Voices();
  voices.hear(0, levels({ ada: 0.1 }));
  expect(voices.hear(50, levels({}))).toEqual([]);
});
