/** Sound weaker than this, as a share of the loudest there can be, is a room and no voice. */
const FLOOR = 0.004;
/** Who is so much weaker than the loudest is not who speaks. */
const SHARE = 0.2;
/** Milliseconds of silence that a turn lasts through. */
export const HOLD = 400;

/** Tells who is heard, from how loud each one's own sound is. */
export class Voices {
  readonly #until = new Map<string, number>();
  #said = "";

  /** Takes how loud everybody is at a moment (milliseconds); answers who is heard from then on, or null where nothing changed. */
  hear(at: number, levels: ReadonlyMap<string, number>): string[] | null {
    const least = Math.max(FLOOR, SHARE * Math.max(0, ...levels.values()));
    for (const [identity, level] of levels) if (level >= least) this.#until.set(identity, at + HOLD);
    for (const [identity, until] of this.#until) if (until <= at || !levels.has(identity)) this.#until.delete(identity);
    const heard = [...this.#until.keys()].sort();
    const said = heard.join();
    if (said === this.#said) return null;
    this.#said = said;
    return heard;
  }
}
