import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ANSWER_WITHIN, LONG, Solitude } from "./solitude";

let alone = true;
const onLeave = vi.fn();
let solitude: Solitude;

beforeEach(() => {
  vi.useFakeTimers();
  alone = true;
  onLeave.mockClear();
  solitude = new Solitude({ isAlone: () => alone, onLeave });
  solitude.open();
});

afterEach(() => {
  solitude.close();
  vi.useRealTimers();
});

describe("who is alone for long", () => {
  it("is asked, and leaves when nobody answers", () => {
    vi.advanceTimersByTime(LONG - 1_000);
    expect(solitude.asking.get()).toBeNull();
    vi.advanceTimersByTime(1_000);
    expect(solitude.asking.get()).toBe(120);
    vi.advanceTimersByTime(ANSWER_WITHIN - 1_000);
    expect(onLeave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(onLeave).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(LONG * 2);
    expect(onLeave).toHaveBeenCalledOnce();
  });

  it("stays for as long again when they answer", () => {
    vi.advanceTimersByTime(LONG + 5_000);
    solitude.stay();
    expect(solitude.asking.get()).toBeNull();
    vi.advanceTimersByTime(LONG - 1_000);
    expect(solitude.asking.get()).toBeNull();
  });

  it("is asked nothing once somebody is there", () => {
    vi.advanceTimersByTime(LONG + 5_000);
    alone = false;
    vi.advanceTimersByTime(1_000);
    expect(solitude.asking.get()).toBeNull();
    vi.advanceTimersByTime(LONG * 2);
    expect(onLeave).not.toHaveBeenCalled();
  });
});
