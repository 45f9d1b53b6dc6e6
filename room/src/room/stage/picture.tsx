import { type TrackPublication } from "livekit-client";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { isMirrored } from "../door/self-view";
import { mark } from "../media/marks";
import { cx } from "../ui/classes";
import { useVideoTrack } from "./observe";

interface Props {
  publication: TrackPublication;
  self: boolean;
  /** Width by height of the frame: a picture fills it unless more than half would be cut off. `null`: all of it is shown. */
  shape: number | null;
  hidden?: boolean;
  className?: string;
}

/** One `<video>`, there at its final size before the track is: adaptive stream asks for that size at once. */
export function Picture({ publication, self, shape, hidden = false, className }: Props) {
  const track = useVideoTrack(publication);
  const video = useRef<HTMLVideoElement | null>(null);
  const [aspect, setAspect] = useState(0);

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

  const bars = shape === null || (aspect > 0 && Math.min(aspect / shape, shape / aspect) < 0.5);
  return (
    <video
      ref={onVideo}
      muted
      playsInline
      aria-hidden
      tabIndex={-1}
      onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
        setAspect(videoHeight > 0 ? videoWidth / videoHeight : 0);
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
