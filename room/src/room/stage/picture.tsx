import { type TrackPublication } from "livekit-client";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { isMirrored } from "../door/self-view";
import { mark } from "../media/marks";
import { cx } from "../ui/classes";
import { useVideoTrack } from "./observe";

interface Props {
  publication: TrackPublication;
  self: boolean;
  /** Whether the frame is higher than wide; a picture of the same kind fills it, another one gets bars. `null`: bars always. */
  upright: boolean | null;
  hidden?: boolean;
  className?: string;
}

/** One `<video>`, there at its final size before the track is: adaptive stream asks for that size at once. */
export function Picture({ publication, self, upright, hidden = false, className }: Props) {
  const track = useVideoTrack(publication);
  const video = useRef<HTMLVideoElement | null>(null);
  const [shape, setShape] = useState<"unknown" | "upright" | "lying">("unknown");

  useLayoutEffect(() => {
    const element = video.current;
    if (!track || !element) return;
    track.attach(element);
    return () => {
      track.detach(element);
    };
  }, [track]);

  const onVideo = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element;
      if (!element || self || !("requestVideoFrameCallback" in element)) return;
      element.requestVideoFrameCallback(() => {
        mark("first-frame");
      });
    },
    [self],
  );

  const bars = upright === null || (shape !== "unknown" && (shape === "upright") !== upright);
  return (
    <video
      ref={onVideo}
      muted
      playsInline
      aria-hidden
      tabIndex={-1}
      onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
        setShape(videoHeight > videoWidth ? "upright" : "lying");
      }}
      className={cx(
        "size-full",
        bars ? "object-contain" : "object-cover",
        hidden && "invisible",
        self && track && isMirrored(track.mediaStreamTrack) && "-scale-x-100",
        className,
      )}
    />
  );
}
