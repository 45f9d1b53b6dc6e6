import { useLocalParticipant, useParticipants } from "@livekit/components-react";
import { MessageSquare, Users } from "lucide-react";
import type { ReactNode } from "react";
import { canShare } from "../media/share";
import { HandButton } from "../hands/hand-button";
import { ReactionsButton } from "../reactions/reactions-button";
import { useNarrow } from "../ui/narrow";
import { useStore } from "../ui/store";
import { useLeads } from "../people/use-hall";
import type { Inside, Panel } from "../visit/inside";
import type { Visit } from "../visit/visit";
import { t, tn } from "../words";
import { DeviceSwitch } from "./device-switch";
import { Leave } from "./leave";
import { More } from "./more";
import { Share } from "./share";

interface Props {
  visit: Visit;
  inside: Inside;
  panel: Panel;
  onPanel: (panel: Panel) => void;
}

/** The controls at the bottom. */
export function Bar({ visit, inside, panel, onPanel }: Props) {
  const { unread } = useStore(inside.chat.state);
  const waiting = useStore(inside.hall.waiting).length;
  const people = useParticipants().length;
  const { isScreenShareEnabled: sharing } = useLocalParticipant();
  const narrow = useNarrow();
  const leads = useLeads(inside);
  const flip = (which: "chat" | "people") => (): void => {
    onPanel(panel === which ? null : which);
  };
  const peopleLabel = waiting > 0 ? `${t("people.title")}, ${tn("lobby.count", waiting)}` : t("people.title");
  const chatLabel = unread > 0 ? `${t("chat.title")}, ${tn("chat.unread", unread)}` : t("chat.title");

  return (
    <footer className="room-bar" aria-label={t("control.bar")}>
      <div className="room-bar-group">
        <DeviceSwitch inside={inside} kind="microphone" />
        <DeviceSwitch inside={inside} kind="camera" />
        {canShare() && <Share inside={inside} />}
        <ReactionsButton inside={inside} narrow={narrow} />
        {!narrow && <HandButton inside={inside} />}
      </div>
      <div className="room-bar-group">
        <PanelButton name="people" label={peopleLabel} open={panel === "people"} badge={waiting} onClick={flip("people")} count={people}>
          <Users aria-hidden />
        </PanelButton>
        <PanelButton name="chat" label={chatLabel} open={panel === "chat"} badge={unread} onClick={flip("chat")}>
          <MessageSquare aria-hidden />
        </PanelButton>
        <More inside={inside} sharing={sharing} narrow={narrow} />
      </div>
      <Leave visit={visit} isHost={leads} />
    </footer>
  );
}

interface ButtonProps {
  name: "chat" | "people";
  label: string;
  open: boolean;
  badge: number;
  count?: number;
  onClick: () => void;
  children: ReactNode;
}

function PanelButton({ name, label, open, badge, count, onClick, children }: ButtonProps) {
  return (
    <button type="button" className="room-round" data-panel-button={name} data-active={open} aria-expanded={open} aria-label={label} title={label} onClick={onClick}>
      {children}
      {count !== undefined && badge === 0 && (
        <span aria-hidden className="room-count">
          {count}
        </span>
      )}
      {badge > 0 && (
        <span aria-hidden className="room-badge">
          {badge > 99 ? "99+" : badge}
        </span>
      )}
    </button>
  );
}
