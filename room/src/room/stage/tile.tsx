import {
  isTrackReference,
  type TrackReferenceOrPlaceholder,
  useConnectionQualityIndicator,
  useIsMuted,
  VideoTrack,
} from "@livekit/components-react";
import { ConnectionQuality, Track } from "livekit-client";
import { MicOff, SignalLow } from "lucide-react";
import { useCallback, useState } from "react";
import { isMirrored } from "../door/self-view";
import { mark } from "../media/marks";
import { cx } from "../ui/classes";
import { t } from "../words";
import { Avatar } from "./avatar";
import { useSpeaking } from "./speaking";

interface Props {
  reference: TrackReferenceOrPlaceholder;
  /** Whether the tile is higher than wide. */
  upright: boolean;
  small?: boolean;
}

/** One person: picture or initials, name, whether they speak, are muted, or badly connected. */
export function Tile({ reference, upright, small = false }: Props) {
  const { participant } = reference;
  const speaking = useSpeaking(participant);
  const muted = useIsMuted({ participant, source: Track.Source.Microphone });
  const { quality } = useConnectionQualityIndicator({ participant });
  const dark = useIsMuted(reference);
  const [shape, setShape] = useState<"unknown" | "upright" | "lying">("unknown");
  const self = participant.isLocal;
  const name = participant.name ?? "";
  const shown = isTrackReference(reference) && !dark;
  const poor = quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost;
  const label = [
    self ? t("tile.self", { name }) : name,
    speaking && !muted ? t("tile.speaking") : "",
    muted ? t("tile.muted") : "",
    shown ? "" : t("tile.camera-off"),
  ];

  const onVideo = useCallback(
    (video: HTMLVideoElement | null) => {
      if (!video || self || !("requestVideoFrameCallback" in video)) return;
      video.requestVideoFrameCallback(() => {
        mark("first-frame");
      });
    },
    [self],
  );

  return (
    <article
      aria-label={label.filter(Boolean).join(", ")}
      data-identity={participant.identity}
      data-self={self}
      data-speaking={speaking && !muted}
      data-camera={shown}
      className="room-tile"
    >
      {isTrackReference(reference) && (
        <VideoTrack
          ref={onVideo}
          trackRef={reference}
          aria-hidden
          tabIndex={-1}
          onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
            setShape(videoHeight > videoWidth ? "upright" : "lying");
          }}
          className={cx(
            "size-full",
            shape !== "unknown" && (shape === "upright") !== upright ? "object-contain" : "object-cover",
            dark && "invisible",
            self && reference.publication.track && isMirrored(reference.publication.track.mediaStreamTrack) && "-scale-x-100",
          )}
        />
      )}
      {!shown && (
        <div className="absolute inset-0 grid place-items-center">
          <Avatar identity={participant.identity} name={name} className={small ? "size-12 text-base" : "size-24 text-3xl max-sm:size-16 max-sm:text-xl"} />
        </div>
      )}
      <div className="room-tile-name" aria-hidden>
        {muted ? <MicOff className="size-3.5 shrink-0 text-[#ff9a9d]" /> : speaking ? <Voice /> : null}
        <span className="truncate">{self ? t("tile.self", { name }) : name}</span>
        {poor && <SignalLow className="size-3.5 shrink-0 text-[#ffd27a]" />}
      </div>
      {poor && <p className="sr-only">{self ? t("tile.poor.self") : t("tile.poor", { name })}</p>}
    </article>
  );
}

function Voice() {
  return (
    <span className="room-voice">
      <i />
      <i />
      <i />
    </span>
  );
}
