import type { Reaction } from "../api/types";

/** A reaction on the screen. */
export interface Float {
  id: number;
  /** Who sent it; empty for what many sent at once. */
  identity: string;
  name: string;
  reaction: Reaction;
  count: number;
  since: number;
}

/** The same again within this time (ms) is counted instead of shown beside. */
const SAME = 1_200;
/** More at once of one reaction are counted together, and more of all kinds. */
const APIECE = 5;
const AT_ONCE = 12;

/** The reactions on the screen after another one. */
export function joined(floats: readonly Float[], next: Omit<Float, "count">): Float[] {
  const again = (float: Float, identity: string): boolean =>
    float.identity === identity && float.reaction === next.reaction && next.since - float.since < SAME;
  const counted = floats.findIndex((float) => again(float, next.identity));
  if (counted >= 0) return floats.map((float, place) => (place === counted ? { ...float, count: float.count + 1 } : float));
  const alike = floats.filter(({ reaction }) => reaction === next.reaction).length;
  if (alike < APIECE && floats.length < AT_ONCE) return [...floats, { ...next, count: 1 }];
  const crowd = floats.findIndex(({ identity, reaction }) => identity === "" && reaction === next.reaction);
  if (crowd >= 0) return floats.map((float, place) => (place === crowd ? { ...float, count: float.count + 1 } : float));
  return [...floats, { ...next, identity: "", name: "", count: 1 }];
}
