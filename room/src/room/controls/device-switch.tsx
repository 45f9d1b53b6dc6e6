import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import type { Kind } from "../media/devices";
import { useMay } from "../people/use-hall";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { DeviceMenu } from "./device-menu";
import { flip } from "./keys";
import { Round } from "./round";

/** Microphone or camera on and off, with the choice of device beside it. */
export function DeviceSwitch({ inside, kind }: { inside: Inside; kind: Kind }) {
  const on = useStore(inside.connection.wants)[kind];
  const refused = !useMay(inside)[kind];
  const [On, Off] = kind === "camera" ? [Video, VideoOff] : [Mic, MicOff];
  return (
    <div className="room-switch" data-refused={refused}>
      <Round
        inside={inside}
        label={on ? t(`control.${kind}.turn-off`) : t(`control.${kind}.turn-on`)}
        keys={t(`control.${kind}.key`)}
        refused={refused}
        {...(on ? {} : { state: "off" as const })}
        onClick={() => void flip(inside, kind)}
      >
        {on ? <On aria-hidden /> : <Off aria-hidden />}
      </Round>
      <DeviceMenu inside={inside} kind={kind} />
    </div>
  );
}
