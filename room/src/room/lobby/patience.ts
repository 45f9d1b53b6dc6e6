import { Store } from "../ui/store";

/** After so long somebody who waits is asked whether they still do. */
export const ASKED_AFTER = 10 * 60_000;
/** So long the question stands; without an answer they have gone. */
export const ANSWER_WITHIN = 5 * 60_000;

/** How long somebody goes on waiting. `asking`: the question stands, with the minutes that are left. */
export class Patience {
  readonly asking = new Store<number | null>(null);
  #since: number;

  constructor(now: number) {
    this.#since = now;
  }

  /** Called at each look; false when nobody answered. */
  lasts(now: number): boolean {
    const over = now - this.#since - ASKED_AFTER;
    this.asking.set(over < 0 ? null : Math.max(1, Math.ceil((ANSWER_WITHIN - over) / 60_000)));
    return over < ANSWER_WITHIN;
  }

  goOn(now: number): void {
    this.#since = now;
    this.asking.set(null);
  }
}
