import { describe, expect, it } from "vitest";
import { deedOf, isSingle, isTaken } from "./keys";

const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const control = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => deedOf(press(key, code, { ctrlKey: true, ...more }));

describe("the keys", () => {
  it("are Ctrl or ⌘ with D and E", () => {
    expect(control("d", "KeyD")).toBe("microphone");
    expect(control("E", "KeyE")).toBe("camera");
    expect(control("d", "KeyD", { ctrlKey: false, metaKey: true })).toBe("microphone");
    expect(control("d", "KeyD", { shiftKey: true })).toBeNull();
    expect(control("d", "KeyD", { altKey: true })).toBeNull();
    expect(control("c", "KeyC")).toBeNull();
  });

  it("are single letters", () => {
    expect(["m", "v", "h", "r", "c", "p", "d", "w", "s", "x"].map((letter) => deedOf(press(letter, `Key${letter.toUpperCase()}`)))).toEqual([
      "microphone",
      "camera",
      "hand",
      "hand",
      "chat",
      "people",
      "share",
      "layout",
      "full-screen",
      null,
    ]);
    expect(deedOf(press("M", "KeyM", { shiftKey: true }))).toBeNull();
  });

  it("follow the letter on another Latin layout, the place elsewhere", () => {
    expect(control("e", "KeyD")).toBe("camera");
    expect(control("в", "KeyD")).toBe("microphone");
    expect(deedOf(press("ь", "KeyM"))).toBe("microphone");
    expect(deedOf(press(",", "KeyM"))).toBeNull();
    expect(deedOf(press("?", "Minus", { shiftKey: true }))).toBe("keys");
  });

  it("are F6 and F2 besides", () => {
    expect(deedOf(press("F6", "F6"))).toBe("next-region");
    expect(deedOf(press("F6", "F6", { shiftKey: true }))).toBe("previous-region");
    expect(deedOf(press("F2", "F2"))).toBe("bar");
    expect(deedOf(press(" ", "Space"))).toBeNull();
  });

  it("can be switched off where they are a single character", () => {
    expect(isSingle(press("m", "KeyM"))).toBe(true);
    expect(isSingle(press("?", "Slash", { shiftKey: true }))).toBe(true);
    expect(isSingle(press("d", "KeyD", { ctrlKey: true }))).toBe(false);
    expect(isSingle(press("F6", "F6"))).toBe(false);
  });
});

describe("what has the focus", () => {
  const focused = (html: string): Element => {
    document.body.innerHTML = html;
    return document.body.querySelector("[data-here]") ?? document.body;
  };
  const letter = press("m", "KeyM");
  const space = press(" ", "Space");

  it("keeps letters for itself when it is a field or a menu", () => {
    for (const html of ["<textarea data-here>", "<input data-here>", "<div role='menu'><button data-here role='menuitem'></div>"]) {
      expect(isTaken(focused(html), letter), html).toBe(true);
      expect(isTaken(focused(html), space), html).toBe(true);
    }
    expect(isTaken(focused("<textarea data-here>"), press("d", "KeyD", { ctrlKey: true }))).toBe(false);
    expect(isTaken(focused("<textarea data-here>"), press("F6", "F6"))).toBe(false);
  });

  it("keeps only Space when it is a log or a link", () => {
    for (const html of ["<div role='log' tabindex='0' data-here></div>", "<a href='/' data-here>a</a>", "<input type='checkbox' data-here>"]) {
      expect(isTaken(focused(html), space), html).toBe(true);
      expect(isTaken(focused(html), letter), html).toBe(false);
    }
  });

  it("leaves the rest to us", () => {
    expect(isTaken(focused("<p data-here></p>"), space)).toBe(false);
    expect(isTaken(focused("<button data-here></button>"), letter)).toBe(false);
  });
});
