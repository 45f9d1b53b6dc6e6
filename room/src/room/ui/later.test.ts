import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchPart } from "./later";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const GONE = new TypeError("Failed to fetch dynamically imported module");

it("asks again until the network gives it", async () => {
  const load = vi.fn().mockRejectedValueOnce(GONE).mockRejectedValueOnce(GONE).mockResolvedValue("part");
  const part = fetchPart(load);
  await vi.advanceTimersByTimeAsync(499);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1001);
  await expect(part).resolves.toBe("part");
  expect(load).toHaveBeenCalledTimes(3);
});

it("asks at once when the network is back", async () => {
  const load = vi.fn().mockRejectedValueOnce(GONE).mockResolvedValue("part");
  const part = fetchPart(load);
  await vi.advanceTimersByTimeAsync(0);
  window.dispatchEvent(new Event("online"));
  await expect(part).resolves.toBe("part");
});

it("does not ask again for a part that is broken", async () => {
  const load = vi.fn().mockRejectedValue(new ReferenceError("broken"));
  await expect(fetchPart(load)).rejects.toThrow("broken");
  expect(load).toHaveBeenCalledTimes(1);
});
