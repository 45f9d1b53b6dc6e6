import { describe, expect, it, vi } from "vitest";
import { loudnessOf } from "./ear";
import { MutedSpeech, Silence } from "./speech";

function listening() {
  let now = 0;
  const onSpeech = vi.fn();
  const speech = new MutedSpeech(onSpeech, () => now);
  const hear = (loudness: number, seconds: number): void => {
    for (let step = 0; step < seconds * 5; step += 1) {
      now += 200;
      speech.hear(loudness);
    }
  };
  return { speech, onSpeech, hear };
}

describe("speaking while muted", () => {
  it("is noticed, once a minute at most", () => {
    const { speech, onSpeech, hear } = listening();
    speech.muted(true);
    hear(-25, 5);
    expect(onSpeech).toHaveBeenCalledTimes(1);
    hear(-25, 50);
    expect(onSpeech).toHaveBeenCalledTimes(1);
    hear(-25, 10);
    expect(onSpeech).toHaveBeenCalledTimes(2);
  });

  it("is not the end of the sentence, a cough or the room", () => {
    const { speech, onSpeech, hear } = listening();
    speech.muted(true);
    hear(-25, 1.4);
    hear(-60, 10);
    hear(-20, 0.6);
    hear(-60, 10);
    expect(onSpeech).not.toHaveBeenCalled();
  });

  it("is nothing while the microphone is on", () => {
    const { speech, onSpeech, hear } = listening();
    hear(-20, 10);
    speech.muted(true);
    speech.muted(false);
    hear(-20, 10);
    expect(onSpeech).not.toHaveBeenCalled();
  });
});

describe("a silent microphone", () => {
  const heard = (...looks: [loudness: number, times: number][]): number => {
    const onSilence = vi.fn();
    const silence = new Silence(onSilence);
    for (const [loudness, times] of looks) for (let time = 0; time < times; time += 1) silence.hear(loudness);
    return onSilence.mock.calls.length;
  };

  it("gives nothing but zeros for 8 s", () => {
    expect(heard([-Infinity, 39])).toBe(0);
    expect(heard([-Infinity, 400])).toBe(1);
  });

  it("is not one that gave a sound before", () => {
    expect(heard([-Infinity, 30], [-90, 1], [-Infinity, 400])).toBe(0);
  });
});

describe("loudness", () => {
  it("is in dBFS", () => {
    expect(loudnessOf(new Float32Array(64))).toBe(-Infinity);
    expect(loudnessOf(new Float32Array(64).fill(1))).toBe(0);
    expect(loudnessOf(new Float32Array(64).fill(0.1))).toBeCloseTo(-20);
  });
});
