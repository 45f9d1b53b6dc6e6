import { Track } from "livekit-client";
import { Maximize, Minimize, Minus, Plus, SignalLow } from "lucide-react";
import { type ReactNode, type RefObject, useCallback, useRef, useState } from "react";
import { t } from "../words";
import { ON_NAME, ON_STREAM, useObserved } from "./observe";
import { Picture } from "./picture";
import type { TileProps } from "./tile";
import { ScreenTileMenu } from "./screen-tile-menu";
import { useFullScreen } from "./use-full-screen";
import { MOST, Zoom } from "./zoom";

/** Somebody's shared screen. Large, it can be looked at closely. */
export function ScreenTile({ inside, name: key, participant, publication, identity, part, pinned }: TileProps) {
  const article = useRef<HTMLElement>(null);
  const name = useObserved(participant, ON_NAME, () => participant.name) ?? "";
  const paused = useObserved(participant, ON_STREAM, () => publication?.track?.streamState === Track.StreamState.Paused);
  const [kept, setScale] = useState(1);
  const onScale = useCallback((next: number) => {
    setScale(Math.min(MOST, next < 1.05 ? 1 : next));
  }, []);
  const title = t("share.theirs", { name });
  const large = part === "large";
  const scale = large ? kept : 1;
  return (
    <article ref={article} aria-label={title} data-share={identity} data-small={!large} className="room-tile">
      <Zoom scale={scale} onScale={onScale} label={t("share.zoomed", { name })}>
        {publication && <Picture key={publication.trackSid} publication={publication} self={false} shape={null} />}
      </Zoom>
      {paused && (
        <p className="room-tile-word">
          <SignalLow aria-hidden />
          {large && t("tile.paused.shown")}
        </p>
      )}
      <p className="room-tile-name" aria-hidden>
        <span className="truncate">{title}</span>
      </p>
      {large && <Loupe scale={scale} onScale={onScale} article={article} />}
      <ScreenTileMenu
        label={title}
        inside={inside}
        name={key}
        identity={identity}
        self={participant.isLocal}
        pinned={pinned}
        article={article}
      />
    </article>
  );
}

/** Nearer, farther, full screen. */
function Loupe({ scale, onScale, article }: { scale: number; onScale: (scale: number) => void; article: RefObject<HTMLElement | null> }) {
  const full = useFullScreen(article);
  return (
    <div role="group" aria-label={t("share.view")} className="room-loupe">
      <Step label={t("share.farther")} disabled={scale === 1} onClick={() => { onScale(scale / 1.5); }}>
        <Minus aria-hidden />
      </Step>
      <Step label={t("share.fit")} disabled={scale === 1} onClick={() => { onScale(1); }}>
        <span className="min-w-11 text-xs tabular-nums">{t("share.percent", { percent: Math.round(scale * 100) })}</span>
      </Step>
      <Step label={t("share.nearer")} disabled={scale >= MOST} onClick={() => { onScale(scale * 1.5); }}>
        <Plus aria-hidden />
      </Step>
      {full.offered && (
        <Step label={full.on ? t("share.small") : t("share.full")} onClick={full.flip}>
          {full.on ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
        </Step>
      )}
    </div>
  );
}

function Step({ label, disabled = false, onClick, children }: { label: string; disabled?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
