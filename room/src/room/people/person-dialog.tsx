import { Track } from "livekit-client";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { ConfirmDialog } from "./confirm-dialog";
import { RenameDialog } from "./rename-dialog";
import VolumeDialog from "./volume-dialog";

export type Asked = "volume" | "rename" | "hand-over" | "remove";

interface Props {
  asked: Asked;
  inside: Inside;
  identity: string;
  name: string;
  self: boolean;
  onClose: () => void;
}

/** What has to be asked before something is done to somebody. */
export default function PersonDialog({ asked, inside, identity, name, self, onClose }: Props) {
  const { attendance } = inside;
  switch (asked) {
    case "volume":
      return <VolumeDialog volumes={inside.volumes} identity={identity} sound={Track.Source.Microphone} name={name} onClose={onClose} />;
    case "rename":
      return (
        <RenameDialog
          title={self ? t("people.rename.title") : t("people.rename.title.them", { name })}
          name={name}
          limit={inside.door.limits.name}
          onClose={onClose}
          onRename={(wanted) => {
            onClose();
            void inside.attempt(() => (self ? attendance.rename(wanted) : attendance.changePerson(identity, { name: wanted })));
          }}
        />
      );
    case "hand-over":
      return (
        <ConfirmDialog
          title={t("host.hand-over.title", { name })}
          text={t("host.hand-over.text", { name })}
          confirm={t("host.hand-over")}
          onClose={onClose}
          onConfirm={() => {
            onClose();
            void inside.attempt(() => attendance.changePerson(identity, { cohost: true })).then((done) => {
              if (done) void inside.leave();
            });
          }}
        />
      );
    case "remove":
      return (
        <ConfirmDialog
          title={t("host.remove.title", { name })}
          text={t("host.remove.text")}
          confirm={t("host.remove.confirm")}
          danger
          onClose={onClose}
          onConfirm={() => {
            onClose();
            void inside.attempt(() => attendance.remove(identity));
          }}
        />
      );
  }
}
