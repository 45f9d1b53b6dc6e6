/** A picture that comes so many milliseconds after we are in is of somebody who came later. */
const LATER = 5_000;

/** Milliseconds to the first picture of somebody who was there already, from the moments of a join. */
export function timeToPicture(
  start: number | undefined,
  connected: number | undefined,
  track: number | undefined,
  frame: number | undefined,
): number | null {
  if (start === undefined || connected === undefined || track === undefined || frame === undefined) return null;
  if (track - connected > LATER || frame < start) return null;
  return Math.min(600_000, Math.round(frame - start));
}
