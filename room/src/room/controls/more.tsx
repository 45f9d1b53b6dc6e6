import { Captions, CaptionsOff, CircleDot, CircleStop, Ellipsis, Link2, MonitorUp, MonitorX, Settings, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { KINDS } from "../media/devices";
import { canShare } from "../media/share";
import { useLeads, useMay } from "../people/use-hall";
import { useCopy } from "../ui/copy";
import { type Item, Menu } from "../ui/menu";
import { useStore } from "../ui/store";
import { RoomSettings } from "../settings/open";
import type { Inside, Panel } from "../visit/inside";
import { t } from "../words";
import { deviceItems } from "./device-items";
import { flipSharing } from "./share";

interface Props {
  inside: Inside;
  sharing: boolean;
  narrow: boolean;
  onPanel: (panel: Panel) => void;
}

/** What is needed less often; on a phone also sharing, host controls and the choice of devices. */
export function More({ inside, sharing, narrow, onPanel }: Props) {
  const session = useStore(inside.hall.session);
  const leads = useLeads(inside);
  const may = useMay(inside);
  const record = useStore(inside.recorded.state);
  const captions = useStore(inside.captions.state);
  const look = useStore(inside.captions.look);
  const { copy } = useCopy();
  const [settings, setSettings] = useState(false);
  const [devices, setDevices] = useState<Item[]>([]);
  const items: Item[] = [];
  if (narrow && canShare()) {
    items.push({
      label: sharing ? t("share.stop") : t("share.start"),
      icon: sharing ? <MonitorX aria-hidden className="size-4" /> : <MonitorUp aria-hidden className="size-4" />,
      onSelect: () => void flipSharing(inside),
      ...(may.share ? {} : { refused: t("rules.off") }),
    });
  }
  if (narrow && leads) {
    items.push({
      label: t("host.title"),
      icon: <ShieldCheck aria-hidden className="size-4" />,
      onSelect: () => {
        onPanel("host");
      },
    });
  }
  if (record?.can) {
    items.push({
      label: record.recording ? t("record.stop") : t("record.start"),
      icon: record.recording ? <CircleStop aria-hidden className="size-4" /> : <CircleDot aria-hidden className="size-4" />,
      onSelect: () => {
        inside.recorded.shown.set(record.recording ? "stop" : "start");
      },
    });
  }
  const captioned = captions !== null && captions.standing !== "off";
  if (captioned) {
    items.push({
      label: t(look.captions ? "captions.hide" : "captions.show"),
      icon: look.captions ? <CaptionsOff aria-hidden className="size-4" /> : <Captions aria-hidden className="size-4" />,
      onSelect: () => {
        inside.captions.choose({ captions: !look.captions });
      },
    });
  }
  if (captions?.can) {
    items.push({
      label: captioned ? t("captions.stop") : t("captions.start"),
      icon: captioned ? <CaptionsOff aria-hidden className="size-4" /> : <Captions aria-hidden className="size-4" />,
      onSelect: () => {
        inside.captions.shown.set(captioned ? "stop" : "start");
      },
    });
  }
  if (session) {
    items.push({
      label: t("control.copy"),
      icon: <Link2 aria-hidden className="size-4" />,
      onSelect: () =>
        void copy(session.link).then((done) => {
          inside.notices.tell(done ? t("copied.link") : session.link);
        }),
    });
  }
  if (narrow) items.push(...devices);
  items.push({
    label: t("settings.title"),
    icon: <Settings aria-hidden className="size-4" />,
    onSelect: () => {
      setSettings(true);
    },
  });
  const openMenu = async (): Promise<void> => {
    if (narrow) setDevices((await Promise.all(KINDS.map((kind) => deviceItems(inside, kind)))).flat());
  };
  return (
    <>
      <Menu label={t("control.more")} button={<Ellipsis aria-hidden />} buttonClass="room-round" items={items} align="end" onOpen={() => void openMenu()} />
      {settings && (
        <RoomSettings
          inside={inside}
          onClose={() => {
            setSettings(false);
          }}
        />
      )}
    </>
  );
}
