import type { LocalVideoTrack } from "livekit-client";
import { useEffect, useRef } from "react";
import { cx } from "../ui/classes";
import { t } from "../words";

/** The back camera of a phone is not a mirror. */
export function isMirrored(track: MediaStreamTrack): boolean {
  return track.getSettings().facingMode !== "environment";
}

/** One's own picture, mirrored; what is seen here is what will be sent. */
export function SelfView({ track }: { track: LocalVideoTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    track.attach(element);
    return () => {
      track.detach(element);
    };
  }, [track]);
  const mirrored = track.getSourceTrackSettings().facingMode !== "environment";
  return <video ref={video} muted playsInline aria-label={t("door.self")} className={cx("size-full object-cover", mirrored && "-scale-x-100")} />;
}
