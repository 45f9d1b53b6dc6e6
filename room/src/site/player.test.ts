import { expect, test } from "vitest";
import { type Named, namedAt, nextSpeed, pictureBox } from "./player";

const named = (name: string, since: number, until: number): Named => ({
  name,
  since,
  until,
  is_screen: false,
  left: 0,
  top: 0,
  width: 500,
  height: 1000,
});

test("a name stands over the picture from its first moment to before its last", () => {
  const names = [named("Alice", 0, 1000), named("Bob", 1000, 2000)];
  expect(namedAt(names, 999).map((one) => one.name)).toEqual(["Alice"]);
  expect(namedAt(names, 1000).map((one) => one.name)).toEqual(["Bob"]);
  expect(namedAt(names, 2000)).toEqual([]);
});

test("names keep to the picture where its element is wider or higher", () => {
  const picture = { width: 1280, height: 720 };
  expect(pictureBox({ width: 1000, height: 360 }, picture)).toEqual({ left: 180, top: 0, width: 640, height: 360 });
  expect(pictureBox({ width: 640, height: 500 }, picture)).toEqual({ left: 0, top: 70, width: 640, height: 360 });
  expect(pictureBox({ width: 640, height: 360 }, { width: 0, height: 0 })).toMatchObject({ width: 640, height: 360 });
});

test("the speed goes from three quarters to twice", () => {
  expect(nextSpeed(1, 1)).toBe(1.25);
  expect(nextSpeed(0.75, -1)).toBe(0.75);
  expect(nextSpeed(2, 1)).toBe(2);
});
