/** Louder than this is taken for a voice at the microphone, in dBFS. */
const VOICE = -45;
/** Looks remembered: 1.6 s. */
const MEMORY = 8;
const ENOUGH = 5;
const PAUSE = 60_000;
/** What is heard just after muting is the end of the sentence. */
const GRACE = 1_500;

/** Notices that somebody speaks while muted, and says so once a minute at most. */
export class MutedSpeech {
  readonly #onSpeech: () => void;
  readonly #now: () => number;
  #looks: boolean[] = [];
  #mutedAt: number | null = null;
  #toldAt = -Infinity;

  constructor(onSpeech: () => void, now: () => number = Date.now) {
    this.#onSpeech = onSpeech;
    this.#now = now;
  }

  muted(muted: boolean): void {
    this.#looks = [];
    this.#mutedAt = muted ? this.#now() : null;
  }

  hear(loudness: number): void {
    if (this.#mutedAt === null || this.#now() - this.#mutedAt < GRACE) return;
    this.#looks = [...this.#looks.slice(1 - MEMORY), loudness > VOICE];
    if (this.#looks.filter(Boolean).length < ENOUGH || this.#now() - this.#toldAt < PAUSE) return;
    this.#toldAt = this.#now();
    this.#onSpeech();
  }
}

/** Looks with nothing but zeros, from the start, until a microphone is called silent: 8 s. */
const SILENT = 40;

/** Notices a microphone that has never given a sound: switched off at its own switch, or not plugged in. */
export class Silence {
  readonly #onSilence: () => void;
  #zeros = 0;
  #done = false;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  hear(loudness: number): void {
    if (this.#done) return;
    if (loudness !== -Infinity) {
      this.#done = true;
      return;
    }
    this.#zeros += 1;
    if (this.#zeros < SILENT) return;
    this.#done = true;
    this.#onSilence();
  }
}
