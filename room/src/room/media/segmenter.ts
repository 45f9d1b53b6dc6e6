import { BackgroundProcessor, type BackgroundProcessorWrapper, supportsBackgroundProcessors } from "@livekit/track-processors";

declare const __SEGMENTER__: string;

const FILES = `${import.meta.env.BASE_URL}assets/${__SEGMENTER__}`;

/** Finds the person in each frame and blurs the rest, on this device. Raises Error where the browser can't. */
export function segmenter(): BackgroundProcessorWrapper {
  if (!supportsBackgroundProcessors()) throw new Error("no WebGL 2, or no way to change a track");
  const processor = BackgroundProcessor({
    mode: "background-blur",
    blurRadius: 12,
    assetPaths: { tasksVisionFileSet: FILES, modelAssetPath: `${FILES}/selfie.tflite` },
  });
  // It lets the first frame through as it is, to look quick: that one would be sent.
  processor.transformer.isFirstFrame = false;
  return processor;
}
