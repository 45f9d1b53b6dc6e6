import {
  createLocalTracks,
  isBrowserSupported,
  type AudioCaptureOptions,
  type CreateLocalTracksOptions,
  LocalAudioTrack,
  type LocalTrack,
  LocalVideoTrack,
  VideoPresets,
} from "livekit-client";
import { readChoices } from "./choices";
import { explain, isGone, type Cause } from "./failure";

export type Kind = "camera" | "microphone";
export const KINDS: readonly Kind[] = ["microphone", "camera"];

export const INPUT = { camera: "videoinput", microphone: "audioinput" } as const;

/** What the browser does to the sound; lc's default asks for voice isolation, which overrides noise suppression. */
export function soundOptions(): Required<Pick<AudioCaptureOptions, "echoCancellation" | "noiseSuppression" | "autoGainControl" | "voiceIsolation">> {
  const { echo, noise, gain } = readChoices();
  return { echoCancellation: echo, noiseSuppression: noise, autoGainControl: gain, voiceIsolation: false };
}

export const VIDEO = { resolution: VideoPresets.h720.resolution };

export interface Wish {
  camera: boolean;
  microphone: boolean;
  cameraId: string;
  microphoneId: string;
}

export interface Opened {
  camera: LocalVideoTrack | null;
  microphone: LocalAudioTrack | null;
  failures: Partial<Record<Kind, Cause>>;
  /** Kinds whose wanted device is gone, so that another one was opened. */
  replaced: Kind[];
}

export type Ability = "full" | "insecure" | "unsupported" | "switched-off";

/** Whether this browser can hold a meeting at all, and whether it may open devices. */
export function ability(): Ability {
  if (!isBrowserSupported()) {
    if (!window.isSecureContext) return "insecure";
    // A browser of the last years has WebRTC: where it is not there, somebody took it away.
    return "structuredClone" in window ? "switched-off" : "unsupported";
  }
  // On plain http `mediaDevices` is absent, whatever its type says.
  return (navigator.mediaDevices as MediaDevices | undefined) ? "full" : "insecure";
}

function constraints(kinds: readonly Kind[], wish: Wish): CreateLocalTracksOptions {
  return {
    audio: kinds.includes("microphone")
      ? { ...soundOptions(), ...(wish.microphoneId ? { deviceId: { exact: wish.microphoneId } } : {}) }
      : false,
    video: kinds.includes("camera") ? { ...VIDEO, ...(wish.cameraId ? { deviceId: { exact: wish.cameraId } } : {}) } : false,
  };
}

export async function permission(kind: Kind): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: kind })).state;
  } catch {
    return undefined; // Firefox before 132 and Safari before 16 can not be asked.
  }
}

async function isListed(kind: Kind): Promise<boolean> {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).some((device) => device.kind === INPUT[kind]);
  } catch {
    return false;
  }
}

export async function causeOf(error: unknown, kind: Kind): Promise<Cause> {
  return explain(error, { permission: await permission(kind), listed: await isListed(kind) });
}

/** Opens one kind: the exact device first, any other when that one is gone. */
async function openOne(kind: Kind, wish: Wish): Promise<{ tracks: LocalTrack[]; replaced: boolean }> {
  try {
    return { tracks: await createLocalTracks(constraints([kind], wish)), replaced: false };
  } catch (error) {
    if (!isGone(error) || !(kind === "camera" ? wish.cameraId : wish.microphoneId)) throw error;
    return {
      tracks: await createLocalTracks(constraints([kind], { ...wish, cameraId: "", microphoneId: "" })),
      replaced: true,
    };
  }
}

function sorted(tracks: LocalTrack[], opened: Opened): void {
  for (const track of tracks) {
    if (track instanceof LocalVideoTrack) opened.camera = track;
    else if (track instanceof LocalAudioTrack) opened.microphone = track;
  }
}

/**
 * Opens what is wished for with one prompt; when that fails as a whole, each
 * kind on its own, so that a missing camera does not take the microphone along.
 */
export async function openDevices(wish: Wish): Promise<Opened> {
  const opened: Opened = { camera: null, microphone: null, failures: {}, replaced: [] };
  let kinds = KINDS.filter((kind) => wish[kind]);
  if (ability() !== "full") {
    for (const kind of kinds) opened.failures[kind] = "unavailable";
    return opened;
  }
  if (kinds.length === 2) {
    try {
      sorted(await createLocalTracks(constraints(kinds, wish)), opened);
      return opened;
    } catch (error) {
      const causes = await Promise.all(kinds.map((kind) => causeOf(error, kind)));
      if (causes.every((cause) => cause === "dismissed")) {
        // Both were asked for and waved away: a second prompt would be rude.
        for (const kind of kinds) opened.failures[kind] = "dismissed";
        return opened;
      }
      kinds = kinds.filter((kind, place) => {
        if (causes[place] !== "denied") return true;
        opened.failures[kind] = "denied";
        return false;
      });
    }
  }
  for (const kind of kinds) {
    try {
      const one = await openOne(kind, wish);
      sorted(one.tracks, opened);
      if (one.replaced) opened.replaced.push(kind);
    } catch (error) {
      opened.failures[kind] = await causeOf(error, kind);
    }
  }
  return opened;
}
