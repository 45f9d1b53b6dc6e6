import type { ReconnectPolicy } from "livekit-client";

/** How long a lost room is looked for, in milliseconds. */
export const PATIENCE = 3 * 60_000;

/** 200 to 400 ms while what was lost may only be starting again, then to 1,000: spread so that a full room does not come back in one moment. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const ceiling = attempt < 10 ? 400 : 1_000;
  return Math.round(200 + random() * (ceiling - 200));
}

/** Tries quickly and keeps trying for `PATIENCE`; lc alone would give up after 45 s. */
export const reconnectPolicy: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount, elapsedMs }) => (elapsedMs < PATIENCE ? pauseBefore(retryCount) : null),
};
