import { useState } from "react";
import { Dialog } from "../ui/dialog";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** Asked before everybody is muted: whether they may unmute themselves. */
export function MuteAllDialog({ inside, mayUnmute, onClose }: { inside: Inside; mayUnmute: boolean; onClose: () => void }) {
  const [may, setMay] = useState(mayUnmute);
  const { attendance } = inside;
  const mute = async (): Promise<void> => {
    onClose();
    const done = await inside.attempt(async () => {
      if (may && !mayUnmute) await attendance.changeRules({ microphone: true });
      await attendance.muteAll("microphone", !may);
    });
    if (done) inside.notices.tell(t("host.mute-all.done"));
  };
  return (
    <Dialog
      title={t("host.mute-all.title")}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" onClick={() => void mute()}>
            {t("host.mute-all.confirm")}
          </button>
        </>
      }
    >
      <p>{t("host.mute-all.text")}</p>
      <label className="mt-4 flex min-h-11 cursor-pointer items-center justify-between gap-3 text-base-content">
        {t("host.mute-all.may")}
        <input
          type="checkbox"
          role="switch"
          className="toggle toggle-primary"
          checked={may}
          onChange={(event) => {
            setMay(event.target.checked);
          }}
        />
      </label>
    </Dialog>
  );
}
