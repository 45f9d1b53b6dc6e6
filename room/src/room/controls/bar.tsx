import { useLocalParticipant, useParticipants } from "@livekit/components-react";
import { MessageSquare, ShieldCheck, Users } from "lucide-react";
import { canShare } from "../media/share";
import { HandButton } from "../hands/hand-button";
import { useLeads } from "../people/use-hall";
import { ReactionsButton } from "../reactions/reactions-button";
import { useNarrow } from "../ui/narrow";
import { useStore } from "../ui/store";
import type { Inside, Panel } from "../visit/inside";
import { t, tn } from "../words";
import { DeviceSwitch } from "./device-switch";
import { Leave } from "./leave";
import { More } from "./more";
import { Badge, Round } from "./round";
import { Share } from "./share";

interface Props {
  inside: Inside;
  panel: Panel;
  onPanel: (panel: Panel) => void;
}

/** The controls at the bottom: what one does in the middle, what one looks at on the right; on a phone one row. */
export function Bar({ inside, panel, onPanel }: Props) {
  const { unread } = useStore(inside.chat.state);
  const waiting = useStore(inside.hall.waiting).length;
  const people = useParticipants().length;
  const { isScreenShareEnabled: sharing } = useLocalParticipant();
  const leads = useLeads(inside);
  const narrow = useNarrow();
  const peopleLabel = waiting > 0 ? `${t("people.title")}, ${tn("lobby.count", waiting)}` : t("people.title");
  const chatLabel = unread > 0 ? `${t("chat.title")}, ${tn("chat.unread", unread)}` : t("chat.title");
  const opens = (which: Exclude<Panel, null>) => ({
    inside,
    panel: which,
    ...(panel === which ? { state: "open" as const } : {}),
    onClick: () => {
      onPanel(panel === which ? null : which);
    },
  });

  return (
    <footer className="room-bar" aria-label={t("control.bar")}>
      <div className="room-bar-deeds">
        <DeviceSwitch inside={inside} kind="microphone" />
        <DeviceSwitch inside={inside} kind="camera" />
        {canShare() && <Share inside={inside} />}
        <ReactionsButton inside={inside} narrow={narrow} />
        {!narrow && <HandButton inside={inside} />}
      </div>
      <div className="room-bar-views">
        <Round label={peopleLabel} {...opens("people")}>
          <Users aria-hidden />
          {waiting > 0 ? <Badge number={waiting} /> : <Badge number={people} calm />}
        </Round>
        <Round label={chatLabel} {...opens("chat")}>
          <MessageSquare aria-hidden />
          <Badge number={unread} />
        </Round>
        {leads && !narrow && (
          <Round label={t("host.title")} {...opens("host")}>
            <ShieldCheck aria-hidden />
          </Round>
        )}
      </div>
      <div className="room-bar-rest">
        <More inside={inside} sharing={sharing} narrow={narrow} onPanel={onPanel} />
        <Leave inside={inside} />
      </div>
    </footer>
  );
}
