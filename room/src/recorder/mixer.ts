import type { RemoteTrackPublication } from "livekit-client";
import type { Sound } from "./cast";

/** Samples that tell how loud somebody is: 85 ms. */
const LISTENED = 4096;

interface Voice {
  identity: string;
  meter: AnalyserNode;
  source: MediaStreamAudioSourceNode;
  /** Chromium moves a remote track's sound only while an element plays it. */
  element: HTMLAudioElement;
}

/** Mixes everybody's sound into one track, which runs on while nobody speaks. */
export class Mixer {
  readonly #context = new AudioContext({ sampleRate: 48_000 });
  readonly #out = this.#context.createMediaStreamDestination();
  readonly #voices = new Map<RemoteTrackPublication, Voice>();
  readonly #samples = new Float32Array(LISTENED);

  constructor() {
    const silence = this.#context.createConstantSource();
    silence.offset.value = 0;
    silence.connect(this.#out);
    silence.start();
  }

  get track(): MediaStreamTrack {
    const [track] = this.#out.stream.getAudioTracks();
    if (track === undefined) throw new Error("no sound");
    return track;
  }

  async open(): Promise<void> {
    await this.#context.resume();
  }

  /** Lets a track be heard, or with null no more. */
  readonly hear = (publication: RemoteTrackPublication, sound: Sound | null): void => {
    const known = this.#voices.get(publication);
    if (known !== undefined) {
      known.source.disconnect();
      known.element.srcObject = null;
      this.#voices.delete(publication);
    }
    if (sound === null) return;
    const { identity, stream } = sound;
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    const source = this.#context.createMediaStreamSource(stream);
    source.connect(this.#out);
    const meter = this.#context.createAnalyser();
    meter.fftSize = LISTENED;
    source.connect(meter);
    this.#voices.set(publication, { identity, meter, source, element });
  };

  /** How loud each one's sound is now, as the root of its mean square, by identity. */
  levels(): Map<string, number> {
    const levels = new Map<string, number>();
    for (const { identity, meter } of this.#voices.values()) {
      meter.getFloatTimeDomainData(this.#samples);
      const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / LISTENED;
      levels.set(identity, Math.max(levels.get(identity) ?? 0, Math.sqrt(power)));
    }
    return levels;
  }
}
