import type { LocalVideoTrack } from "livekit-client";
import { BlurFailed } from "./failure";
import type { Segmenter } from "./segmenter";

/** Whether this browser may be able to blur a background; whether it can is seen when it does. */
export function mayBlur(): boolean {
  return typeof OffscreenCanvas !== "undefined" && typeof VideoFrame !== "undefined";
}

/** What blurs one camera's picture, to be given to the track before it is sent. Raises BlurFailed. */
export async function createBlur(): Promise<Segmenter> {
  try {
    const { Segmenter } = await import("./segmenter");
    return new Segmenter();
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
  const present = track.getProcessor() as Segmenter | undefined;
  if (present) {
    await present.turn(on);
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
