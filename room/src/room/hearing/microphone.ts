import { LocalAudioTrack, type LocalTrackPublication, type Participant, type Room, RoomEvent, Track, TrackEvent, type TrackPublication } from "livekit-client";
import { readChoices } from "../media/choices";
import { Ear } from "./ear";
import { MutedSpeech, Silence } from "./speech";

export interface Listener {
  onSpeech: () => void;
  onSilence: () => void;
  /** The system, a headset's button or another program mutes it, or no longer does. */
  onSystem: (muted: boolean) => void;
}

/** The system mutes for a moment when a headset changes its mode. */
const LASTING = 1_500;

/** Watches our own microphone: a voice while it is muted, none at all while it is on. */
export class Microphone {
  readonly #room: Room;
  readonly #listener: Listener;
  readonly #speech: MutedSpeech;
  #track: LocalAudioTrack | null = null;
  #muted = false;
  #raw: MediaStreamTrack | null = null;
  #ear: Ear | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room, listener: Listener) {
    this.#room = room;
    this.#listener = listener;
    this.#speech = new MutedSpeech(listener.onSpeech);
  }

  open(): void {
    this.#room
      .on(RoomEvent.LocalTrackPublished, this.#onPublished)
      .on(RoomEvent.LocalTrackUnpublished, this.#onUnpublished)
      .on(RoomEvent.TrackMuted, this.#onMuted)
      .on(RoomEvent.TrackUnmuted, this.#onUnmuted)
      .on(RoomEvent.Disconnected, this.#letGo);
    const there = this.#room.localParticipant.getTrackPublication(Track.Source.Microphone);
    if (there) this.#onPublished(there);
  }

  close(): void {
    this.#room
      .off(RoomEvent.LocalTrackPublished, this.#onPublished)
      .off(RoomEvent.LocalTrackUnpublished, this.#onUnpublished)
      .off(RoomEvent.TrackMuted, this.#onMuted)
      .off(RoomEvent.TrackUnmuted, this.#onUnmuted)
      .off(RoomEvent.Disconnected, this.#letGo);
    this.#letGo();
  }

  readonly #letGo = (): void => {
    this.#track?.off(TrackEvent.Restarted, this.#listen);
    this.#track = null;
    this.#stopListening();
  };

  #stopListening(): void {
    this.#ear?.close();
    this.#ear = null;
    this.#raw?.removeEventListener("mute", this.#onSystem);
    this.#raw?.removeEventListener("unmute", this.#onSystem);
    this.#raw = null;
    clearTimeout(this.#timer);
  }

  /** Anew for each device: a copy made of a muted track stays silent in some browsers (client-sdk-js#509). */
  readonly #listen = (): void => {
    this.#stopListening();
    const raw = this.#track?.mediaStreamTrack;
    if (!raw) return;
    const silence = new Silence(this.#listener.onSilence);
    try {
      this.#ear = new Ear(raw, (loudness) => {
        if (this.#muted) this.#speech.hear(loudness);
        else silence.hear(loudness);
      });
    } catch {
      return; // No sound system: there is nothing to hear.
    }
    this.#raw = raw;
    raw.addEventListener("mute", this.#onSystem);
    raw.addEventListener("unmute", this.#onSystem);
  };

  readonly #onSystem = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#raw) this.#listener.onSystem(this.#raw.muted);
    }, LASTING);
  };

  readonly #onPublished = ({ source, track }: TrackPublication | LocalTrackPublication): void => {
    if (source !== Track.Source.Microphone || !(track instanceof LocalAudioTrack)) return;
    this.#letGo();
    this.#track = track;
    track.on(TrackEvent.Restarted, this.#listen);
    this.#mute(track.isMuted);
    this.#listen();
  };

  #mute(muted: boolean): void {
    this.#muted = muted;
    this.#speech.muted(muted);
  }

  /** Taken from us by a host, who may be faster than the word about it. */
  readonly #onUnpublished = ({ source }: TrackPublication): void => {
    if (source === Track.Source.Microphone) this.#silence();
  };

  readonly #onMuted = ({ source }: TrackPublication, { isLocal }: Participant): void => {
    if (isLocal && source === Track.Source.Microphone) this.#silence();
  };

  /** We go on hearing: who speaks in vain shall be told. */
  #silence(): void {
    if (!this.#track) return;
    this.#mute(true);
    // Who does not want to be told has the microphone closed: the system's light goes out.
    if (!readChoices().mutedSpeech) {
      this.#stopListening();
      this.#track.mediaStreamTrack.stop();
    }
  }

  readonly #onUnmuted = ({ source }: TrackPublication, { isLocal }: Participant): void => {
    if (!isLocal || source !== Track.Source.Microphone) return;
    this.#mute(false);
    if (!this.#ear) this.#listen();
  };
}
