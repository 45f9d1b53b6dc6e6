import { describe, expect, it } from "vitest";
import { timeToPicture } from "./first-picture";

describe("the time to the first picture", () => {
  it("goes from the press to the frame", () => {
    expect(timeToPicture(100, 500, 620, 940.4)).toBe(840);
    expect(timeToPicture(100, 700, 620, 940)).toBe(840);
  });

  it("is none while there is no picture, or where nobody was there", () => {
    expect(timeToPicture(100, 500, undefined, undefined)).toBeNull();
    expect(timeToPicture(undefined, 500, 620, 940)).toBeNull();
    expect(timeToPicture(100, 500, 60_000, 60_300)).toBeNull();
  });

  it("is none for marks of a join before this one", () => {
    expect(timeToPicture(5_000, 500, 620, 940)).toBeNull();
  });
});
