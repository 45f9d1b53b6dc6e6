import { useTracks } from "@livekit/components-react";
import { type Participant, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { useMemo } from "react";
import type { Inside } from "../visit/inside";
import { keyOf } from "./view";

/** A picture that somebody has, or could have. */
export interface Subject {
  key: string;
  identity: string;
  participant: Participant;
  source: Track.Source;
  publication: TrackPublication | undefined;
}

const SOURCES = [
  { source: Track.Source.Camera, withPlaceholder: true },
  { source: Track.Source.ScreenShare, withPlaceholder: false },
];
// Not on each mute and each word spoken: tiles listen for those themselves.
const OPTIONS = { onlySubscribed: false, updateOnlyOn: [RoomEvent.SignalConnected] };

export interface Subjects {
  all: ReadonlyMap<string, Subject>;
  /** Identities: cameras that are on first, then by arrival. */
  people: string[];
  /** Keys of others' screens, oldest first. */
  screens: string[];
  sharing: boolean;
}

/** Everybody in the room and every shared screen. */
export function useSubjects(inside: Inside): Subjects {
  const references = useTracks(SOURCES, OPTIONS);
  const me = inside.entry.identity;
  return useMemo(() => {
    const all = new Map<string, Subject>();
    let sharing = false;
    for (const { participant, source, publication } of references) {
      if (participant.isLocal && source === Track.Source.ScreenShare) {
        sharing = true;
        continue;
      }
      // Before the room answers one has no identity there yet.
      const identity = participant.isLocal ? me : participant.identity;
      const key = keyOf(identity, source);
      all.set(key, { key, identity, participant, source, publication });
    }
    const subjects = [...all.values()];
    const people = subjects.filter(({ source }) => source === Track.Source.Camera).sort(byCameraThenArrival);
    const screens = subjects.filter(({ source }) => source === Track.Source.ScreenShare);
    return { all, people: people.map(({ identity }) => identity), screens: screens.map(({ key }) => key), sharing };
  }, [references, me]);
}

function byCameraThenArrival(a: Subject, b: Subject): number {
  const off = ({ publication }: Subject): number => (publication && !publication.isMuted ? 0 : 1);
  return off(a) - off(b) || (a.participant.joinedAt?.getTime() ?? 0) - (b.participant.joinedAt?.getTime() ?? 0);
}
