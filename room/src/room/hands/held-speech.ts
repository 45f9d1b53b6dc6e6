/** Shorter silences are pauses in what somebody says. */
const PAUSE = 900;

/** Tells once somebody has been speaking for `enough` ms, pauses for breath included. */
export class HeldSpeech {
  readonly #enough: number;
  readonly #onEnough: () => void;
  #speaking: ReturnType<typeof setTimeout> | undefined;
  #silent: ReturnType<typeof setTimeout> | undefined;

  constructor(enough: number, onEnough: () => void) {
    this.#enough = enough;
    this.#onEnough = onEnough;
  }

  hear(speaking: boolean): void {
    clearTimeout(this.#silent);
    if (speaking) this.#speaking ??= setTimeout(this.#onEnough, this.#enough);
    else this.#silent = setTimeout(this.#forget, PAUSE);
  }

  stop(): void {
    clearTimeout(this.#silent);
    this.#forget();
  }

  readonly #forget = (): void => {
    clearTimeout(this.#speaking);
    this.#speaking = undefined;
  };
}
