import { describe, expect, it } from "vitest";
import { type Float, joined } from "./floats";

let id = 0;
const add = (floats: Float[], identity: string, reaction: Float["reaction"], since = 0): Float[] => {
  id += 1;
  return joined(floats, { id, identity, name: identity, reaction, since });
};

describe("reactions on the screen", () => {
  it("of one person are counted when they come fast", () => {
    let floats = add([], "ada", "clap", 0);
    floats = add(floats, "ada", "clap", 500);
    expect(floats).toMatchObject([{ identity: "ada", count: 2 }]);
    floats = add(floats, "ada", "heart", 600);
    floats = add(floats, "ada", "clap", 1_500);
    expect(floats.map(({ reaction, count }) => [reaction, count])).toEqual([["clap", 2], ["heart", 1], ["clap", 1]]);
  });

  it("of many people become one with a number", () => {
    let floats: Float[] = [];
    for (let person = 0; person < 30; person += 1) floats = add(floats, `person-${person}`, "clap");
    expect(floats).toHaveLength(6);
    expect(floats.at(-1)).toMatchObject({ identity: "", reaction: "clap", count: 25 });
  });

  it("are never more than the screen can hold", () => {
    let floats: Float[] = [];
    for (const reaction of ["clap", "heart", "laugh", "party"] as const) {
      for (let person = 0; person < 10; person += 1) floats = add(floats, `person-${person}`, reaction);
    }
    expect(floats.length).toBeLessThanOrEqual(16);
    expect(floats.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  });
});
