import { ConnectionQuality, Track } from "livekit-client";
import { Hand, MicOff, Pin, SignalLow, Star, WifiOff } from "lucide-react";
import { useRef } from "react";
import { cx } from "../ui/classes";
import { t } from "../words";
import { Avatar } from "./avatar";
import { ON_MUTE, ON_NAME, ON_QUALITY, ON_STREAM, useObserved } from "./observe";
import { Picture } from "./picture";
import { useSpeaking } from "./speaking";
import type { TileProps } from "./tile";
import { PersonTileMenu } from "./person-tile-menu";

/** One person: picture or initials, name, whether they speak, are muted, ask for the floor, or are badly connected. */
export function PersonTile(props: TileProps) {
  const { inside, participant, publication, identity, width, height, part, hand, pinned, spotlit } = props;
  const self = participant.isLocal;
  const article = useRef<HTMLElement>(null);
  const speaking = useSpeaking(participant);
  const name = useObserved(participant, ON_NAME, () => participant.name) ?? "";
  const muted = useObserved(participant, ON_MUTE, () => !participant.isMicrophoneEnabled);
  const dark = useObserved(participant, ON_MUTE, () => participant.getTrackPublication(Track.Source.Camera)?.isMuted ?? true);
  const quality = useObserved(participant, ON_QUALITY, () => participant.connectionQuality);
  const paused = useObserved(participant, ON_STREAM, () => publication?.track?.streamState === Track.StreamState.Paused);
  const shown = publication !== undefined && !dark;
  const lost = !self && quality === ConnectionQuality.Lost;
  const poor = quality === ConnectionQuality.Poor || (self && quality === ConnectionQuality.Lost);
  const small = width < 220 || height < 130;
  const said = self ? t("tile.self", { name: name || inside.entry.name }) : name;
  const label = [
    said,
    speaking && !muted ? t("tile.speaking") : "",
    muted ? t("tile.muted") : "",
    shown ? "" : t("tile.camera-off"),
    hand > 0 ? t("tile.hand", { place: hand }) : "",
    pinned ? t("tile.pinned") : "",
    spotlit ? t("tile.spotlit") : "",
    lost ? t("tile.lost") : poor ? t("tile.poor") : "",
    shown && paused && !lost ? t("tile.paused") : "",
  ];

  return (
    <article
      ref={article}
      aria-label={label.filter(Boolean).join(", ")}
      data-identity={identity}
      data-self={self}
      data-speaking={speaking && !muted}
      data-camera={shown}
      data-small={small}
      className="room-tile"
    >
      {publication && <Picture publication={publication} self={self} shape={small ? SMALL : width / height} hidden={dark} className={cx(lost && "opacity-40")} />}
      {!shown && (
        <div className={cx("absolute inset-0 grid place-items-center", height < 110 && "pb-5")}>
          <Avatar identity={identity} name={name} className={avatarSize(Math.min(width, height))} />
        </div>
      )}
      <div className="room-tile-marks" aria-hidden>
        {hand > 0 && (
          <span className="room-mark" data-mark="hand">
            <Hand />
            {hand}
          </span>
        )}
        {spotlit && (
          <span className="room-mark">
            <Star />
          </span>
        )}
        {pinned && (
          <span className="room-mark">
            <Pin />
          </span>
        )}
      </div>
      {(lost || (shown && paused)) && (
        <p className="room-tile-word" aria-hidden>
          {lost ? <WifiOff /> : <SignalLow />}
          {!small && (lost ? t("tile.lost.shown") : t("tile.paused.shown"))}
        </p>
      )}
      <div className="room-tile-name" aria-hidden>
        {muted ? <MicOff className="size-3.5 shrink-0 text-[#ff9a9d]" /> : speaking ? <Voice /> : null}
        <span className="truncate">{part === "float" ? t("tile.you") : said}</span>
        {poor && <SignalLow className="size-3.5 shrink-0 text-[#ffd27a]" />}
      </div>
      <PersonTileMenu
        label={said}
        inside={inside}
        name={props.name}
        participant={participant}
        hand={hand}
        floats={part === "float"}
        pinned={pinned}
        article={article}
      />
    </article>
  );
}

/** Small tiles are filled, whatever is cut off. */
const SMALL = 1;

function avatarSize(room: number): string {
  if (room < 80) return "size-8 text-xs";
  if (room < 110) return "size-10 text-sm";
  if (room < 180) return "size-14 text-lg";
  return room < 300 ? "size-20 text-2xl" : "size-28 text-4xl";
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
