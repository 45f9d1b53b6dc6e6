import { VideoTrack, useRoomContext } from "@livekit/components-react";
import { Maximize, Minimize, MonitorUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { stopSharing } from "../media/share";
import { cx } from "../ui/classes";
import { t } from "../words";
import type { Shares } from "./shares";

/** The shared screen on stage; one's own is a card, so that no hall of mirrors opens. */
export function ShareView({ shares }: { shares: Shares }) {
  const room = useRoomContext();
  const box = useRef<HTMLElement>(null);
  const [full, setFull] = useState(false);
  const { shown, all } = shares;

  useEffect(() => {
    const onChange = (): void => {
      setFull(document.fullscreenElement === box.current && box.current !== null);
    };
    document.addEventListener("fullscreenchange", onChange);
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
    };
  }, []);

  if (!shown) return null;
  const mine = shown.participant.isLocal;
  const title = mine ? t("share.mine") : t("share.theirs", { name: shown.participant.name ?? "" });

  return (
    <section ref={box} aria-label={title} data-share={shown.participant.identity} className="relative grid min-h-0 min-w-0 flex-1 place-items-center overflow-hidden rounded-2xl bg-(--tile)">
      {mine ? (
        <div className="p-6 text-center text-white">
          <MonitorUp aria-hidden className="mx-auto size-10 opacity-80" />
          <p className="mt-4 text-lg font-medium">{t("share.mine")}</p>
          <p className="mt-1 text-sm text-white/75">{t("share.mine.text")}</p>
          <button type="button" className="btn btn-error mt-6 rounded-full" onClick={() => void stopSharing(room)}>
            {t("share.stop")}
          </button>
        </div>
      ) : (
        <VideoTrack key={shown.publication.trackSid} trackRef={shown} aria-label={title} className="absolute inset-0 size-full object-contain" />
      )}
      {all.length > 1 && (
        <div role="group" aria-label={t("share.all")} className="absolute top-3 left-3 flex max-w-[80%] flex-wrap gap-2">
          {all.map((share) => (
            <button
              key={share.publication.trackSid}
              type="button"
              aria-pressed={share === shown}
              className={cx("rounded-full px-3 py-1.5 text-xs font-medium", share === shown ? "bg-white text-black" : "bg-black/70 text-white hover:bg-black")}
              onClick={() => {
                shares.pick(share.publication.trackSid);
              }}
            >
              {share.participant.isLocal ? t("share.mine") : (share.participant.name ?? "")}
            </button>
          ))}
        </div>
      )}
      {!mine && <p className="room-tile-name" aria-hidden>{title}</p>}
      {!mine && document.fullscreenEnabled && (
        <button
          type="button"
          className="absolute right-3 bottom-3 grid size-10 place-items-center rounded-full bg-black/70 text-white hover:bg-black"
          aria-label={full ? t("share.small") : t("share.full")}
          title={full ? t("share.small") : t("share.full")}
          onClick={() => void (full ? document.exitFullscreen() : box.current?.requestFullscreen())}
        >
          {full ? <Minimize aria-hidden className="size-5" /> : <Maximize aria-hidden className="size-5" />}
        </button>
      )}
    </section>
  );
}
