import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Notices } from "./notices";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const titles = (notices: Notices): string[] => notices.toasts.get().map(({ title }) => title);

describe("a toast", () => {
  it("goes by itself, later when there is something to press", () => {
    const notices = new Notices();
    notices.tell("plain");
    notices.tell("with a button", { action: { label: "Do", onSelect: () => undefined } });
    vi.advanceTimersByTime(6_000);
    expect(titles(notices)).toEqual(["with a button"]);
    vi.advanceTimersByTime(24_000);
    expect(titles(notices)).toEqual([]);
  });

  it("stays while somebody is at it", () => {
    const notices = new Notices();
    notices.tell("plain");
    notices.hold(true);
    vi.advanceTimersByTime(60_000);
    expect(titles(notices)).toEqual(["plain"]);
    notices.hold(false);
    vi.advanceTimersByTime(6_000);
    expect(titles(notices)).toEqual([]);
  });

  it("takes the place of an older one about the same", () => {
    const notices = new Notices();
    notices.tell("first", { about: "microphone" });
    notices.tell("other");
    notices.tell("second", { about: "microphone" });
    expect(titles(notices)).toEqual(["other", "second"]);
    notices.retract("microphone");
    expect(titles(notices)).toEqual(["other"]);
  });
});

describe("an announcement", () => {
  it("is joined with others of the same moment", () => {
    const notices = new Notices();
    notices.say("Ada joined");
    notices.say("Bob joined");
    vi.advanceTimersByTime(700);
    expect(notices.polite.get()).toBe("Ada joined. Bob joined");
  });

  it("is read again when it is the same again", () => {
    const notices = new Notices();
    notices.interrupt("Microphone on");
    const first = notices.assertive.get();
    notices.interrupt("Microphone on");
    expect(notices.assertive.get()).not.toBe(first);
  });
});
