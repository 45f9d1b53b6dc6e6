import { type RemoteParticipant, type RemoteTrackPublication, type Room, RoomEvent, Track, VideoQuality } from "livekit-client";
import { Speakers } from "../room/stage/speakers";

export interface Star {
  identity: string;
  camera: HTMLVideoElement | null;
  screen: HTMLVideoElement | null;
}

/** Somebody's sound. */
export interface Sound {
  identity: string;
  stream: MediaStream;
}

type OnSound = (publication: RemoteTrackPublication, sound: Sound | null) => void;

const SEEN = [Track.Source.Camera, Track.Source.ScreenShare];

/** Who is drawn and heard: those who agreed, and nobody else is even received. */
export class Cast {
  readonly speakers = new Speakers();
  readonly #room: Room;
  readonly #pictures = new Map<RemoteTrackPublication, HTMLVideoElement>();
  readonly #onSound: OnSound;
  #agreed = new Set<string>();

  constructor(room: Room, onSound: OnSound) {
    this.#room = room;
    this.#onSound = onSound;
    room
      .on(RoomEvent.Connected, this.#choose)
      .on(RoomEvent.Reconnected, this.#choose)
      .on(RoomEvent.ParticipantConnected, this.#choose)
      .on(RoomEvent.TrackPublished, this.#choose)
      .on(RoomEvent.TrackSubscribed, (_track, publication, participant) => {
        this.#take(publication, participant);
      })
      .on(RoomEvent.TrackUnsubscribed, (_track, publication) => {
        this.#drop(publication);
      })
      .on(RoomEvent.ActiveSpeakersChanged, (speakers) => {
        this.speakers.hear(speakers.map((one) => one.identity).filter((identity) => this.#agreed.has(identity)));
      });
  }

  agree(identities: readonly string[]): void {
    const next = new Set(identities);
    if (next.size === this.#agreed.size && identities.every((one) => this.#agreed.has(one))) return;
    this.#agreed = next;
    this.#choose();
  }

  /** Who is in the picture, in the order in which they came. */
  stars(): Star[] {
    return [...this.#room.remoteParticipants.values()]
      .filter((one) => this.#agreed.has(one.identity))
      .sort((a, b) => (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0))
      .map((one) => ({ identity: one.identity, camera: this.#picture(one, Track.Source.Camera), screen: this.#picture(one, Track.Source.ScreenShare) }));
  }

  /** A large tile is asked for in full, a small one in the smallest size. */
  size(large: ReadonlySet<string>): void {
    for (const participant of this.#room.remoteParticipants.values()) {
      const camera = participant.getTrackPublication(Track.Source.Camera);
      if (camera === undefined || !this.#pictures.has(camera)) continue;
      (camera).setVideoQuality(large.has(participant.identity) ? VideoQuality.HIGH : VideoQuality.LOW);
    }
  }

  readonly #choose = (): void => {
    for (const participant of this.#room.remoteParticipants.values()) {
      const wanted = this.#agreed.has(participant.identity);
      for (const publication of participant.trackPublications.values()) {
        publication.setSubscribed(wanted);
        // The server takes a moment to stop sending: what was taken back is not drawn or heard meanwhile.
        if (!wanted) this.#drop(publication);
      }
    }
  };

  #take(publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    const track = publication.track;
    if (track === undefined || !this.#agreed.has(participant.identity)) return;
    if (track.kind === Track.Kind.Audio) {
      this.#onSound(publication, { identity: participant.identity, stream: new MediaStream([track.mediaStreamTrack]) });
    } else if (SEEN.includes(publication.source)) {
      const picture = document.createElement("video");
      picture.muted = true;
      picture.playsInline = true;
      track.attach(picture);
      this.#pictures.set(publication, picture);
    }
  }

  #drop(publication: RemoteTrackPublication): void {
    const picture = this.#pictures.get(publication);
    if (picture !== undefined) {
      this.#pictures.delete(publication);
      picture.srcObject = null;
    }
    if (publication.kind === Track.Kind.Audio) this.#onSound(publication, null);
  }

  #picture(participant: RemoteParticipant, source: Track.Source): HTMLVideoElement | null {
    const publication = participant.getTrackPublication(source);
    if (publication === undefined || publication.isMuted) return null;
    const picture = this.#pictures.get(publication);
    return picture !== undefined && picture.videoWidth > 0 ? picture : null;
  }
}
