import { describe, expect, it } from "vitest";
import { type Box, capacity, cornerAt, firstPage, fit, gapOf, type Laid, lay, type Scene } from "./layout";

const SIZES = [[304, 480], [344, 560], [374, 700], [828, 270], [820, 600], [1256, 660], [2540, 1300]] as const;
const EMPTY: Scene = { large: [], screen: false, rest: [], float: null, corner: "bottom-right", page: 0, most: 25 };

function people(count: number): string[] {
  return Array.from({ length: count }, (_, place) => `p${place}`);
}

function expectApart(laid: Laid, width: number, height: number): void {
  const inside = laid.places.filter(({ part }) => part !== "float");
  for (const { x, y, width: w, height: h } of laid.places) {
    expect(Math.min(x, y, width - x - w, height - y - h)).toBeGreaterThanOrEqual(-1);
    expect(Math.min(w, h)).toBeGreaterThan(40);
  }
  const boxes: Box[] = laid.pager ? [...inside, laid.pager] : inside;
  for (const [place, a] of boxes.entries()) {
    for (const b of boxes.slice(place + 1)) {
      const apart = a.x + a.width <= b.x + 1 || b.x + b.width <= a.x + 1 || a.y + a.height <= b.y + 1 || b.y + b.height <= a.y + 1;
      expect(apart, `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(true);
    }
  }
}

describe("the grid", () => {
  it("puts two people above each other on a phone and beside each other on a desk", () => {
    expect(fit(2, 374, 700)).toMatchObject({ columns: 1, rows: 2 });
    expect(fit(2, 1256, 660)).toMatchObject({ columns: 2, rows: 1 });
  });

  it("uses what is there: a lone tile is as large as its shape allows", () => {
    expect(fit(1, 1600, 900)).toMatchObject({ width: 1600, height: 900 });
  });

  it("holds at most 25 or 49, fewer where they would be too small", () => {
    expect(capacity(1256, 660, 25)).toBe(25);
    expect(capacity(1256, 660, 49)).toBe(49);
    expect(capacity(344, 520, 25)).toBeLessThan(25);
    expect(fit(capacity(344, 520, 25), 344, 520).width).toBeGreaterThanOrEqual(96);
    expect(capacity(0, 0, 25)).toBe(1);
  });

  it("centres the last row", () => {
    const { places } = lay({ ...EMPTY, rest: people(3) }, 1256, 660);
    const [first, second, third] = places;
    if (!first || !second || !third) throw new Error("three places");
    expect(third.x + third.width / 2).toBeCloseTo((first.x + second.x + second.width) / 2, -1);
  });

  it("has pages with tiles of one size", () => {
    const one = lay({ ...EMPTY, rest: people(30) }, 1256, 660);
    const two = lay({ ...EMPTY, rest: people(30), page: 1 }, 1256, 660);
    expect(one).toMatchObject({ page: 0, pages: 2 });
    expect(one.places).toHaveLength(25);
    expect(two.places.map(({ key }) => key)).toEqual(people(30).slice(25));
    expect(two.places[0]).toMatchObject({ width: one.places[0]?.width });
  });

  it("goes back to the last page there is", () => {
    expect(lay({ ...EMPTY, rest: people(3), page: 7 }, 1256, 660)).toMatchObject({ page: 0, pages: 1, pager: null });
  });
});

describe("every layout", () => {
  it("keeps all tiles on the stage and apart, for any count in any window", () => {
    for (const [width, height] of SIZES) {
      for (const count of [0, 1, 2, 3, 4, 5, 7, 9, 12, 16, 20, 25, 31, 49]) {
        for (const most of [25, 49]) {
          const rest = people(count);
          expectApart(lay({ ...EMPTY, rest, most }, width, height), width, height);
          expectApart(lay({ ...EMPTY, rest, most, float: "me" }, width, height), width, height);
          expectApart(lay({ ...EMPTY, large: ["x"], screen: true, rest, most }, width, height), width, height);
          expectApart(lay({ ...EMPTY, large: ["x"], rest, most, float: "me", corner: "top-left" }, width, height), width, height);
          expectApart(lay({ ...EMPTY, large: ["x", "y", "z"], rest, most }, width, height), width, height);
        }
      }
    }
  });

  it("shows everybody on some page, each once", () => {
    for (const [width, height] of SIZES) {
      for (const large of [[], ["x"]]) {
        const scene = { ...EMPTY, large, rest: people(40) };
        const { pages } = lay(scene, width, height);
        const all = Array.from({ length: pages }, (_, page) => lay({ ...scene, page }, width, height).places).flat();
        expect(all.filter(({ part }) => part !== "large").map(({ key }) => key)).toEqual(people(40));
      }
    }
  });

  it("knows the length of the first page beforehand", () => {
    for (const [width, height] of SIZES) {
      for (const large of [[], ["x"]]) {
        const laid = lay({ ...EMPTY, large, rest: people(40) }, width, height);
        expect(firstPage({ large: large.length, rest: 40, screen: false, most: 25 }, width, height)).toBe(laid.places.length - large.length);
      }
    }
  });
});

describe("a large tile", () => {
  it("takes the most room, the strip is at the right on a desk and below on a phone", () => {
    const desk = lay({ ...EMPTY, large: ["x"], screen: true, rest: people(3) }, 1256, 660);
    expect(desk.places.find(({ key }) => key === "x")).toMatchObject({ x: 0, y: 0, height: 660 });
    expect(desk.places.filter(({ part }) => part === "strip").every(({ x }) => x > 900)).toBe(true);
    const phone = lay({ ...EMPTY, large: ["x"], rest: people(3) }, 374, 700);
    expect(phone.places.filter(({ part }) => part === "strip").every(({ y }) => y > 500)).toBe(true);
  });

  it("takes everything when nobody is beside it", () => {
    expect(lay({ ...EMPTY, large: ["x"], screen: true }, 800, 500).places).toEqual([{ key: "x", part: "large", x: 0, y: 0, width: 800, height: 500 }]);
  });
});

describe("a floating tile", () => {
  it("stands in its corner, clear of the buttons for other pages", () => {
    const { places, pager } = lay({ ...EMPTY, rest: people(30), float: "me", corner: "bottom-left" }, 1256, 660);
    const me = places.find(({ key }) => key === "me");
    expect(me?.x).toBe(gapOf(1256));
    expect((me?.y ?? 0) + (me?.height ?? 0)).toBeLessThanOrEqual(pager?.y ?? 0);
  });

  it("goes to the corner it is dropped near", () => {
    expect(cornerAt(10, 10, 800, 600)).toBe("top-left");
    expect(cornerAt(700, 500, 800, 600)).toBe("bottom-right");
  });
});
