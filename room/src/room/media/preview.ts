import type { LocalAudioTrack, LocalTrack, LocalVideoTrack } from "livekit-client";
import { Store } from "../ui/store";
import { deviceChoice, keepChoices, readChoices } from "./choices";
import { ability, type Kind, openDevices, type Opened } from "./devices";
import type { Cause } from "./failure";

export interface PreviewState {
  camera: LocalVideoTrack | null;
  microphone: LocalAudioTrack | null;
  /** What the person wants on, whether or not it opened. */
  wants: Record<Kind, boolean>;
  chosen: Record<Kind, string>;
  failures: Partial<Record<Kind, Cause>>;
  replaced: Kind[];
  opening: Kind[];
  devices: MediaDeviceInfo[];
}

/** Camera and microphone before the room: what is shown here is what will be sent. */
export class Preview {
  readonly state: Store<PreviewState>;
  #closed = false;
  #heir: ((track: LocalTrack) => void) | null = null;

  constructor() {
    const kept = readChoices();
    this.state = new Store<PreviewState>({
      camera: null,
      microphone: null,
      wants: { camera: kept.camera, microphone: kept.microphone },
      chosen: { camera: kept.cameraId, microphone: kept.microphoneId },
      failures: {},
      replaced: [],
      opening: [],
      devices: [],
    });
  }

  /** Opens what was on last time. */
  async open(): Promise<void> {
    this.#closed = false;
    this.#heir = null;
    if (ability() === "full") navigator.mediaDevices.addEventListener("devicechange", this.#onChange);
    const { wants } = this.state.get();
    await this.#open((["camera", "microphone"] as const).filter((kind) => wants[kind] && !this.state.get()[kind]));
    await this.#list();
  }

  async turn(kind: Kind, on: boolean): Promise<void> {
    const { wants, failures } = this.state.get();
    this.state.patch({
      wants: { ...wants, [kind]: on },
      failures: Object.fromEntries(Object.entries(failures).filter(([failed]) => failed !== kind)),
    });
    keepChoices({ [kind]: on });
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

  /** The open tracks, which now belong to the caller; what is still opening comes to `heir`. */
  handOver(heir: (track: LocalTrack) => void): LocalTrack[] {
    this.#heir = heir;
    const { camera, microphone } = this.state.get();
    this.#rest();
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
    if (ability() === "full") navigator.mediaDevices.removeEventListener("devicechange", this.#onChange);
  }

  #drop(kind: Kind): void {
    this.state.get()[kind]?.stop();
    this.state.patch(kind === "camera" ? { camera: null } : { microphone: null });
  }

  async #open(kinds: Kind[]): Promise<void> {
    if (kinds.length === 0) return;
    const { chosen, opening } = this.state.get();
    this.state.patch({ opening: [...opening, ...kinds] });
    const opened = await openDevices({
      camera: kinds.includes("camera"),
      microphone: kinds.includes("microphone"),
      cameraId: chosen.camera,
      microphoneId: chosen.microphone,
    });
    const now = this.state.get();
    this.state.patch({
      opening: now.opening.filter((kind) => !kinds.includes(kind)),
      failures: { ...now.failures, ...opened.failures },
      replaced: [...now.replaced.filter((kind) => !kinds.includes(kind)), ...opened.replaced],
    });
    for (const kind of kinds) this.#take(kind, opened);
  }

  #take(kind: Kind, opened: Opened): void {
    const track = opened[kind];
    if (!track) return;
    if (this.#heir && this.state.get().wants[kind]) {
      this.#heir(track as LocalTrack);
      return;
    }
    if (this.#closed || !this.state.get().wants[kind]) {
      track.stop(); // Switched off, or gone from the page, while the browser was asking.
      return;
    }
    this.state.get()[kind]?.stop();
    const id = track.mediaStreamTrack.getSettings().deviceId ?? "";
    const chosen = { ...this.state.get().chosen, [kind]: id };
    this.state.patch(kind === "camera" ? { camera: opened.camera, chosen } : { microphone: opened.microphone, chosen });
    if (id) keepChoices(deviceChoice(kind, id));
  }

  readonly #onChange = (): void => {
    void this.#list();
  };

  readonly #list = async (): Promise<void> => {
    if (ability() !== "full") return;
    try {
      const devices = await navigator.mediaDevices.enumerateDevices();
      this.state.patch({ devices: devices.filter((device) => device.deviceId !== "") });
    } catch {
      this.state.patch({ devices: [] });
    }
  };
}
