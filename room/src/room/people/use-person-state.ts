import { useParticipantAttribute } from "@livekit/components-react";
import type { Participant } from "livekit-client";
import type { Bars } from "../api/types";
import { ON_MUTE, useObserved } from "../stage/observe";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import type { View } from "./deeds";
import { mayDo } from "./hall";
import { useLeads, useMay, usePerson } from "./use-hall";

export interface PersonState extends View {
  identity: string;
  name: string;
  guest: boolean;
  /** Place among the raised hands, from 1; 0 without one. */
  place: number;
  /** What a host has taken from them, besides the rules. */
  barred: (keyof Bars)[];
}

/** All there is to know about somebody in the room, kept current; `place` is theirs among the raised hands of who is there. */
export function usePersonState(inside: Inside, participant: Participant, place: number): PersonState {
  const { identity, isLocal } = participant;
  const person = usePerson(inside, identity);
  const role = useParticipantAttribute("role", { participant });
  const rules = useStore(inside.hall.session)?.rules ?? inside.entry.may;
  const host = role === "host";
  const cohost = person?.cohost ?? false;
  const bars = person?.may;
  return {
    identity,
    name: participant.name ?? "",
    self: isLocal,
    leads: useLeads(inside),
    host,
    cohost,
    guest: role === "guest",
    place,
    hand: place > 0,
    spotlit: (person?.spotlit_at ?? null) !== null,
    sharing: useObserved(participant, ON_MUTE, () => participant.isScreenShareEnabled),
    microphone: useObserved(participant, ON_MUTE, () => participant.isMicrophoneEnabled),
    camera: useObserved(participant, ON_MUTE, () => participant.isCameraEnabled),
    may: mayDo(rules, person, host || cohost),
    mayRename: useMay(inside).rename,
    barred: bars && !host && !cohost ? (["microphone", "camera", "share", "chat"] as const).filter((what) => !bars[what]) : [],
  };
}
