import { type LocalAudioTrack, type LocalVideoTrack, supportsAudioOutputSelection } from "livekit-client";
import type { Store } from "../ui/store";
import type { Kind } from "./devices";

export type Outlet = Kind | "speaker";
export type Sound = Record<"echo" | "noise" | "gain", boolean>;
/** `failed`: the person asked for it and this browser could not. */
export type Blur = "off" | "starting" | "on" | "failed";

export interface GearState {
  camera: LocalVideoTrack | null;
  microphone: LocalAudioTrack | null;
  devices: MediaDeviceInfo[];
  chosen: Record<Outlet, string>;
  blur: Blur;
}

/** Camera, microphone and loudspeaker and what is done to them, wherever one is: at the door or in the room. */
export interface Gear {
  readonly state: Pick<Store<GearState>, "get" | "subscribe">;
  choose(kind: Kind, id: string): Promise<void>;
  chooseSpeaker(id: string): Promise<void>;
  setBlur(on: boolean): Promise<void>;
  setSound(part: Partial<Sound>): Promise<void>;
}

const KIND: Record<Outlet, MediaDeviceKind> = { camera: "videoinput", microphone: "audioinput", speaker: "audiooutput" };

export function devicesOf(outlet: Outlet, devices: readonly MediaDeviceInfo[]): MediaDeviceInfo[] {
  if (outlet === "speaker" && !canChooseSpeaker()) return [];
  return devices.filter(({ kind, deviceId }) => kind === KIND[outlet] && deviceId !== "");
}

/** No Safari lets a page choose. */
export function canChooseSpeaker(): boolean {
  return supportsAudioOutputSelection();
}

export async function listDevices(): Promise<MediaDeviceInfo[]> {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).filter(({ deviceId }) => deviceId !== "");
  } catch {
    return [];
  }
}
