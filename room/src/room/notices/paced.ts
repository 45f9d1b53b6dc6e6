/** Hands on what it is given: the first at once, then what gathered, at most once in each pause (ms). */
export class Paced<T> {
  readonly #pause: number;
  readonly #onDue: (things: T[]) => void;
  #gathered: T[] = [];
  #resting = false;

  constructor(pause: number, onDue: (things: T[]) => void) {
    this.#pause = pause;
    this.#onDue = onDue;
  }

  push(...things: T[]): void {
    this.#gathered.push(...things);
    if (!this.#resting) this.#flush();
  }

  #flush(): void {
    this.#resting = this.#gathered.length > 0;
    if (!this.#resting) return;
    this.#onDue(this.#gathered.splice(0));
    setTimeout(() => {
      this.#flush();
    }, this.#pause);
  }
}
