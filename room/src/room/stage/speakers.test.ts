import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PAUSE, Speakers, TURN } from "./speakers";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Reports as the server makes them, each 400 ms. */
function report(speakers: Speakers, ...reports: string[][]): void {
  for (const audible of reports) {
    speakers.hear(audible);
    vi.advanceTimersByTime(400);
  }
}

describe("the floor", () => {
  it("is not taken by a cough", () => {
    const speakers = new Speakers();
    report(speakers, ["a"], ["a"], []);
    vi.advanceTimersByTime(PAUSE);
    expect(speakers.floor.get()).toMatchObject({ last: null, speaking: [] });
  });

  it("is taken after a second of speech and kept in silence", () => {
    const speakers = new Speakers();
    speakers.hear(["a"]);
    vi.advanceTimersByTime(TURN);
    expect(speakers.floor.get()).toMatchObject({ last: "a", speaking: ["a"] });
    speakers.hear([]);
    vi.advanceTimersByTime(PAUSE);
    expect(speakers.floor.get()).toMatchObject({ last: "a", speaking: [] });
  });

  it("is not lost between words", () => {
    const speakers = new Speakers();
    const drawn = vi.fn();
    speakers.floor.subscribe(drawn);
    report(speakers, ["a"], [], ["a"], [], ["a"], [], ["a"], []);
    expect(speakers.floor.get()).toMatchObject({ last: "a", speaking: ["a"] });
    expect(drawn).toHaveBeenCalledTimes(1);
  });

  it("goes to whoever began last, not to and fro between two who speak at once", () => {
    const speakers = new Speakers();
    const taken: (string | null)[] = [];
    speakers.floor.subscribe(() => taken.push(speakers.floor.get().last));
    report(speakers, ["a"], ["a"], ["a"], ["a", "b"], ["a", "b"], ["b"], ["a", "b"], ["a", "b"], ["a"], ["a", "b"]);
    expect(taken).toEqual(["a", "b"]);
    expect(speakers.floor.get().speaking).toEqual(["a", "b"]);
  });

  it("goes back to who was interrupted and goes on", () => {
    const speakers = new Speakers();
    report(speakers, ["a"], ["a"], ["a"], ["a", "b"], ["a", "b"], ["a", "b"], ["a", "b"]);
    expect(speakers.floor.get().last).toBe("b");
    report(speakers, ["a"], ["a"], ["a"], ["a"], ["a"]);
    expect(speakers.floor.get()).toMatchObject({ last: "a", speaking: ["a"] });
  });

  it("remembers who spoke when", () => {
    const speakers = new Speakers();
    for (const one of ["a", "b", "a"]) {
      report(speakers, [one], [one], [one], [], [], [], [], [], []);
    }
    const { spokeAt } = speakers.floor.get();
    expect(spokeAt.get("a")).toBeGreaterThan(spokeAt.get("b") ?? 0);
  });
});
