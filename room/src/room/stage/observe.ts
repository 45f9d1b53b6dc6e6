import { type Participant, ParticipantEvent, type ParticipantEventCallbacks, type TrackPublication, TrackEvent } from "livekit-client";
import { useCallback, useSyncExternalStore } from "react";

type Plain = string | number | boolean | null | undefined;

/** What `read` finds, read anew at these events of one person: nobody else's events draw anything. */
export function useObserved<T extends Plain>(participant: Participant, events: readonly (keyof ParticipantEventCallbacks)[], read: () => T): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of events) participant.on(event, listener);
      return () => {
        for (const event of events) participant.off(event, listener);
      };
    },
    [participant, events],
  );
  return useSyncExternalStore(subscribe, read);
}

export const ON_NAME = [ParticipantEvent.ParticipantNameChanged] as const;
export const ON_SPEAKING = [ParticipantEvent.IsSpeakingChanged] as const;
export const ON_QUALITY = [ParticipantEvent.ConnectionQualityChanged] as const;
export const ON_STREAM = [ParticipantEvent.TrackStreamStateChanged, ParticipantEvent.TrackSubscribed, ParticipantEvent.TrackUnsubscribed] as const;
export const ON_MUTE = [
  ParticipantEvent.TrackMuted,
  ParticipantEvent.TrackUnmuted,
  ParticipantEvent.TrackPublished,
  ParticipantEvent.TrackUnpublished,
  ParticipantEvent.LocalTrackPublished,
  ParticipantEvent.LocalTrackUnpublished,
] as const;

const ON_TRACK = [TrackEvent.Subscribed, TrackEvent.Unsubscribed] as const;

/** The picture of a publication as soon as it is there. */
export function useVideoTrack(publication: TrackPublication): TrackPublication["videoTrack"] {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of ON_TRACK) publication.on(event, listener);
      return () => {
        for (const event of ON_TRACK) publication.off(event, listener);
      };
    },
    [publication],
  );
  return useSyncExternalStore(subscribe, () => publication.videoTrack);
}
