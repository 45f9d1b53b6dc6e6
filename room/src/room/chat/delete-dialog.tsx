import { Dialog } from "../ui/dialog";
import { t } from "../words";

interface Props {
  mine: boolean;
  name: string;
  onClose: () => void;
  onDelete: () => void;
}

export function DeleteDialog({ mine, name, onClose, onDelete }: Props) {
  return (
    <Dialog
      title={mine ? t("chat.delete.title") : t("chat.delete.theirs", { name })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn btn-error rounded-full" onClick={onDelete}>
            {t("chat.delete.confirm")}
          </button>
        </>
      }
    >
      <p>{t("chat.delete.text")}</p>
    </Dialog>
  );
}
