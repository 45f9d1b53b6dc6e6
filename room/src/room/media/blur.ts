import type { BackgroundProcessorWrapper } from "@livekit/track-processors";
import type { LocalVideoTrack } from "livekit-client";
import { BlurFailed } from "./failure";

/** Whether this browser may be able to blur a background; whether it can is seen when it does. */
export function mayBlur(): boolean {
  return typeof OffscreenCanvas !== "undefined" && typeof VideoFrame !== "undefined";
}

/** What blurs one camera's picture, to be given to the track before it is sent. Raises BlurFailed. */
export async function createBlur(): Promise<BackgroundProcessorWrapper> {
  try {
    return (await import("./segmenter")).segmenter();
  } catch (error) {
    throw new BlurFailed("blur", { cause: error });
  }
}

/**
 * Blurs the background of a track, or no longer.
 *
 * Once there, what blurs stays and is switched: taking it away flickers, and
 * turns the picture black in Safari (livekit-examples/meet#433). Raises BlurFailed.
 */
export async function setBlur(track: LocalVideoTrack, on: boolean): Promise<void> {
  const present = track.getProcessor() as BackgroundProcessorWrapper | undefined;
  if (present) {
    await present.switchTo({ mode: on ? "background-blur" : "disabled" });
    return;
  }
  if (!on) return;
  const blur = await createBlur();
  try {
    await track.setProcessor(blur);
  } catch (error) {
    throw new BlurFailed("blur", { cause: error });
  }
}
