import { useRoomContext, useSpeakingParticipants } from "@livekit/components-react";
import { useState } from "react";
import { arrange } from "./order";

interface Seating {
  /** What it was worked out from. */
  from: string;
  order: string[];
  /** When each last spoke, counted in changes rather than in time. */
  spokeAt: ReadonlyMap<string, number>;
  turn: number;
}

/** The lasting order of tiles, by identity. */
export function useOrder(present: readonly string[], perPage: number): string[] {
  const self = useRoomContext().localParticipant.identity;
  const speakers = useSpeakingParticipants().map((participant) => participant.identity);
  const [seating, setSeating] = useState<Seating>({ from: "", order: [], spokeAt: new Map(), turn: 0 });
  const from = JSON.stringify([present, speakers, perPage, self]);
  if (from === seating.from) return seating.order;
  const turn = seating.turn + 1;
  const spokeAt = new Map([...seating.spokeAt, ...speakers.map((identity) => [identity, turn] as const)]);
  const order = arrange(seating.order, present, speakers, spokeAt, perPage, self);
  setSeating({ from, order, spokeAt, turn });
  return order;
}
