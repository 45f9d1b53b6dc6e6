import { useState } from "react";
import type { Waiting } from "../api/types";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** Admit or refuse one who waits. */
export function Decide({ inside, person }: { inside: Inside; person: Waiting }) {
  const [busy, setBusy] = useState(false);
  const decide = async (deed: (id: string) => Promise<void>): Promise<void> => {
    setBusy(true);
    await inside.attempt(() => deed(person.id));
    setBusy(false);
  };
  return (
    <div className="mt-2 flex gap-2">
      <button
        type="button"
        className="btn btn-primary btn-sm flex-1 rounded-full"
        disabled={busy}
        aria-label={t("lobby.admit.name", { name: person.name })}
        onClick={() => void decide((id) => inside.hall.admit(id))}
      >
        {t("lobby.admit")}
      </button>
      <button
        type="button"
        className="btn btn-sm flex-1 rounded-full"
        disabled={busy}
        aria-label={t("lobby.refuse.name", { name: person.name })}
        onClick={() => void decide((id) => inside.hall.refuse(id))}
      >
        {t("lobby.refuse")}
      </button>
    </div>
  );
}
