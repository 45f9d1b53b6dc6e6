import type { LocalAudioTrack } from "livekit-client";
import { useEffect, useRef } from "react";
import { watchLevel } from "../media/level";

/** Moves with the voice; drawn past React, 60 times a second. */
export function LevelMeter({ track, className }: { track: LocalAudioTrack | null; className: string }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!track) return;
    return watchLevel(track, (level) => {
      if (bar.current) bar.current.style.transform = `scaleX(${Math.max(0.02, level)})`;
    });
  }, [track]);
  return (
    <span aria-hidden className={`block h-1.5 overflow-hidden rounded-full bg-base-content/15 ${className}`}>
      <span ref={bar} className="room-level block h-full origin-left rounded-full bg-success" hidden={!track} />
    </span>
  );
}
