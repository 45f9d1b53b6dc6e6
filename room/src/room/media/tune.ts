import type { LocalAudioTrack } from "livekit-client";
import { soundOptions } from "./devices";

const PARTS = ["echoCancellation", "noiseSuppression", "autoGainControl"] as const;

/**
 * Applies what the person chose for their sound.
 *
 * Chromium accepts these constraints on an open microphone, and ignores them:
 * then it is opened anew. While a copy of the old track is open a mere wish
 * gets that one's settings, so they are insisted on, and only then the device
 * may not be insisted on.
 */
export async function tune(track: LocalAudioTrack): Promise<void> {
  const wish = soundOptions();
  await track.applyConstraints(wish).catch(() => undefined);
  const now = track.getSourceTrackSettings();
  if (PARTS.every((part) => now[part] === undefined || now[part] === wish[part])) return;
  const same = { ...wish, ...(now.deviceId ? { deviceId: now.deviceId } : {}) };
  const exact = Object.fromEntries(PARTS.map((part) => [part, { exact: wish[part] }]));
  await track.restartTrack({ ...same, ...exact }).catch(() => track.restartTrack(same));
}
