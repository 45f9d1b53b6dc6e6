import type { Corner } from "./layout";

export type LayoutChoice = "auto" | "grid" | "speaker";
/** `auto` floats in a talk between two, and else stands among the others. */
export type SelfView = "auto" | "tile" | "float" | "hidden";

/** What a person chose for their own screen. */
export interface Wishes {
  layout: LayoutChoice;
  selfView: SelfView;
  corner: Corner;
  /** Tiles on one page. */
  tiles: number;
  pin: string | null;
  page: number;
}

export interface Cast {
  self: string;
  /** Everybody's tile, oneself included, in the order of seats. */
  people: readonly string[];
  /** Others' shared screens, oldest first. */
  screens: readonly string[];
  /** Tiles that hosts show to everybody. */
  spotlit: readonly string[];
  /** The tile of who spoke last, never oneself. */
  speaker: string | null;
}

export interface Staged {
  large: string[];
  rest: string[];
  float: string | null;
}

const MOST_LARGE = 9;

/** What is large: my pin, else the newest screen, else who is spotlit, else in speaker layout who spoke last. */
function largest({ self, people, screens, spotlit, speaker }: Cast, { layout, pin }: Wishes, fits: boolean): string[] {
  const there = new Set([...people, ...screens]);
  if (pin !== null && there.has(pin)) return [pin];
  const newest = screens.at(-1);
  if (newest !== undefined) return [newest];
  const lit = spotlit.filter((key) => key !== self && there.has(key));
  if (lit.length > 0) return lit.slice(0, MOST_LARGE);
  if (layout === "grid" || (layout === "auto" && fits)) return [];
  const one = speaker !== null && there.has(speaker) ? speaker : people.find((key) => key !== self);
  return one === undefined ? [] : [one];
}

/** Decides what is large, what stands beside it, and whether one's own picture floats. `fits`: a single page holds everybody. */
export function stage(cast: Cast, wishes: Wishes, fits: boolean): Staged {
  const { self, people, screens, spotlit } = cast;
  const large = largest(cast, wishes, fits);
  const others = people.length - 1;
  const small = !large.includes(self) && others + screens.length > 0;
  const wantsFloat = wishes.selfView === "float" || (wishes.selfView === "auto" && others === 1 && screens.length === 0);
  const float = small && wantsFloat ? self : null;
  const away = new Set([...large, float, wishes.selfView === "hidden" ? self : null]);
  const first = new Set(spotlit);
  const left = people.filter((key) => !away.has(key));
  return {
    large: large.filter((key) => key !== self || wishes.selfView !== "hidden"),
    rest: [
      ...screens.filter((key) => !away.has(key)),
      ...left.filter((key) => first.has(key)),
      ...left.filter((key) => !first.has(key)),
    ],
    float,
  };
}
