import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { HeldSpeech } from "./held-speech";

const onEnough = vi.fn();
let speech: HeldSpeech;

beforeEach(() => {
  vi.useFakeTimers();
  onEnough.mockClear();
  speech = new HeldSpeech(5_000, onEnough);
});
afterEach(() => {
  vi.useRealTimers();
});

it("tells once somebody spoke long enough, with pauses", () => {
  for (let said = 0; said < 4; said += 1) {
    speech.hear(true);
    vi.advanceTimersByTime(1_000);
    speech.hear(false);
    vi.advanceTimersByTime(400);
  }
  expect(onEnough).toHaveBeenCalledTimes(1);
});

it("starts anew after a silence", () => {
  speech.hear(true);
  vi.advanceTimersByTime(4_000);
  speech.hear(false);
  vi.advanceTimersByTime(1_000);
  speech.hear(true);
  vi.advanceTimersByTime(4_900);
  expect(onEnough).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(onEnough).toHaveBeenCalledTimes(1);
});

it("forgets when it is stopped", () => {
  speech.hear(true);
  speech.stop();
  vi.advanceTimersByTime(10_000);
  expect(onEnough).not.toHaveBeenCalled();
});
