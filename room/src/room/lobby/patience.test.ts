import { describe, expect, it } from "vitest";
import { ANSWER_WITHIN, ASKED_AFTER, Patience } from "./patience";

describe("waiting long", () => {
  it("is asked about after ten minutes, and said how long the question stands", () => {
    const patience = new Patience(0);
    expect(patience.lasts(ASKED_AFTER - 1)).toBe(true);
    expect(patience.asking.get()).toBeNull();
    expect(patience.lasts(ASKED_AFTER)).toBe(true);
    expect(patience.asking.get()).toBe(5);
    patience.lasts(ASKED_AFTER + ANSWER_WITHIN - 30_000);
    expect(patience.asking.get()).toBe(1);
  });

  it("ends without an answer", () => {
    expect(new Patience(0).lasts(ASKED_AFTER + ANSWER_WITHIN)).toBe(false);
  });

  it("begins anew with one", () => {
    const patience = new Patience(0);
    patience.lasts(ASKED_AFTER + 60_000);
    patience.goOn(ASKED_AFTER + 60_000);
    expect(patience.asking.get()).toBeNull();
    expect(patience.lasts(2 * ASKED_AFTER)).toBe(true);
    expect(patience.asking.get()).toBeNull();
  });
});
