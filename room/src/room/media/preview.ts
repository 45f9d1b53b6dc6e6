import { type LocalAudioTrack, type LocalTrack, type LocalVideoTrack, TrackEvent } from "livekit-client";
import { Store } from "../ui/store";
import { setBlur } from "./blur";
import { deviceChoice, keepChoices, readChoices } from "./choices";
import { Cure, willAsk } from "./cure";
import { ability, type Kind, KINDS, openDevices } from "./devices";
import type { Cause } from "./failure";
import { type Gear, type GearState, listDevices, type Sound } from "./gear";
import { tune } from "./tune";

export interface PreviewState extends GearState {
  /** What the person wants on, whether or not it opened. */
  wants: Record<Kind, boolean>;
  failures: Partial<Record<Kind, Cause>>;
  replaced: Kind[];
  opening: Kind[];
  /** The browser shows its question now. */
  asking: boolean;
}

interface Heir {
  take: (track: LocalTrack) => void;
  fail: (kind: Kind, cause: Cause) => void;
}

/** Camera and microphone before the room: what is shown here is what will be sent. */
export class Preview implements Gear {
  readonly state: Store<PreviewState>;
  readonly #cure = new Cure(
    () => this.state.get().failures,
    (kinds) => void this.#openMissing(kinds),
  );
  #closed = false;
  #heir: Heir | null = null;

  constructor() {
    const kept = readChoices();
    this.state = new Store<PreviewState>({
      camera: null,
      microphone: null,
      wants: { camera: kept.camera, microphone: kept.microphone },
      chosen: { camera: kept.cameraId, microphone: kept.microphoneId, speaker: kept.speakerId },
      failures: {},
      replaced: [],
      opening: [],
      asking: false,
      devices: [],
      blur: kept.blur ? "on" : "off",
    });
  }

  /** Opens what was on last time. */
  async open(): Promise<void> {
    this.#closed = false;
    this.#heir = null;
    if (ability() === "full") navigator.mediaDevices.addEventListener("devicechange", this.#onDevices);
    this.#cure.open();
    await this.#openMissing(KINDS);
    await this.#list();
  }

  async turn(kind: Kind, on: boolean): Promise<void> {
    this.state.patch({ wants: { ...this.state.get().wants, [kind]: on } });
    keepChoices({ [kind]: on });
    this.#forget(kind);
    if (on) {
      await this.#open([kind]);
      await this.#list();
    } else {
      this.#drop(kind);
    }
  }

  async choose(kind: Kind, id: string): Promise<void> {
    this.state.patch({ chosen: { ...this.state.get().chosen, [kind]: id } });
    keepChoices(deviceChoice(kind, id));
    this.#drop(kind);
    await this.turn(kind, true);
  }

  /** Asks for devices again that did not open. */
  async retry(kinds: readonly Kind[]): Promise<void> {
    await this.#openMissing(kinds);
    await this.#list();
  }

  chooseSpeaker(id: string): Promise<void> {
    this.state.patch({ chosen: { ...this.state.get().chosen, speaker: id } });
    keepChoices({ speakerId: id });
    return Promise.resolve();
  }

  async setSound(part: Partial<Sound>): Promise<void> {
    keepChoices(part);
    const { microphone } = this.state.get();
    if (microphone) await tune(microphone);
  }

  async setBlur(on: boolean): Promise<void> {
    keepChoices({ blur: on });
    const { camera, failures } = this.state.get();
    this.state.patch({ blur: on ? "on" : "off" });
    if (!camera) {
      if (!on && failures.camera === "unblurred") await this.turn("camera", true);
      return;
    }
    if (on) this.state.patch({ blur: "starting" });
    try {
      await setBlur(camera, on);
      if (on) this.state.patch({ blur: "on" });
    } catch {
      keepChoices({ blur: false });
      this.state.patch({ blur: "failed" });
    }
    this.#leaveToHeir(camera);
  }

  /** The open tracks, which now belong to the caller; what is still being opened or blurred comes to `take`, or to `fail`. */
  handOver(take: Heir["take"], fail: Heir["fail"] = () => undefined): LocalTrack[] {
    this.#heir = { take, fail };
    const { camera, microphone, blur } = this.state.get();
    this.#rest();
    if (blur === "starting") {
      this.state.patch({ microphone: null });
      return microphone ? [microphone as LocalTrack] : [];
    }
    this.state.patch({ camera: null, microphone: null });
    return [microphone, camera].filter((track) => track !== null) as LocalTrack[];
  }

  /** Switches everything off: the camera's light too. */
  close(): void {
    this.#heir = null;
    this.#rest();
    this.#drop("camera");
    this.#drop("microphone");
  }

  #rest(): void {
    this.#closed = true;
    this.#cure.close();
    if (ability() === "full") navigator.mediaDevices.removeEventListener("devicechange", this.#onDevices);
  }

  /** A camera whose blur was still starting when the room was entered: sent blurred, or not at all. */
  #leaveToHeir(camera: LocalVideoTrack): void {
    if (!this.#heir) return;
    this.state.patch({ camera: null });
    if (this.state.get().blur === "failed") {
      camera.stop();
      this.#heir.fail("camera", "unblurred");
    } else {
      this.#heir.take(camera);
    }
  }

  #forget(kind: Kind): void {
    const { failures, replaced } = this.state.get();
    this.state.patch({
      failures: Object.fromEntries(Object.entries(failures).filter(([failed]) => failed !== kind)),
      replaced: replaced.filter((one) => one !== kind),
    });
  }

  #drop(kind: Kind): void {
    this.state.get()[kind]?.stop();
    this.state.patch(kind === "camera" ? { camera: null } : { microphone: null });
  }

  async #openMissing(kinds: readonly Kind[]): Promise<void> {
    const { wants, opening, ...now } = this.state.get();
    await this.#open(kinds.filter((kind) => wants[kind] && !now[kind] && !opening.includes(kind)));
  }

  async #open(kinds: readonly Kind[]): Promise<void> {
    if (kinds.length === 0) return;
    const { chosen, opening } = this.state.get();
    this.state.patch({ opening: [...opening, ...kinds] });
    if (ability() === "full" && (await willAsk(kinds))) this.state.patch({ asking: true });
    const opened = await openDevices({
      camera: kinds.includes("camera"),
      microphone: kinds.includes("microphone"),
      cameraId: chosen.camera,
      microphoneId: chosen.microphone,
    });
    const now = this.state.get();
    this.state.patch({
      asking: false,
      replaced: [...now.replaced.filter((kind) => !kinds.includes(kind)), ...opened.replaced],
    });
    if (kinds.includes("microphone")) this.#opened("microphone", opened.microphone, opened.failures.microphone);
    if (!kinds.includes("camera")) return;
    let cause = opened.failures.camera;
    if (opened.camera && readChoices().blur) {
      try {
        await setBlur(opened.camera, true);
      } catch {
        opened.camera.stop();
        opened.camera = null;
        cause = "unblurred";
      }
    }
    this.#opened("camera", opened.camera, cause);
  }

  #opened(kind: Kind, track: LocalAudioTrack | LocalVideoTrack | null, cause: Cause | undefined): void {
    const now = this.state.get();
    this.#forget(kind);
    this.state.patch({ opening: now.opening.filter((one) => one !== kind) });
    if (!track) {
      if (cause === undefined) return;
      this.state.patch({ failures: { ...this.state.get().failures, [kind]: cause } });
      this.#heir?.fail(kind, cause);
      return;
    }
    this.state.patch({ replaced: now.replaced });
    if (this.#heir && now.wants[kind]) {
      this.#heir.take(track as LocalTrack);
      return;
    }
    if (this.#closed || !now.wants[kind]) {
      track.stop(); // Switched off, or gone from the page, while the browser was asking.
      return;
    }
    this.#drop(kind);
    track.once(TrackEvent.Ended, () => {
      this.#onEnded(kind, track);
    });
    const id = track.getSourceTrackSettings().deviceId ?? "";
    const chosen = { ...now.chosen, [kind]: id };
    this.state.patch({ [kind]: track, chosen });
    if (id) keepChoices(deviceChoice(kind, id));
  }

  /** Unplugged: any other one, and a word about it. */
  #onEnded(kind: Kind, track: LocalAudioTrack | LocalVideoTrack): void {
    if (this.#closed || this.state.get()[kind] !== track) return;
    this.#drop(kind);
    void this.#open([kind]);
  }

  readonly #onDevices = (): void => {
    void this.#list();
  };

  async #list(): Promise<void> {
    if (ability() === "full") this.state.patch({ devices: await listDevices() });
  }
}
