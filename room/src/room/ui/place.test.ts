import { describe, expect, it } from "vitest";
import { placeBeside } from "./place";

const VIEW = { width: 1280, height: 800 };
const MENU = { width: 288, height: 300 };
const at = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 40 });

describe("a menu", () => {
  it("opens on the wanted side where there is room", () => {
    expect(placeBeside(at(600, 740), MENU, VIEW, "top", "center")).toMatchObject({ left: 476, top: 432 });
    expect(placeBeside(at(600, 100), MENU, VIEW, "bottom", "end")).toMatchObject({ left: 352, top: 148 });
  });

  it("opens on the other side where there is none", () => {
    expect(placeBeside(at(600, 700), MENU, VIEW, "bottom", "end").top).toBe(392);
    expect(placeBeside(at(600, 20), MENU, VIEW, "top", "start").top).toBe(68);
  });

  it("stays in the window", () => {
    expect(placeBeside(at(2, 740), MENU, VIEW, "top", "center").left).toBe(8);
    expect(placeBeside(at(1238, 740), MENU, VIEW, "top", "start").left).toBe(984);
  });

  it("is no higher than the room beside its button", () => {
    const tall = placeBeside(at(600, 400), { width: 288, height: 900 }, VIEW, "bottom", "end");
    expect(tall.top).toBeGreaterThanOrEqual(8);
    expect(tall.maxHeight).toBe(384);
  });
});
