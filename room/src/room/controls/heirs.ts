import type { Participant } from "livekit-client";

interface Somebody {
  identity: string;
  role: string;
  leads: boolean;
  joinedAt: number;
}

/** Who could lead on when one leaves: members first, then guests, each by arrival. Nobody when somebody else leads already. */
export function heirsAmong<T extends Somebody>(others: readonly T[]): T[] {
  if (others.some(({ leads }) => leads)) return [];
  const rank = ({ role }: Somebody): number => (role === "guest" ? 1 : 0);
  return others.toSorted((a, b) => rank(a) - rank(b) || a.joinedAt - b.joinedAt || (a.identity < b.identity ? -1 : 1));
}

export interface Heir extends Somebody {
  name: string;
}

export function asHeir(participant: Participant, cohost: boolean): Heir {
  const role = participant.attributes["role"] ?? "";
  return {
    identity: participant.identity,
    name: participant.name ?? "",
    role,
    leads: cohost || role === "host",
    joinedAt: participant.joinedAt?.getTime() ?? 0,
  };
}
