import { Dialog } from "../ui/dialog";
import { t } from "../words";

interface Props {
  title: string;
  text: string;
  confirm: string;
  danger?: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

/** A question before something that can't be undone. */
export function ConfirmDialog({ title, text, confirm, danger = false, onClose, onConfirm }: Props) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className={danger ? "btn btn-error rounded-full" : "btn btn-primary rounded-full"} onClick={onConfirm}>
            {confirm}
          </button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
