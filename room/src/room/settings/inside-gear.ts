import { LocalAudioTrack, LocalVideoTrack, RoomEvent, Track } from "livekit-client";
import { setBlur } from "../media/blur";
import { deviceChoice, keepChoices, readChoices } from "../media/choices";
import { type Kind, soundOptions } from "../media/devices";
import { type Gear, type GearState, listDevices, type Sound } from "../media/gear";
import { tune } from "../media/tune";
import { Store } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** The devices of somebody who is in the room. */
export class InsideGear implements Gear {
  readonly state: Store<GearState>;
  readonly #inside: Inside;

  constructor(inside: Inside) {
    this.#inside = inside;
    this.state = new Store<GearState>({
      ...this.#tracks(),
      devices: [],
      chosen: this.#chosen(),
      blur: readChoices().blur ? "on" : "off",
    });
  }

  /** Follows what happens in the room; returns how to stop. */
  watch(): () => void {
    const { room } = this.#inside;
    const look = (): void => {
      this.state.patch({ ...this.#tracks(), chosen: this.#chosen() });
    };
    const list = (): void => void listDevices().then((devices) => {
      this.state.patch({ devices });
    });
    const stop = new AbortController();
    navigator.mediaDevices.addEventListener("devicechange", list, { signal: stop.signal });
    const events = [
      RoomEvent.LocalTrackPublished,
      RoomEvent.LocalTrackUnpublished,
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
      RoomEvent.ActiveDeviceChanged,
    ] as const;
    for (const event of events) room.on(event, look);
    look();
    list();
    return () => {
      stop.abort();
      for (const event of events) room.off(event, look);
    };
  }

  async choose(kind: Kind, id: string): Promise<void> {
    keepChoices(deviceChoice(kind, id));
    await this.#inside.connection.choose(kind, id);
  }

  async chooseSpeaker(id: string): Promise<void> {
    keepChoices({ speakerId: id });
    await this.#inside.attempt(() => this.#inside.room.switchActiveDevice("audiooutput", id));
    this.state.patch({ chosen: this.#chosen() });
  }

  async setSound(part: Partial<Sound>): Promise<void> {
    keepChoices(part);
    const { room } = this.#inside;
    // What is opened later follows the room's own options.
    room.options.audioCaptureDefaults = { ...room.options.audioCaptureDefaults, ...soundOptions() };
    const track = room.localParticipant.getTrackPublication(Track.Source.Microphone)?.track;
    if (track instanceof LocalAudioTrack) await tune(track);
  }

  async setBlur(on: boolean): Promise<void> {
    keepChoices({ blur: on });
    const { localParticipant } = this.#inside.room;
    const track = localParticipant.getTrackPublication(Track.Source.Camera)?.track;
    this.state.patch({ blur: on ? "starting" : "off" });
    try {
      if (track instanceof LocalVideoTrack) {
        // A camera that is off has no frame to begin with: the next one is opened blurred.
        if (track.isMuted && !track.getProcessor()) await localParticipant.unpublishTrack(track);
        else await setBlur(track, on);
      }
      this.state.patch({ blur: on ? "on" : "off" });
    } catch {
      keepChoices({ blur: false });
      this.state.patch({ blur: "failed" });
      this.#inside.notices.tell(t("blur.failed"), { tone: "warning" });
    }
  }

  #chosen(): GearState["chosen"] {
    const { room } = this.#inside;
    const kept = readChoices();
    return {
      camera: room.getActiveDevice("videoinput") ?? kept.cameraId,
      microphone: room.getActiveDevice("audioinput") ?? kept.microphoneId,
      speaker: room.getActiveDevice("audiooutput") ?? kept.speakerId,
    };
  }

  #tracks(): Pick<GearState, "camera" | "microphone"> {
    const { localParticipant } = this.#inside.room;
    const live = (source: Track.Source): Track | undefined => {
      const publication = localParticipant.getTrackPublication(source);
      return publication?.isMuted === false ? publication.track : undefined;
    };
    const [camera, microphone] = [live(Track.Source.Camera), live(Track.Source.Microphone)];
    return {
      camera: camera instanceof LocalVideoTrack ? camera : null,
      microphone: microphone instanceof LocalAudioTrack ? microphone : null,
    };
  }
}
