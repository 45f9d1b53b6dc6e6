import { describe, expect, it } from "vitest";
import { PATIENCE, pauseBefore, reconnectPolicy } from "./policy";

describe("reconnecting", () => {
  it("pauses 200 to 400 ms at first, then to 1,000, differently for each", () => {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      expect(pauseBefore(attempt, () => 0)).toBe(200);
      expect(pauseBefore(attempt, () => 1)).toBeLessThanOrEqual(1_000);
    }
    expect(pauseBefore(9, () => 1)).toBe(400);
    expect(pauseBefore(10, () => 1)).toBe(1_000);
    expect(pauseBefore(20, () => 0.2)).not.toBe(pauseBefore(20, () => 0.8));
  });

  it("goes on for three minutes, then stops", () => {
    const at = (elapsedMs: number): number | null => reconnectPolicy.nextRetryDelayInMs({ retryCount: 400, elapsedMs });
    expect(at(PATIENCE - 1)).toBeGreaterThanOrEqual(200);
    expect(at(PATIENCE)).toBeNull();
    expect(PATIENCE).toBe(180_000);
  });
});
