import { ConfirmDialog } from "../people/confirm-dialog";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";

/** Asked before the meeting is over for everybody. */
export function EndDialog({ inside, onClose }: { inside: Inside; onClose: () => void }) {
  return (
    <ConfirmDialog
      title={t("leave.end.title")}
      text={tn("leave.end.text", inside.room.remoteParticipants.size + 1)}
      confirm={t("leave.end")}
      danger
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void inside.end();
      }}
    />
  );
}
