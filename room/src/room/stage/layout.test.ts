import { describe, expect, it } from "vitest";
import { capacity, fit, GAP, MOST } from "./layout";

describe("the grid", () => {
  it("never overflows, for any count in any window", () => {
    for (const [width, height] of [[360, 560], [390, 700], [820, 600], [1256, 660], [2540, 1300]] as const) {
      for (let count = 1; count <= MOST; count += 1) {
        const { columns, rows, width: w, height: h } = fit(count, width, height);
        expect(columns * rows).toBeGreaterThanOrEqual(count);
        expect(columns * w + (columns - 1) * GAP).toBeLessThanOrEqual(width);
        expect(rows * h + (rows - 1) * GAP).toBeLessThanOrEqual(height);
        expect(w / h).toBeLessThanOrEqual(16 / 9 + 0.03);
      }
    }
  });

  it("puts two people above each other on a phone and beside each other on a desk", () => {
    expect(fit(2, 374, 700)).toMatchObject({ columns: 1, rows: 2 });
    expect(fit(2, 1256, 660)).toMatchObject({ columns: 2, rows: 1 });
  });

  it("uses what is there: a lone tile is as large as its shape allows", () => {
    expect(fit(1, 1600, 900)).toMatchObject({ width: 1600, height: 900 });
  });

  it("holds at most 25, fewer where they would be too small", () => {
    expect(capacity(1256, 660)).toBe(25);
    expect(capacity(344, 520)).toBeLessThan(25);
    expect(fit(capacity(344, 520), 344, 520).width).toBeGreaterThanOrEqual(110);
    expect(capacity(0, 0)).toBe(1);
  });
});
