import { useState } from "react";
import { Dialog } from "../ui/dialog";
import { t } from "../words";
import type { Sound, Volumes } from "./volumes";

interface Props {
  volumes: Volumes;
  identity: string;
  sound: Sound;
  name: string;
  onClose: () => void;
}

/** How loud somebody or their screen is, for oneself only; heard while it is moved. */
export default function VolumeDialog({ volumes, identity, sound, name, onClose }: Props) {
  const [percent, setPercent] = useState(Math.round(volumes.of(identity, sound) * 100));
  return (
    <Dialog
      title={t("people.volume.title", { name })}
      onClose={onClose}
      actions={
        <button type="button" className="btn btn-primary rounded-full" onClick={onClose}>
          {t("done")}
        </button>
      }
    >
      <p>{t("people.volume.text")}</p>
      <div className="mt-4 flex items-center gap-4">
        <input
          type="range"
          className="range range-primary range-sm min-w-0 flex-1"
          min={0}
          max={100}
          step={5}
          value={percent}
          aria-label={t("people.volume.title", { name })}
          aria-valuetext={t("percent", { number: percent })}
          onChange={(event) => {
            const chosen = Number(event.target.value);
            setPercent(chosen);
            volumes.set(identity, sound, chosen / 100);
          }}
        />
        <output className="w-12 text-right text-sm tabular-nums">{t("percent", { number: percent })}</output>
      </div>
    </Dialog>
  );
}
