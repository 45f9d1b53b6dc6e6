import { describe, expect, it } from "vitest";
import { type Cast, stage, type Wishes } from "./scene";

const CAST: Cast = { self: "me", people: ["me", "a", "b", "c"], screens: [], spotlit: [], speaker: null };
const WISHES: Wishes = { layout: "auto", selfView: "auto", corner: "bottom-right", tiles: 25, pin: null, page: 0 };

describe("what is large", () => {
  it("is nobody while everybody fits", () => {
    expect(stage(CAST, WISHES, true)).toEqual({ large: [], rest: ["me", "a", "b", "c"], float: null });
  });

  it("is who spoke last in speaker layout, and where not everybody fits; never oneself", () => {
    const cast = { ...CAST, speaker: "b" };
    expect(stage(cast, { ...WISHES, layout: "speaker" }, true)).toMatchObject({ large: ["b"], rest: ["me", "a", "c"] });
    expect(stage(cast, WISHES, false)).toMatchObject({ large: ["b"] });
    expect(stage(cast, { ...WISHES, layout: "grid" }, false)).toMatchObject({ large: [] });
    expect(stage(CAST, { ...WISHES, layout: "speaker" }, true)).toMatchObject({ large: ["a"] });
    expect(stage({ ...CAST, people: ["me"] }, { ...WISHES, layout: "speaker" }, true)).toMatchObject({ large: [], rest: ["me"] });
    expect(stage({ ...CAST, speaker: "gone" }, { ...WISHES, layout: "speaker" }, true)).toMatchObject({ large: ["a"] });
  });

  it("is the newest screen, and the former layout afterwards", () => {
    expect(stage({ ...CAST, screens: ["x", "y"] }, WISHES, true)).toEqual({ large: ["y"], rest: ["x", "me", "a", "b", "c"], float: null });
    expect(stage(CAST, WISHES, true)).toMatchObject({ large: [] });
  });

  it("is who is spotlit, yet not oneself; under a screen they come first", () => {
    const cast = { ...CAST, spotlit: ["me", "c"] };
    expect(stage(cast, WISHES, true)).toMatchObject({ large: ["c"], rest: ["me", "a", "b"] });
    expect(stage({ ...CAST, spotlit: ["me"] }, WISHES, true)).toMatchObject({ large: [] });
    expect(stage({ ...cast, screens: ["x"] }, WISHES, true)).toMatchObject({ large: ["x"], rest: ["me", "c", "a", "b"] });
  });

  it("is first of all my pin, for as long as it is there", () => {
    const cast = { ...CAST, screens: ["x"], spotlit: ["c"], speaker: "b" };
    expect(stage(cast, { ...WISHES, pin: "a" }, true)).toMatchObject({ large: ["a"], rest: ["x", "c", "me", "b"] });
    expect(stage(cast, { ...WISHES, pin: "gone" }, true)).toMatchObject({ large: ["x"] });
    expect(stage(CAST, { ...WISHES, pin: "me" }, true)).toMatchObject({ large: ["me"], float: null });
  });
});

describe("my own picture", () => {
  const two = { ...CAST, people: ["me", "a"] };

  it("floats by itself between two, not when alone, nor beside a screen", () => {
    expect(stage(two, WISHES, true)).toEqual({ large: [], rest: ["a"], float: "me" });
    expect(stage({ ...CAST, people: ["me"] }, WISHES, true)).toEqual({ large: [], rest: ["me"], float: null });
    expect(stage({ ...two, screens: ["x"] }, WISHES, true)).toEqual({ large: ["x"], rest: ["me", "a"], float: null });
  });

  it("goes where it is wanted", () => {
    expect(stage(two, { ...WISHES, selfView: "tile" }, true)).toEqual({ large: [], rest: ["me", "a"], float: null });
    expect(stage(CAST, { ...WISHES, selfView: "float" }, true)).toMatchObject({ rest: ["a", "b", "c"], float: "me" });
    expect(stage(CAST, { ...WISHES, selfView: "hidden" }, true)).toMatchObject({ rest: ["a", "b", "c"], float: null });
  });
});
