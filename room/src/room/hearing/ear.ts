const LOOK = 200;

/**
 * Listens to a copy of a microphone's track, which goes on while the track
 * itself is muted. Calls back five times a second with the loudness in dBFS:
 * -Infinity for nothing but zeros.
 */
export class Ear {
  readonly #copy: MediaStreamTrack;
  readonly #context: AudioContext;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(track: MediaStreamTrack, onLook: (loudness: number) => void) {
    this.#copy = track.clone();
    this.#copy.enabled = true;
    this.#context = new AudioContext();
    const source = this.#context.createMediaStreamSource(new MediaStream([this.#copy]));
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 4096;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      // A stopped context, a hidden page or a mute by the system gives zeros that mean nothing.
      if (this.#context.state !== "running" || document.hidden || this.#copy.muted || this.#copy.readyState === "ended") return;
      analyser.getFloatTimeDomainData(samples);
      onLook(loudnessOf(samples));
    }, LOOK);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#copy.stop();
    void this.#context.close();
  }
}

/** Root mean square of samples between -1 and 1, in dBFS. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / samples.length);
}
