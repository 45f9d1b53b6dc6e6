import { ChevronUp } from "lucide-react";
import { useState } from "react";
import type { Kind } from "../media/devices";
import { type Item, Menu } from "../ui/menu";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { deviceItems } from "./device-items";

/** Which microphone, loudspeaker or camera, chosen beside its switch. */
export function DeviceMenu({ inside, kind }: { inside: Inside; kind: Kind }) {
  const [items, setItems] = useState<Item[]>([]);
  return (
    <Menu
      label={t(`control.${kind}.choose`)}
      button={<ChevronUp aria-hidden className="size-4" />}
      buttonClass="room-caret"
      items={items}
      onOpen={() => void deviceItems(inside, kind).then(setItems)}
    />
  );
}
