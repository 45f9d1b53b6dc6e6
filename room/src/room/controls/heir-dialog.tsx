import { useState } from "react";
import { Dialog } from "../ui/dialog";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import type { Heir } from "./heirs";

interface Props {
  inside: Inside;
  heirs: readonly Heir[];
  onClose: () => void;
}

/** Who leads on after one has left, where nobody else does. */
export function HeirDialog({ inside, heirs, onClose }: Props) {
  const [chosen, setChosen] = useState(heirs[0]?.identity ?? "");
  const handOver = (): void => {
    void inside.attempt(() => inside.attendance.changePerson(chosen, { cohost: true })).then((done) => {
      if (done) void inside.leave();
    });
  };
  return (
    <Dialog
      title={t("leave.next.title")}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn btn-ghost rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn rounded-full" onClick={() => void inside.leave()}>
            {t("leave.next.skip")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" onClick={handOver}>
            {t("leave.next.confirm")}
          </button>
        </>
      }
    >
      <p>{t("leave.next.text")}</p>
      <fieldset className="mt-3 max-h-64 overflow-y-auto">
        <legend className="sr-only">{t("leave.next.title")}</legend>
        {heirs.map(({ identity, name, role }) => (
          <label key={identity} className="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-2 hover:bg-base-200">
            <input
              type="radio"
              className="radio radio-primary radio-sm"
              name="heir"
              checked={identity === chosen}
              onChange={() => {
                setChosen(identity);
              }}
            />
            <span className="min-w-0 flex-1 truncate text-base-content">{name}</span>
            {role === "guest" && <span className="text-xs">{t("role.guest")}</span>}
          </label>
        ))}
      </fieldset>
      {heirs.some(({ role }) => role !== "guest") && <p className="mt-3 text-sm">{t("leave.next.skip.text")}</p>}
    </Dialog>
  );
}
