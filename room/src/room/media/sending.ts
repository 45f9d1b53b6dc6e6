import { type LocalTrack, type Participant, Room, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { Store } from "../ui/store";
import { readChoices } from "./choices";
import { createBlur } from "./blur";
import { causeOf, INPUT, type Kind, KINDS } from "./devices";
import { type Cause, isGone } from "./failure";

const SOURCE = { camera: Track.Source.Camera, microphone: Track.Source.Microphone } as const;

/** Our own camera and microphone in the room. */
export class Sending {
  /** What the person wants on, also while the room is away. */
  readonly wants = new Store<Record<Kind, boolean>>({ camera: false, microphone: false });
  readonly #room: Room;
  readonly #isThere: () => boolean;
  readonly #onFailure: (kind: Kind, cause: Cause) => void;
  /** Tracks from before the room, until they are published; `sent` while they are on their way. */
  readonly #early = new Map<Kind, { track: LocalTrack; ready: Promise<unknown>; sent: boolean }>();
  #over = false;

  constructor(room: Room, isThere: () => boolean, onFailure: (kind: Kind, cause: Cause) => void) {
    this.#room = room;
    this.#isThere = isThere;
    this.#onFailure = onFailure;
    room.on(RoomEvent.TrackMuted, this.#onMuted).on(RoomEvent.TrackUnmuted, this.#onUnmuted);
  }

  /**
   * Takes over a track from before the room, that goes out once we are in: others' pictures come first,
   * and publishing while connecting makes them a third later. A muted one is there at once when turned on.
   */
  add(track: LocalTrack, muted = false): void {
    if (this.#over) {
      track.stop();
      return;
    }
    const kind = track.source === Track.Source.Camera ? "camera" : "microphone";
    this.#early.set(kind, { track, ready: muted ? track.mute() : Promise.resolve(), sent: false });
    this.#want(kind, !muted);
    if (this.#isThere()) void this.#publish(kind);
  }

  /** Turns a device on or off; failures go to the listener. */
  async turn(kind: Kind, on: boolean): Promise<void> {
    this.#want(kind, on);
    const early = this.#early.get(kind)?.track;
    if (early) await (on ? early.unmute() : early.mute());
    else if (this.#isThere()) await this.#send(kind, on);
  }

  /** Changes to another camera or microphone, and turns it on. */
  async choose(kind: Kind, id: string): Promise<void> {
    try {
      await this.#room.switchActiveDevice(INPUT[kind], id);
      if (!this.wants.get()[kind]) await this.turn(kind, true);
    } catch (error) {
      this.#onFailure(kind, await causeOf(error, kind));
    }
  }

  /** We are in: sends what waits for that, and in a room that has forgotten us what was on. */
  resume(): void {
    for (const kind of KINDS) {
      void this.#publish(kind);
      const there = this.#room.localParticipant.getTrackPublication(SOURCE[kind]);
      if (this.wants.get()[kind] && !this.#early.has(kind) && !there) void this.#send(kind, true);
    }
  }

  close(): void {
    this.#over = true;
    for (const { track } of this.#early.values()) track.stop();
  }

  async #publish(kind: Kind): Promise<void> {
    const early = this.#early.get(kind);
    if (!early || early.sent) return;
    early.sent = true;
    try {
      await early.ready;
      await this.#room.localParticipant.publishTrack(early.track);
    } catch {
      early.track.stop();
    } finally {
      this.#early.delete(kind);
    }
  }

  readonly #want = (kind: Kind, on: boolean): void => {
    this.wants.patch({ [kind]: on });
  };

  async #send(kind: Kind, on: boolean): Promise<void> {
    const me = this.#room.localParticipant;
    const kept = readChoices();
    const id = kind === "camera" ? kept.cameraId : kept.microphoneId;
    const turn = async (options?: { deviceId: { exact: string } }): Promise<unknown> => {
      if (kind === "microphone") return me.setMicrophoneEnabled(on, options);
      // A camera's first frame is already blurred, where that is wanted.
      const isNew = on && !me.getTrackPublication(SOURCE.camera);
      return me.setCameraEnabled(on, isNew && kept.blur ? { ...options, processor: await createBlur() } : options);
    };
    try {
      await turn(on && id ? { deviceId: { exact: id } } : undefined).catch(async (error: unknown) => {
        if (!on || !isGone(error)) throw error;
        // A track from before insists on its device: give it the first there is.
        const [other] = await Room.getLocalDevices(INPUT[kind], false);
        if (!other) throw error;
        await this.#room.switchActiveDevice(INPUT[kind], other.deviceId);
        return turn();
      });
    } catch (error) {
      if (!on || this.#over) return;
      this.#want(kind, false);
      this.#onFailure(kind, await causeOf(error, kind));
    }
  }

  readonly #onMuted = (publication: TrackPublication, participant: Participant): void => {
    const kind = kindOf(publication);
    if (participant.isLocal && kind) this.#want(kind, false);
  };

  readonly #onUnmuted = (publication: TrackPublication, participant: Participant): void => {
    const kind = kindOf(publication);
    if (participant.isLocal && kind) this.#want(kind, true);
  };
}

export function kindOf({ source }: Pick<TrackPublication, "source">): Kind | null {
  if (source === Track.Source.Camera) return "camera";
  return source === Track.Source.Microphone ? "microphone" : null;
}
