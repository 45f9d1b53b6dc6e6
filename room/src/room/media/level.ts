import { createAudioAnalyser, type LocalAudioTrack } from "livekit-client";

/** Calls back with the loudness (0 to 1) of a microphone, each frame, until stopped. */
export function watchLevel(track: LocalAudioTrack, onLevel: (level: number) => void): () => void {
  const { calculateVolume, cleanup } = createAudioAnalyser(track, { cloneTrack: false, smoothingTimeConstant: 0.5 });
  let frame = 0;
  const look = (): void => {
    onLevel(Math.min(1, calculateVolume() * 1.6));
    frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => {
    cancelAnimationFrame(frame);
    void cleanup();
  };
}
