import { type Room, ScreenSharePresets, Track, type VideoPreset } from "livekit-client";
import { keepChoices, readChoices } from "./choices";

/** Sharp letters or smooth movement. */
export type ShareMode = "text" | "motion";
export const SHARE_MODES: readonly ShareMode[] = ["text", "motion"];

const PRESETS: Record<ShareMode, VideoPreset> = {
  text: ScreenSharePresets.h1080fps15,
  motion: ScreenSharePresets.h1080fps30,
};

export function canShare(): boolean {
  return typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === "function";
}

/**
 * Offers a screen, window or tab with its sound.
 *
 * No simulcast: late joiners would get a blurred layer first
 * (livekit/livekit#3742). `restrictOwnAudio` keeps the others from hearing
 * themselves.
 */
export async function startSharing(room: Room): Promise<"shared" | "cancelled" | "blocked"> {
  const mode = readChoices().shareMode;
  const preset = PRESETS[mode];
  try {
    await room.localParticipant.setScreenShareEnabled(
      true,
      {
        audio: { restrictOwnAudio: true, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
        systemAudio: "include",
        surfaceSwitching: "include",
        selfBrowserSurface: "exclude",
        contentHint: mode,
      },
      { simulcast: false, screenShareEncoding: preset.encoding, degradationPreference: degradation(mode) },
    );
    return "shared";
  } catch (error) {
    const blocked = error instanceof Error && (/system/i.test(error.message) || error.name === "NotReadableError");
    return blocked ? "blocked" : "cancelled";
  }
}

export async function stopSharing(room: Room): Promise<void> {
  await room.localParticipant.setScreenShareEnabled(false);
}

/** Changes over while sharing, and remembers it for the next time. */
export async function setShareMode(room: Room, mode: ShareMode): Promise<void> {
  keepChoices({ shareMode: mode });
  const track = room.localParticipant.getTrackPublication(Track.Source.ScreenShare)?.videoTrack;
  if (!track) return;
  track.mediaStreamTrack.contentHint = mode;
  const { maxBitrate, maxFramerate } = PRESETS[mode].encoding;
  const parameters = track.sender?.getParameters();
  if (parameters) {
    for (const encoding of parameters.encodings) Object.assign(encoding, { maxBitrate, maxFramerate });
    await track.sender?.setParameters(parameters);
  }
  await track.setDegradationPreference(degradation(mode));
}

function degradation(mode: ShareMode): RTCDegradationPreference {
  return mode === "text" ? "maintain-resolution" : "maintain-framerate";
}
