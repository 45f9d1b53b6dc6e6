import { type RemoteParticipant, type Room, RoomEvent, Track } from "livekit-client";

/**
 * How loud each person is for me, from 0 to 1.
 *
 * By `setVolume`: `setMuted` is undone when that person unmutes
 * (livekit/client-sdk-js#1578). Kept by identity, since a new connection
 * makes everybody anew.
 */
export class Volumes {
  readonly #room: Room;
  readonly #chosen = new Map<string, number>();

  constructor(room: Room) {
    this.#room = room;
    room.on(RoomEvent.TrackSubscribed, (_track, _publication, participant) => {
      const volume = this.#chosen.get(participant.identity);
      if (volume !== undefined) apply(participant, volume);
    });
  }

  of(identity: string): number {
    return this.#chosen.get(identity) ?? 1;
  }

  set(identity: string, volume: number): void {
    this.#chosen.set(identity, volume);
    const participant = this.#room.remoteParticipants.get(identity);
    if (participant) apply(participant, volume);
  }
}

function apply(participant: RemoteParticipant, volume: number): void {
  participant.setVolume(volume, Track.Source.Microphone);
  participant.setVolume(volume, Track.Source.ScreenShareAudio);
}
