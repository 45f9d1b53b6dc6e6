import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Media } from "../api/types";
import { type End, endOfProblem } from "../media/end";
import type { Store } from "../ui/store";
import type { Patience } from "./patience";

/** So many milliseconds pass at least where nobody looks, and where the server could not be asked. */
const SELDOM = 1_000;

export type Verdict = { admitted: Media } | { end: End };
/** What one look brought: a verdict, or in how many milliseconds to look again and, where it is known, what those who wait were told. */
export type Look = Verdict | { again: number; told?: string };

/**
 * Resolves when the host has decided, nothing is left to decide, or nobody answers any more. Stops silently when aborted.
 * `told` is kept at what a host wrote meanwhile.
 */
export function waitForHost(attendance: Attendance, patience: Patience, told: Store<string>, signal: AbortSignal): Promise<Verdict> {
  return new Promise((resolve) => {
    const timer = new Worker(new URL("./timer.worker.ts", import.meta.url), { type: "module" });
    const stop = (): void => {
      timer.terminate();
    };
    const look = async (): Promise<void> => {
      if (!patience.lasts(Date.now())) {
        stop();
        void attendance.leave().catch(() => undefined);
        resolve({ end: "gone" });
        return;
      }
      const seen = await ask(attendance);
      if (signal.aborted) return;
      if ("again" in seen) {
        if (seen.told !== undefined) told.set(seen.told);
        timer.postMessage(document.hidden ? Math.max(seen.again, SELDOM) : seen.again);
        return;
      }
      stop();
      resolve(seen);
    };
    signal.addEventListener("abort", stop);
    timer.onmessage = () => void look();
    timer.postMessage(0);
  });
}

export async function ask(attendance: Attendance): Promise<Look> {
  try {
    const { admission, ended, again_in: again, told } = await attendance.standing();
    if (ended) return { end: "ended" };
    if (admission === "waiting") return { again, told };
    if (admission !== "admitted") return { end: admission };
    return { admitted: await attendance.token() };
  } catch (error) {
    const end = error instanceof Problem ? endOfProblem(error) : null;
    return end ? { end } : { again: SELDOM };
  }
}
