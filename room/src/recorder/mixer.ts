import type { RemoteTrackPublication } from "livekit-client";

interface Voice {
  source: MediaStreamAudioSourceNode;
  /** Chromium moves a remote track's sound only while an element plays it. */
  element: HTMLAudioElement;
}

/** Mixes everybody's sound into one track, which runs on while nobody speaks. */
export class Mixer {
  readonly #context = new AudioContext({ sampleRate: 48_000 });
  readonly #out = this.#context.createMediaStreamDestination();
  readonly #voices = new Map<RemoteTrackPublication, Voice>();

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
  readonly hear = (publication: RemoteTrackPublication, stream: MediaStream | null): void => {
    const known = this.#voices.get(publication);
    if (known !== undefined) {
      known.source.disconnect();
      known.element.srcObject = null;
      this.#voices.delete(publication);
    }
    if (stream === null) return;
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    const source = this.#context.createMediaStreamSource(stream);
    source.connect(this.#out);
    this.#voices.set(publication, { source, element });
  };
}
