import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import type { Kind } from "../media/devices";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { DeviceMenu } from "./device-menu";
import { flip } from "./keys";

/** Microphone or camera on and off, with the choice of device beside it. */
export function DeviceSwitch({ inside, kind }: { inside: Inside; kind: Kind }) {
  const on = useStore(inside.connection.wants)[kind];
  const label = on ? t(`control.${kind}.turn-off`) : t(`control.${kind}.turn-on`);
  const [On, Off] = kind === "camera" ? [Video, VideoOff] : [Mic, MicOff];
  return (
    <div className="room-switch" data-on={on}>
      <button
        type="button"
        className="room-round"
        data-off={!on}
        aria-label={label}
        title={`${label} (${t(`control.${kind}.key`)})`}
        onClick={() => void flip(inside, kind)}
      >
        {on ? <On aria-hidden /> : <Off aria-hidden />}
      </button>
      <DeviceMenu inside={inside} kind={kind} />
    </div>
  );
}
