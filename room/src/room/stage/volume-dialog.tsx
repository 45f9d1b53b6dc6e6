import { useState } from "react";
import { Dialog } from "../ui/dialog";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import type { Sound } from "./view";

/** How loud somebody is, for me only. */
export default function VolumeDialog({ inside, name, identity, sound, onClose }: { inside: Inside; name: string; identity: string; sound: Sound; onClose: () => void }) {
  const [percent, setPercent] = useState(() => Math.round(inside.view.volumeOf(identity, sound) * 100));
  return (
    <Dialog
      title={t("volume.title", { name })}
      onClose={onClose}
      actions={
        <button type="button" className="btn btn-primary rounded-full" onClick={onClose}>
          {t("volume.done")}
        </button>
      }
    >
      <p>{t("volume.text")}</p>
      <label className="mt-4 flex items-center gap-4">
        <span className="sr-only">{t("tile.volume")}</span>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={percent}
          className="range range-primary grow"
          onChange={({ currentTarget }) => {
            setPercent(currentTarget.valueAsNumber);
            inside.view.setVolume(identity, sound, currentTarget.valueAsNumber / 100);
          }}
        />
        <output className="w-12 text-right tabular-nums">{t("share.percent", { percent })}</output>
      </label>
    </Dialog>
  );
}
