import { describe, expect, it } from "vitest";
import { deviceOf } from "./keys";

const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}): string | null =>
  deviceOf({ key, code, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more });

describe("the keys", () => {
  it("are Ctrl or ⌘ with D and E", () => {
    expect(press("d", "KeyD")).toBe("microphone");
    expect(press("E", "KeyE")).toBe("camera");
    expect(press("d", "KeyD", { ctrlKey: false, metaKey: true })).toBe("microphone");
  });

  it("follow the letter on another Latin layout, the place elsewhere", () => {
    expect(press("e", "KeyD")).toBe("camera");
    expect(press("в", "KeyD")).toBe("microphone");
  });

  it("are nothing with other modifiers or alone", () => {
    expect(press("d", "KeyD", { shiftKey: true })).toBeNull();
    expect(press("d", "KeyD", { altKey: true })).toBeNull();
    expect(press("d", "KeyD", { ctrlKey: false })).toBeNull();
  });
});
