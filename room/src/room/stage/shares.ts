import type { TrackReference } from "@livekit/components-react";
import { useState } from "react";

/** Track ids with the newest last: who stays keeps the place, who comes goes to the end. */
export function inOrderOfArrival(before: readonly string[], now: readonly string[]): string[] {
  return [...before.filter((sid) => now.includes(sid)), ...now.filter((sid) => !before.includes(sid))];
}

export interface Shares {
  /** Oldest first. */
  all: TrackReference[];
  shown: TrackReference | null;
  pick: (sid: string) => void;
}

/** The shared screens, the newest on stage until the person picks another. */
export function useShares(references: readonly TrackReference[]): Shares {
  const [arrived, setArrived] = useState<string[]>([]);
  const [picked, setPicked] = useState<string | null>(null);
  const bySid = new Map(references.map((reference) => [reference.publication.trackSid, reference]));
  const order = inOrderOfArrival(arrived, [...bySid.keys()]);
  if (order.join() !== arrived.join()) setArrived(order);
  const all = order.map((sid) => bySid.get(sid)).filter((reference) => reference !== undefined);
  const shown = (picked === null ? undefined : bySid.get(picked)) ?? all.at(-1) ?? null;
  return { all, shown, pick: setPicked };
}
