import { expect, test } from "vitest";
import { arrange, asPlaces, HEIGHT, MOST, WIDTH } from "./scene";

const people = (...names: string[]) => names.map((identity) => ({ identity, hasScreen: false }));

test("nobody agreed: nobody is drawn", () => {
  expect(arrange([], "grid", null)).toEqual([]);
  expect(arrange([], "speaker", "ada")).toEqual([]);
});

test("two stand side by side in both layouts", () => {
  for (const layout of ["grid", "speaker"] as const) {
    const [ada, bob] = arrange(people("ada", "bob"), layout, "bob");
    expect(ada?.width).toBe(bob?.width);
    expect(ada?.y).toBe(bob?.y);
  }
});

test("in speaker layout who spoke last is large", () => {
  const tiles = arrange(people("ada", "bob", "cleo"), "speaker", "bob");
  const bob = tiles.find((tile) => tile.identity === "bob");
  for (const other of tiles.filter((tile) => tile.identity !== "bob")) expect(bob?.width ?? 0).toBeGreaterThan(2 * other.width);
});

test("a shared screen comes first, also in a grid", () => {
  const tiles = arrange([{ identity: "ada", hasScreen: true }, { identity: "bob", hasScreen: false }], "grid", null);
  const screen = tiles.find((tile) => tile.isScreen);
  expect(screen?.identity).toBe("ada");
  expect((screen?.width ?? 0) * (screen?.height ?? 0)).toBeGreaterThan((WIDTH * HEIGHT) / 2);
  expect(tiles.filter((tile) => !tile.isScreen).map((tile) => tile.identity)).toEqual(["ada", "bob"]);
});

test("who speaks is in sight, however many there are", () => {
  const many = people(...Array.from({ length: 30 }, (_, number) => `p${number}`));
  const tiles = arrange(many, "grid", "p29");
  expect(tiles.length).toBeLessThanOrEqual(MOST);
  expect(tiles.map((tile) => tile.identity)).toContain("p29");
});

test("places are thousandths of the picture, within it", () => {
  for (const place of asPlaces(arrange(people("ada", "bob", "cleo"), "speaker", "ada"))) {
    expect(place.left + place.width).toBeLessThanOrEqual(1001);
    expect(place.top + place.height).toBeLessThanOrEqual(1001);
  }
});
