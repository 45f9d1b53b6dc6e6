import { LocalAudioTrack, type LocalTrackPublication, LocalVideoTrack, Room, RoomEvent, TrackEvent, type TrackPublication } from "livekit-client";
import type { Kind } from "./devices";
import { kindOf } from "./sending";

export interface Listener {
  /** What was in use is gone; `now` is what took its place, empty when it is off. */
  onUnplugged: (kind: Kind, now: string) => void;
  /** Something new is there: it is offered, not taken. */
  onPlugged: (kind: Kind, device: MediaDeviceInfo) => void;
}

const KIND: Partial<Record<MediaDeviceKind, Kind>> = { audioinput: "microphone", videoinput: "camera" };

/** What was added; Chromium's own names for a device that is listed besides do not count. */
export function added(before: readonly MediaDeviceInfo[], after: readonly MediaDeviceInfo[]): MediaDeviceInfo[] {
  const known = new Set(before.map(({ kind, deviceId }) => `${kind} ${deviceId}`));
  return after.filter(
    ({ kind, deviceId, label }) => !["", "default", "communications"].includes(deviceId) && label !== "" && !known.has(`${kind} ${deviceId}`),
  );
}

/** Watches devices being plugged in and pulled out while we are in the room. */
export class Plugs {
  readonly #room: Room;
  readonly #listener: Listener;
  readonly #ended = new Set<Kind>();
  #devices: MediaDeviceInfo[] | null = null;

  constructor(room: Room, listener: Listener) {
    this.#room = room;
    this.#listener = listener;
  }

  open(): void {
    this.#room.on(RoomEvent.LocalTrackPublished, this.#watch).on(RoomEvent.MediaDevicesChanged, this.#onChange);
    for (const publication of this.#room.localParticipant.trackPublications.values()) this.#watch(publication);
    void this.#list().then((devices) => {
      this.#devices = devices;
    });
  }

  close(): void {
    this.#room.off(RoomEvent.LocalTrackPublished, this.#watch).off(RoomEvent.MediaDevicesChanged, this.#onChange);
  }

  #list(): Promise<MediaDeviceInfo[]> {
    return Room.getLocalDevices(undefined, false);
  }

  readonly #watch = (publication: LocalTrackPublication): void => {
    const kind = kindOf(publication);
    const { track } = publication as TrackPublication;
    if (kind === null || !(track instanceof LocalAudioTrack || track instanceof LocalVideoTrack)) return;
    // livekit-client goes on with another microphone by itself, and switches a camera off.
    track
      .on(TrackEvent.Ended, () => {
        this.#ended.add(kind);
      })
      .on(TrackEvent.Restarted, () => {
        this.#tell(kind, track.mediaStreamTrack.label);
      })
      .on(TrackEvent.Muted, () => {
        this.#tell(kind, "");
      });
  };

  #tell(kind: Kind, now: string): void {
    if (this.#ended.delete(kind)) this.#listener.onUnplugged(kind, now);
  }

  readonly #onChange = (): void => {
    void this.#list().then((devices) => {
      const before = this.#devices;
      this.#devices = devices;
      if (!before) return;
      for (const device of added(before, devices)) {
        const kind = KIND[device.kind];
        // A headset brings a loudspeaker too: the offer of its microphone is enough.
        if (kind) this.#listener.onPlugged(kind, device);
      }
    });
  };
}
