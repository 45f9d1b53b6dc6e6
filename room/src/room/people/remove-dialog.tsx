import { Dialog } from "../ui/dialog";
import { t } from "../words";

export function RemoveDialog({ name, onClose, onRemove }: { name: string; onClose: () => void; onRemove: () => void }) {
  return (
    <Dialog
      title={t("host.remove.title", { name })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn btn-error rounded-full" onClick={onRemove}>
            {t("host.remove.confirm")}
          </button>
        </>
      }
    >
      <p>{t("host.remove.text")}</p>
    </Dialog>
  );
}
