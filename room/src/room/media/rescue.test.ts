import type { Room } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Rescue } from "./rescue";

const publication = (isSubscribed: boolean, isDesired = true) => ({ trackSid: `TR_${String(isSubscribed)}`, isSubscribed, isDesired, setSubscribed: vi.fn() });

function roomWith(...publications: ReturnType<typeof publication>[]): Room {
  const person = { trackPublications: new Map(publications.map((one) => [one, one])) };
  return { on: () => undefined, remoteParticipants: new Map([["gus", person]]) } as unknown as Room;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("after a return", () => {
  it("asks anew for what stays away, and for nothing else", () => {
    const lost = publication(false);
    const there = publication(true);
    const unseen = publication(false, false);
    new Rescue(roomWith(lost, there, unseen)).start();
    vi.advanceTimersByTime(3_000);
    expect(lost.setSubscribed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3_000);
    expect(lost.setSubscribed.mock.calls).toEqual([[false], [true]]);
    lost.isSubscribed = true;
    vi.advanceTimersByTime(60_000);
    expect(lost.setSubscribed).toHaveBeenCalledTimes(2);
    expect(there.setSubscribed).not.toHaveBeenCalled();
    expect(unseen.setSubscribed).not.toHaveBeenCalled();
  });

  it("is done after a while", () => {
    const lost = publication(false);
    new Rescue(roomWith(lost)).start();
    vi.advanceTimersByTime(60_000);
    const calls = lost.setSubscribed.mock.calls.length;
    vi.advanceTimersByTime(60_000);
    expect(lost.setSubscribed).toHaveBeenCalledTimes(calls);
  });
});
