import { type SubmitEvent, useId, useState } from "react";
import { Dialog } from "../ui/dialog";
import { t } from "../words";

interface Props {
  title: string;
  name: string;
  limit: number;
  onClose: () => void;
  onRename: (name: string) => void;
}

/** A name for this meeting only. */
export function RenameDialog({ title, name, limit, onClose, onRename }: Props) {
  const [value, setValue] = useState(name);
  const form = useId();
  const wanted = value.trim();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!wanted) return;
    if (wanted === name) onClose();
    else onRename(wanted);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" form={form} className="btn btn-primary rounded-full" disabled={!wanted}>
            {t("people.rename.confirm")}
          </button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <label className="block">
          <span className="text-sm font-medium">{t("people.rename.field")}</span>
          <input
            className="input mt-1 w-full"
            autoFocus
            required
            maxLength={limit}
            value={value}
            onChange={(event) => {
              setValue(event.target.value);
            }}
          />
        </label>
        <p className="mt-2 text-sm text-base-content/75">{t("people.rename.text")}</p>
      </form>
    </Dialog>
  );
}
