import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Media } from "../api/types";
import { type End, endOfProblem } from "../media/end";
import type { Patience } from "./patience";

/** Of so many beats a hidden tab asks at one: nobody looks at it. */
const HIDDEN = 7;

export type Verdict = { admitted: Media } | { end: End };

/** Resolves when the host has decided, nothing is left to decide, or nobody answers any more. Stops silently when aborted. */
export function waitForHost(attendance: Attendance, patience: Patience, signal: AbortSignal): Promise<Verdict> {
  return new Promise((resolve) => {
    const beat = new Worker(new URL("./beat.worker.ts", import.meta.url), { type: "module" });
    let asking = false;
    let beats = 0;
    const stop = (): void => {
      beat.terminate();
    };
    signal.addEventListener("abort", stop);
    beat.onmessage = () => {
      beats += 1;
      if (asking || signal.aborted || (document.hidden && beats % HIDDEN !== 0)) return;
      if (!patience.lasts(Date.now())) {
        stop();
        void attendance.leave().catch(() => undefined);
        resolve({ end: "gone" });
        return;
      }
      asking = true;
      void ask(attendance)
        .then((verdict) => {
          if (!verdict || signal.aborted) return;
          stop();
          resolve(verdict);
        })
        .finally(() => {
          asking = false;
        });
    };
  });
}

/** One look; null while it is undecided or the server can't be reached. */
export async function ask(attendance: Attendance): Promise<Verdict | null> {
  try {
    const { admission, ended } = await attendance.standing();
    if (ended) return { end: "ended" };
    if (admission === "waiting") return null;
    if (admission !== "admitted") return { end: admission };
    return { admitted: await attendance.token() };
  } catch (error) {
    const end = error instanceof Problem ? endOfProblem(error) : null;
    return end ? { end } : null;
  }
}
