import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Batch } from "../api/types";

/** Batches that wait for the network; what is older than the server takes is thrown away. */
const KEPT = 14;
/** Seconds after which the server takes a batch no more. */
const TOO_LATE = 880;

export interface Measured {
  batch: Batch;
  /** When its last reading was, in milliseconds of `performance.now()`. */
  at: number;
}

/** Sends batches in their order, and keeps those that can't be sent until they can. */
export class Post {
  readonly #attendance: Pick<Attendance, "tellSamples">;
  readonly #clock: () => number;
  readonly #waiting: Measured[] = [];
  #sending = false;
  #over = false;

  constructor(attendance: Pick<Attendance, "tellSamples">, clock: () => number = () => performance.now()) {
    this.#attendance = attendance;
    this.#clock = clock;
  }

  add(measured: Measured): void {
    this.#waiting.push(measured);
    while (this.#waiting.length > KEPT) this.#waiting.shift();
    void this.#send();
  }

  /** The page may be gone the next moment: all that waits goes at once. */
  finish(last: Measured | null): void {
    if (this.#over) return;
    this.#over = true;
    if (last) this.#waiting.push(last);
    for (const one of this.#waiting.splice(0)) {
      const aged = this.#aged(one);
      if (aged) void this.#attendance.tellSamples(aged, true).catch(() => undefined);
    }
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let next = this.#waiting[0]; next && !this.#over; next = this.#waiting[0]) {
      const aged = this.#aged(next);
      try {
        if (aged) await this.#attendance.tellSamples(aged, false);
      } catch (error) {
        // No network, or a server that is starting: the next batch tries again.
        if (!(error instanceof Problem) || error.status === 0 || error.status >= 500) break;
        if ([401, 403, 410].includes(error.status)) this.#over = true;
      }
      // `finish` may have taken it meanwhile; the server knows it by its number then.
      if (this.#waiting[0] === next) this.#waiting.shift();
    }
    this.#sending = false;
  }

  #aged({ batch, at }: Measured): Batch | null {
    const age = Math.max(0, (this.#clock() - at) / 1_000);
    return age > TOO_LATE ? null : { ...batch, age: Number(age.toFixed(1)) };
  }
}
