import { Problem } from "../room/api/problem";

/** Milliseconds before what was not taken is brought again. */
export const AGAIN = 300;
/** Bytes that wait at most; a server that is away for longer than they last costs the film its end. */
export const MOST = 64 * 1024 * 1024;

export interface Errand {
  size: number;
  run: () => Promise<void>;
}

/**
 * Brings one thing after the other, each until it is taken.
 *
 * A server that is away is waited for; one that refuses ends it.
 */
export class Outbox {
  readonly #waiting: Errand[] = [];
  readonly #onRefused: (problem: Problem) => void;
  readonly #pause: (ms: number) => Promise<void>;
  #size = 0;
  #busy: Promise<void> | null = null;
  #refused = false;

  constructor(onRefused: (problem: Problem) => void, pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))) {
    this.#onRefused = onRefused;
    this.#pause = pause;
  }

  add(errand: Errand): void {
    if (this.#refused) return;
    if (this.#size + errand.size > MOST) {
      this.#refuse(new Problem("too-late", 0));
      return;
    }
    this.#waiting.push(errand);
    this.#size += errand.size;
    this.#busy ??= this.#work();
  }

  /** When everything is brought, or refused. */
  async empty(): Promise<void> {
    await this.#busy;
  }

  async #work(): Promise<void> {
    for (let errand = this.#waiting[0]; errand !== undefined && !this.#refused; errand = this.#waiting[0]) {
      try {
        await errand.run();
        this.#waiting.shift();
        this.#size -= errand.size;
      } catch (error) {
        const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
        if ((problem.status >= 400 && problem.status < 500) || problem.status === 507) this.#refuse(problem);
        else await this.#pause(AGAIN);
      }
    }
    this.#busy = null;
  }

  #refuse(problem: Problem): void {
    this.#refused = true;
    this.#waiting.length = 0;
    this.#size = 0;
    this.#onRefused(problem);
  }
}
