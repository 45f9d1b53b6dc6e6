import { Dialog } from "../ui/dialog";
import { t } from "../words";

/** For who leads: leave, or end it for all. */
export function LeaveDialog({ onClose, onLeave, onEnd }: { onClose: () => void; onLeave: () => void; onEnd: () => void }) {
  return (
    <Dialog
      title={t("leave.title")}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn btn-ghost rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn btn-outline btn-error rounded-full" onClick={onEnd}>
            {t("leave.end")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" onClick={onLeave}>
            {t("leave.leave")}
          </button>
        </>
      }
    >
      <p>{t("leave.text")}</p>
    </Dialog>
  );
}
