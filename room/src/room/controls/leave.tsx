import { Phone } from "lucide-react";
import { useState } from "react";
import { Dialog } from "../ui/dialog";
import type { Visit } from "../visit/visit";
import { t } from "../words";

/** One click leaves; a host is asked whether for all. */
export function Leave({ visit, isHost }: { visit: Visit; isHost: boolean }) {
  const [asking, setAsking] = useState(false);
  const stay = (): void => {
    setAsking(false);
  };
  return (
    <>
      <button
        type="button"
        className="room-round leave"
        aria-label={t("control.leave")}
        title={t("control.leave")}
        onClick={() => {
          if (isHost) setAsking(true);
          else void visit.leave();
        }}
      >
        <Phone aria-hidden className="rotate-[135deg]" />
      </button>
      {asking && (
        <Dialog
          title={t("leave.title")}
          onClose={stay}
          actions={
            <>
              <button type="button" className="btn btn-ghost rounded-full" onClick={stay}>
                {t("cancel")}
              </button>
              <button type="button" className="btn btn-outline btn-error rounded-full" onClick={() => void visit.end()}>
                {t("leave.end")}
              </button>
              <button type="button" className="btn btn-primary rounded-full" onClick={() => void visit.leave()}>
                {t("leave.leave")}
              </button>
            </>
          }
        >
          <p>{t("leave.text")}</p>
        </Dialog>
      )}
    </>
  );
}
