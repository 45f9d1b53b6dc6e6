/** Two soft notes, so that a host hears somebody at the door while looking elsewhere. */
export function chime(): void {
  try {
    const context = new AudioContext();
    const at = context.currentTime;
    for (const [place, pitch] of [659.25, 880].entries()) {
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.type = "sine";
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0, at + place * 0.16);
      loudness.gain.linearRampToValueAtTime(0.12, at + place * 0.16 + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + place * 0.16 + 0.5);
      tone.connect(loudness).connect(context.destination);
      tone.start(at + place * 0.16);
      tone.stop(at + place * 0.16 + 0.5);
    }
    setTimeout(() => void context.close(), 1_200);
  } catch {
    // No sound device, or sound not allowed yet: the toast and the badge are there.
  }
}
