import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { GRACE, Subscriptions } from "./subscriptions";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class Publication {
  isDesired = true;
  readonly setSubscribed = vi.fn((wanted: boolean) => {
    this.isDesired = wanted;
  });
}

it("lets go at once of what was never shown, and leaves alone what is shown", () => {
  const [near, far] = [new Publication(), new Publication()];
  new Subscriptions<Publication>().follow([near, far], new Set([near]));
  expect(near.setSubscribed).not.toHaveBeenCalled();
  expect(far.isDesired).toBe(false);
});

it("waits a moment before it lets go of what was shown", () => {
  const one = new Publication();
  const subscriptions = new Subscriptions<Publication>();
  subscriptions.follow([one], new Set([one]));
  subscriptions.follow([one], new Set());
  vi.advanceTimersByTime(GRACE - 1);
  expect(one.isDesired).toBe(true);
  vi.advanceTimersByTime(1);
  expect(one.isDesired).toBe(false);
  subscriptions.follow([one], new Set([one]));
  expect(one.isDesired).toBe(true);
});

it("keeps what comes back in time, and forgets what is gone", () => {
  const [back, gone] = [new Publication(), new Publication()];
  const subscriptions = new Subscriptions<Publication>();
  subscriptions.follow([back, gone], new Set([back, gone]));
  subscriptions.follow([back, gone], new Set());
  subscriptions.follow([back], new Set([back]));
  vi.advanceTimersByTime(GRACE);
  expect(back.setSubscribed).not.toHaveBeenCalled();
  expect(gone.setSubscribed).not.toHaveBeenCalled();
});
