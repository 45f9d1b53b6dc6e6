import { useIsMuted, useParticipantAttribute } from "@livekit/components-react";
import { type Participant, Track } from "livekit-client";
import { EllipsisVertical, Mic, MicOff, MonitorUp, UserMinus, Video, VideoOff } from "lucide-react";
import { useState } from "react";
import { Avatar } from "../stage/avatar";
import { Menu, type Item } from "../ui/menu";
import { useLeads } from "./use-hall";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { RemoveDialog } from "./remove-dialog";

/** One person in the list, with what a host may do. */
export function PersonRow({ participant, inside }: { participant: Participant; inside: Inside }) {
  const micOff = useIsMuted({ participant, source: Track.Source.Microphone });
  const cameraOff = useIsMuted({ participant, source: Track.Source.Camera });
  const role = useParticipantAttribute("role", { participant });
  const [removing, setRemoving] = useState(false);
  const { identity } = participant;
  const name = participant.name ?? "";
  const self = participant.isLocal;
  const leads = useLeads(inside);
  const mayModerate = leads && !self;
  const { attendance } = inside;

  const items: Item[] = [];
  if (!micOff) {
    items.push({
      label: t("host.mute"),
      icon: <MicOff aria-hidden className="size-4" />,
      onSelect: () => void inside.attempt(() => attendance.mute(identity, "microphone")),
    });
  }
  if (!cameraOff) {
    items.push({
      label: t("host.camera"),
      icon: <VideoOff aria-hidden className="size-4" />,
      onSelect: () => void inside.attempt(() => attendance.mute(identity, "camera")),
    });
  }
  if (participant.isScreenShareEnabled) {
    items.push({
      label: t("host.share"),
      icon: <MonitorUp aria-hidden className="size-4" />,
      onSelect: () => void inside.attempt(() => attendance.mute(identity, "screen_share")),
    });
  }
  items.push({
    label: t("host.remove"),
    icon: <UserMinus aria-hidden className="size-4" />,
    danger: true,
    onSelect: () => {
      setRemoving(true);
    },
  });

  return (
    <li className="flex items-center gap-3 rounded-xl px-2 py-2" data-person={identity}>
      <Avatar identity={identity} name={name} className="size-9 shrink-0 text-sm" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{self ? t("tile.self", { name }) : name}</p>
        {(role === "host" || role === "guest") && <p className="text-xs text-base-content/75">{t(`role.${role}`)}</p>}
      </div>
      {participant.isScreenShareEnabled && <MonitorUp aria-label={t("people.shares")} role="img" className="size-4 text-base-content/75" />}
      {micOff ? (
        <MicOff aria-label={t("people.mic-off")} role="img" className="size-4 text-base-content/75" />
      ) : (
        <Mic aria-label={t("people.mic-on")} role="img" className="size-4" />
      )}
      {cameraOff ? (
        <VideoOff aria-label={t("people.camera-off")} role="img" className="size-4 text-base-content/75" />
      ) : (
        <Video aria-label={t("people.camera-on")} role="img" className="size-4" />
      )}
      {mayModerate && (
        <Menu
          label={t("host.menu", { name })}
          button={<EllipsisVertical aria-hidden className="size-4" />}
          buttonClass="btn btn-ghost btn-circle btn-sm"
          items={items}
          side="bottom"
          align="end"
        />
      )}
      {removing && (
        <RemoveDialog
          name={name}
          onClose={() => {
            setRemoving(false);
          }}
          onRemove={() => {
            setRemoving(false);
            void inside.attempt(() => attendance.remove(identity));
          }}
        />
      )}
    </li>
  );
}
