import type { Room } from "livekit-client";

/** About one full restart in twenty loses a remote track (livekit/client-sdk-js#2074): ask for it anew. */
export function subscribeAgain(room: Room): void {
  for (const participant of room.remoteParticipants.values()) {
    for (const publication of participant.trackPublications.values()) {
      if (publication.isDesired && !publication.isSubscribed) {
        publication.setSubscribed(false);
        publication.setSubscribed(true);
      }
    }
  }
}
