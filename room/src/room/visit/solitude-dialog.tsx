import { useEffect } from "react";
import { Dialog } from "../ui/dialog";
import { t } from "../words";
import type { Inside } from "./inside";

/** Seconds before the end at which a screen reader says how much time is left. */
const MARKS: readonly number[] = [120, 60, 30, 10];

/** Asked of who has been the only one for long. */
export default function SolitudeDialog({ inside, seconds }: { inside: Inside; seconds: number }) {
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  useEffect(() => {
    if (MARKS.includes(seconds)) inside.notices.interrupt(t("solitude.text", { time: left }));
  }, [inside, seconds, left]);
  const stay = (): void => {
    inside.solitude.stay();
  };
  return (
    <Dialog
      title={t("solitude.title")}
      onClose={stay}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={() => void inside.leave()}>
            {t("control.leave")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" autoFocus onClick={stay}>
            {t("solitude.stay")}
          </button>
        </>
      }
    >
      <p>{t("solitude.text", { time: left })}</p>
    </Dialog>
  );
}
