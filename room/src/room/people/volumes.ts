import { type RemoteParticipant, type Room, RoomEvent, type Track } from "livekit-client";

export type Sound = Track.Source.Microphone | Track.Source.ScreenShareAudio;

/**
 * How loud each person and each shared screen is for me, from 0 to 1.
 *
 * By `setVolume`: `setMuted` is undone when that person unmutes
 * (livekit/client-sdk-js#1578). Kept by identity, since a new connection
 * makes everybody anew.
 */
export class Volumes {
  readonly #room: Room;
  readonly #chosen = new Map<string, Map<Sound, number>>();

  constructor(room: Room) {
    this.#room = room;
    room.on(RoomEvent.ParticipantConnected, (participant: RemoteParticipant) => {
      for (const [sound, volume] of this.#chosen.get(participant.identity) ?? []) participant.setVolume(volume, sound);
    });
  }

  of(identity: string, sound: Sound): number {
    return this.#chosen.get(identity)?.get(sound) ?? 1;
  }

  set(identity: string, sound: Sound, volume: number): void {
    this.#chosen.set(identity, new Map(this.#chosen.get(identity)).set(sound, volume));
    this.#room.remoteParticipants.get(identity)?.setVolume(volume, sound);
  }
}
