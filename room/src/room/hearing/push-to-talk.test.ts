import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepChoices } from "../media/choices";
import { PushToTalk, type Switch } from "./push-to-talk";

let on = false;
let allowed = true;
const told: string[] = [];
const microphone: Switch = {
  isOn: () => on,
  isAllowed: () => allowed,
  turn: (wanted) => {
    on = wanted;
    return Promise.resolve();
  },
  onTalk: (state) => told.push(state),
};
let push: PushToTalk;

beforeEach(() => {
  on = false;
  allowed = true;
  told.length = 0;
  localStorage.clear();
  document.body.innerHTML = "<textarea></textarea>";
  push = new PushToTalk(microphone);
  push.open();
});
afterEach(() => {
  push.close();
});

const key = (type: "keydown" | "keyup", target: EventTarget = document.body, more: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(new KeyboardEvent(type, { key: " ", code: "Space", bubbles: true, cancelable: true, ...more }));

describe("holding Space", () => {
  it("turns the microphone on for as long", async () => {
    expect(key("keydown")).toBe(false);
    await vi.waitFor(() => {
      expect(on).toBe(true);
    });
    key("keydown", document.body, { repeat: true });
    expect(push.talking.get()).toBe(true);
    expect(key("keyup")).toBe(false);
    await vi.waitFor(() => {
      expect(on).toBe(false);
    });
    expect(told).toEqual(["talking", "quiet"]);
  });

  it("ends when the window loses the keyboard", async () => {
    key("keydown");
    await vi.waitFor(() => {
      expect(on).toBe(true);
    });
    window.dispatchEvent(new Event("blur"));
    await vi.waitFor(() => {
      expect(on).toBe(false);
    });
  });

  it("ends off even when it was let go before the microphone was there", async () => {
    key("keydown");
    key("keyup");
    await new Promise((done) => setTimeout(done, 0));
    expect(on).toBe(false);
  });

  it("is left to a field, to a dialog, with other keys, and when it is switched off", () => {
    const field = document.querySelector("textarea") ?? document.body;
    expect(key("keydown", field)).toBe(true);
    expect(key("keydown", document.body, { ctrlKey: true })).toBe(true);
    document.body.innerHTML = "<dialog open></dialog>";
    expect(key("keydown")).toBe(true);
    document.body.innerHTML = "";
    keepChoices({ pushToTalk: false });
    expect(key("keydown")).toBe(true);
    expect(told).toEqual([]);
  });

  it("does nothing to a microphone that is on", () => {
    on = true;
    expect(key("keydown")).toBe(true);
    key("keyup");
    expect(on).toBe(true);
  });

  it("says so when talking is not allowed", () => {
    allowed = false;
    key("keydown");
    expect(told).toEqual(["forbidden"]);
    expect(push.talking.get()).toBe(false);
  });
});
