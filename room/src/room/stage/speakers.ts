import { Store } from "../ui/store";

/** Speech shorter than this is a cough or a "yes". */
export const TURN = 1_000;
/** The server's report flickers each 400 ms: a turn lasts through silence this short. */
export const PAUSE = 1_500;

export interface Floor {
  /** Who has the floor: spoke for a second and has not stopped. */
  speaking: readonly string[];
  /** Who took it last; kept when they fall silent. */
  last: string | null;
  /** Grows with each turn. */
  spokeAt: ReadonlyMap<string, number>;
}

interface Turn {
  heard: boolean;
  counted: boolean;
  ripe: boolean;
  timers: { ripe: ReturnType<typeof setTimeout>; end: ReturnType<typeof setTimeout> | undefined };
}

/** Makes turns of speech out of the server's reports of who is audible. */
export class Speakers {
  readonly floor = new Store<Floor>({ speaking: [], last: null, spokeAt: new Map() });
  readonly #turns = new Map<string, Turn>();
  #count = 0;

  /** Everybody audible right now, oneself left out. */
  hear(audible: readonly string[]): void {
    for (const identity of audible) this.#hears(identity);
    for (const [identity, turn] of this.#turns) {
      if (!turn.heard || audible.includes(identity)) continue;
      turn.heard = false;
      turn.timers.end = setTimeout(() => {
        this.#end(identity);
      }, PAUSE);
    }
  }

  close(): void {
    for (const identity of [...this.#turns.keys()]) this.#end(identity);
  }

  #hears(identity: string): void {
    const known = this.#turns.get(identity);
    if (known) {
      clearTimeout(known.timers.end);
      known.heard = true;
      if (known.ripe) this.#take(identity, known);
      return;
    }
    const turn: Turn = {
      heard: true,
      counted: false,
      ripe: false,
      timers: {
        ripe: setTimeout(() => {
          turn.ripe = true;
          if (turn.heard) this.#take(identity, turn);
        }, TURN),
        end: undefined,
      },
    };
    this.#turns.set(identity, turn);
  }

  #take(identity: string, turn: Turn): void {
    if (turn.counted) return;
    turn.counted = true;
    this.#count += 1;
    const { speaking, spokeAt } = this.floor.get();
    this.floor.set({
      speaking: [...speaking, identity],
      last: identity,
      spokeAt: new Map([...spokeAt, [identity, this.#count]]),
    });
  }

  #end(identity: string): void {
    const turn = this.#turns.get(identity);
    if (!turn) return;
    clearTimeout(turn.timers.ripe);
    clearTimeout(turn.timers.end);
    this.#turns.delete(identity);
    if (!turn.counted) return;
    const { speaking, last } = this.floor.get();
    const left = speaking.filter((one) => one !== identity);
    // Who was interrupted and goes on has the floor again.
    this.floor.patch({ speaking: left, last: last === identity ? (left.at(-1) ?? last) : last });
  }
}
