import type { LocalAudioTrack } from "livekit-client";
import { useEffect, useRef } from "react";
import { watchLevel } from "../media/level";
import { cx } from "../ui/classes";

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
    <span aria-hidden data-level className={cx("block overflow-hidden rounded-full", className)}>
      <span ref={bar} className="room-level block h-full origin-left rounded-full bg-[#4ade80]" hidden={!track} />
    </span>
  );
}
