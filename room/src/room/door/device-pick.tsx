import { useId } from "react";
import type { Kind } from "../media/devices";
import { t } from "../words";

interface Props {
  kind: Kind;
  devices: readonly MediaDeviceInfo[];
  chosen: string;
  onChoose: (id: string) => void;
}

const INPUT: Record<Kind, MediaDeviceKind> = { camera: "videoinput", microphone: "audioinput" };

/** Which camera or microphone. */
export function DevicePick({ kind, devices, chosen, onChoose }: Props) {
  const id = useId();
  const mine = devices.filter((device) => device.kind === INPUT[kind]);
  const known = mine.some((device) => device.deviceId === chosen);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {t(`device.${kind}`)}
      </label>
      <select
        id={id}
        className="select w-full"
        value={known ? chosen : ""}
        disabled={mine.length === 0}
        onChange={(event) => {
          onChoose(event.target.value);
        }}
      >
        {!known && <option value="">{mine.length === 0 ? t(`device.${kind}.none`) : t("device.pick")}</option>}
        {mine.map((device, place) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || t("device.unnamed", { kind: t(`device.${kind}`), number: place + 1 })}
          </option>
        ))}
      </select>
    </div>
  );
}
