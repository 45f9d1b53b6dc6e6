import { ChevronDown, Mic, Video, Volume2 } from "lucide-react";
import { type Gear, devicesOf, type Outlet } from "../media/gear";
import { cx } from "../ui/classes";
import { useStore } from "../ui/store";
import { t } from "../words";

const ICON = { camera: Video, microphone: Mic, speaker: Volume2 };

interface Props {
  gear: Gear;
  outlet: Outlet;
  className?: string;
}

/** Which camera, microphone or loudspeaker. */
export function DevicePick({ gear, outlet, className }: Props) {
  const state = useStore(gear.state);
  const mine = devicesOf(outlet, state.devices);
  const chosen = state.chosen[outlet];
  const known = mine.some((device) => device.deviceId === chosen);
  const byItself = outlet === "speaker" && chosen === "" ? "default" : "";
  const Icon = ICON[outlet];
  return (
    <div className={cx("room-pick", className)}>
      <Icon aria-hidden className="pointer-events-none absolute left-3 size-4" />
      <select
        aria-label={t(`device.${outlet}`)}
        title={mine.find((device) => device.deviceId === chosen)?.label}
        value={known ? chosen : byItself}
        disabled={mine.length === 0}
        onChange={({ target }) => void (outlet === "speaker" ? gear.chooseSpeaker(target.value) : gear.choose(outlet, target.value))}
      >
        {!known && !mine.some((device) => device.deviceId === byItself) && (
          <option value={byItself}>{mine.length === 0 ? t(`device.${outlet}.none`) : t("device.pick")}</option>
        )}
        {mine.map((device, place) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || t("device.unnamed", { kind: t(`device.${outlet}`), number: place + 1 })}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-3 size-4" />
    </div>
  );
}
