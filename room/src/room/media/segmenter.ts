import { type BackgroundOptions, BackgroundTransformer, ProcessorWrapper, supportsBackgroundProcessors } from "@livekit/track-processors";

declare const __SEGMENTER__: string;

const FILES = `${import.meta.env.BASE_URL}assets/${__SEGMENTER__}`;
/** In pixels of the camera's picture, 64 at most: words on a wall behind somebody can't be read. */
const RADIUS = 48;

type Sink = Parameters<BackgroundTransformer["transform"]>[1];

// Only what the transformer calls.
const NOWHERE = {
  enqueue: (frame: VideoFrame) => {
    frame.close();
  },
} as Sink;

/**
 * As the library's, but for the first frame each time the camera starts: that
 * one leaves the library as it is, drawn before anybody was found in it, and
 * would be sent. A picture nobody can be found in is not sent at all.
 */
class Transformer extends BackgroundTransformer {
  override async init(options: Parameters<BackgroundTransformer["init"]>[0]): Promise<void> {
    this.segmentationResults = undefined;
    this.isFirstFrame = false; // It would wait for that frame to be drawn.
    await super.init(options);
  }

  override async transform(frame: VideoFrame, sink: Sink): Promise<void> {
    const safe = this.options.backgroundDisabled === true || this.segmentationResults !== undefined;
    await super.transform(frame, safe ? sink : NOWHERE);
  }
}

/** Finds the person in each frame of one camera and blurs the rest, on this device. */
export class Segmenter extends ProcessorWrapper<BackgroundOptions, Transformer> {
  /** Raises Error where the browser can't. */
  constructor() {
    if (!supportsBackgroundProcessors()) throw new Error("no WebGL 2, or no way to change a track");
    const assetPaths = { tasksVisionFileSet: FILES, modelAssetPath: `${FILES}/selfie.tflite` };
    super(new Transformer({ blurRadius: RADIUS, assetPaths }), "blur");
  }

  turn(on: boolean): Promise<void> {
    return this.updateTransformerOptions({ blurRadius: RADIUS, backgroundDisabled: !on });
  }
}
