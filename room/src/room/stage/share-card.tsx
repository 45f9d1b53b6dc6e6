import { MonitorUp } from "lucide-react";
import { useState } from "react";
import { readChoices } from "../media/choices";
import { setShareMode, SHARE_MODES, stopSharing } from "../media/share";
import { cx } from "../ui/classes";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** One's own shared screen: a card, because a picture of it would show itself without end. */
export function ShareCard({ inside }: { inside: Inside }) {
  const [mode, setMode] = useState(() => readChoices().shareMode);
  return (
    <section aria-label={t("share.mine")} className="room-share-card">
      <MonitorUp aria-hidden className="size-5 shrink-0" />
      <p className="min-w-32 flex-1 text-sm font-medium">{t("share.mine")}</p>
      <div role="group" aria-label={t("share.mode")} className="flex rounded-full bg-black/40 p-0.5">
        {SHARE_MODES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={mode === one}
            title={t(`share.mode.${one}.hint`)}
            className={cx("rounded-full px-3 py-1.5 text-xs font-medium", mode === one ? "bg-white text-black" : "text-white hover:bg-white/15")}
            onClick={() => {
              setMode(one);
              void inside.attempt(() => setShareMode(inside.room, one));
            }}
          >
            {t(`share.mode.${one}`)}
          </button>
        ))}
      </div>
      <button type="button" className="btn btn-error btn-sm rounded-full" onClick={() => void stopSharing(inside.room)}>
        {t("share.stop")}
      </button>
    </section>
  );
}
