import { Store } from "../ui/store";

/** So long nobody else is there before one is asked. */
export const LONG = 15 * 60_000;
/** So long the question stands before one leaves. */
export const ANSWER_WITHIN = 2 * 60_000;

interface Occasions {
  /** Whether nobody else is in the room, as far as is known: nobody is seen while the connection is lost. */
  isAlone: () => boolean;
  onLeave: () => void;
}

/** Asks who has been the only one for long whether they still are there, and leaves for who is not. */
export class Solitude {
  /** Seconds until one leaves; null while nothing is asked. */
  readonly asking = new Store<number | null>(null);
  readonly #occasions: Occasions;
  #since = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(occasions: Occasions) {
    this.#occasions = occasions;
  }

  open(): void {
    this.#since = Date.now();
    this.#timer = setInterval(this.#look, 1_000);
  }

  close(): void {
    clearInterval(this.#timer);
    this.asking.set(null);
  }

  /** The person is there, and waits on. */
  stay(): void {
    this.#since = Date.now();
    this.asking.set(null);
  }

  readonly #look = (): void => {
    if (!this.#occasions.isAlone()) {
      this.stay();
      return;
    }
    const over = Date.now() - this.#since - LONG;
    if (over < 0) return;
    this.asking.set(Math.max(0, Math.ceil((ANSWER_WITHIN - over) / 1_000)));
    if (over >= ANSWER_WITHIN) {
      this.close();
      this.#occasions.onLeave();
    }
  };
}
