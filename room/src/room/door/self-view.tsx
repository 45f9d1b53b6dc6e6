import { CameraOff } from "lucide-react";
import { type LocalVideoTrack } from "livekit-client";
import { useEffect, useRef } from "react";
import { cx } from "../ui/classes";
import { t } from "../words";

/** The back camera of a phone is not a mirror. */
export function isMirrored(track: MediaStreamTrack): boolean {
  return track.getSettings().facingMode !== "environment";
}

/** One's own picture, mirrored; what is seen here is what will be sent. */
export function SelfView({ track, opening }: { track: LocalVideoTrack | null; opening: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!track || !element) return;
    track.attach(element);
    return () => {
      track.detach(element);
    };
  }, [track]);
  if (!track) {
    return (
      <div className="grid h-full place-items-center text-white/80">
        <p className="flex flex-col items-center gap-3">
          {opening ? <span aria-hidden className="loading loading-spinner loading-md" /> : <CameraOff aria-hidden className="size-8" />}
          {opening ? t("door.opening") : t("door.camera-off")}
        </p>
      </div>
    );
  }
  return (
    <video
      ref={video}
      muted
      playsInline
      aria-label={t("door.self")}
      className={cx("h-full w-full object-cover", isMirrored(track.mediaStreamTrack) && "-scale-x-100")}
    />
  );
}
