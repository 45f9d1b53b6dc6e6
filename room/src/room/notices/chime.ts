import { readChoices } from "../media/choices";

export type Occasion = "knock" | "join" | "leave" | "record" | "test";

/** Pitches in hertz, one after the other. */
const NOTES: Record<Occasion, { pitches: readonly number[]; loudness: number }> = {
  knock: { pitches: [659.25, 880], loudness: 0.12 },
  join: { pitches: [523.25, 659.25], loudness: 0.05 },
  test: { pitches: [523.25, 659.25, 783.99, 1046.5], loudness: 0.2 },
  record: { pitches: [440, 440, 659.25], loudness: 0.1 },
  leave: { pitches: [523.25, 392], loudness: 0.05 },
};
const STEP = 0.16;
const RING = 0.5;

/** Plays on the loudspeaker that was chosen for the meeting, where the browser lets one choose. */
function outlet(context: AudioContext): AudioNode {
  const { speakerId } = readChoices();
  if (!speakerId || !("setSinkId" in HTMLMediaElement.prototype)) return context.destination;
  const stream = context.createMediaStreamDestination();
  const player = new Audio();
  player.srcObject = stream.stream;
  void player
    .setSinkId(speakerId)
    .catch(() => undefined)
    .then(() => player.play())
    .catch(() => undefined);
  return stream;
}

/** A few soft notes: somebody is at the door, came in, or went; a recording began. */
export function chime(occasion: Occasion): void {
  try {
    const context = new AudioContext();
    const out = outlet(context);
    const { pitches, loudness } = NOTES[occasion];
    for (const [place, pitch] of pitches.entries()) {
      const at = context.currentTime + place * STEP;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.type = "sine";
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + RING);
      tone.connect(gain).connect(out);
      tone.start(at);
      tone.stop(at + RING);
    }
    setTimeout(() => void context.close(), 1_200);
  } catch {
    // No sound device, or sound not allowed yet: what it tells is also written.
  }
}
