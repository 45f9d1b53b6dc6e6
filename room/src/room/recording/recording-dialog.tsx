import { useState } from "react";
import type { Recording, RecordingLayout } from "../api/types";
import { ConfirmDialog } from "../people/confirm-dialog";
import { Dialog } from "../ui/dialog";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { clock, t } from "../words";
import type { Shown } from "./recorded";

const LAYOUTS: readonly RecordingLayout[] = ["speaker", "grid"];

/** What is asked around a recording. */
export default function RecordingDialog({ inside, what }: { inside: Inside; what: NonNullable<Shown> }) {
  const recording = useStore(inside.recorded.state)?.recording ?? null;
  const close = (): void => {
    inside.recorded.shown.set(null);
  };
  if (what === "start") return <Start inside={inside} onClose={close} />;
  if (recording === null) return null;
  if (what === "answer") return <Answer inside={inside} recording={recording} onClose={close} />;
  return (
    <ConfirmDialog
      title={t("record.stop.title")}
      text={t("record.stop.text")}
      confirm={t("record.stop")}
      onClose={close}
      onConfirm={() => {
        close();
        void inside.attempt(() => inside.recorded.stop());
      }}
    />
  );
}

function Start({ inside, onClose }: { inside: Inside; onClose: () => void }) {
  const words = useStore(inside.recorded.state)?.words;
  const [layout, setLayout] = useState<RecordingLayout>("speaker");
  const start = (): void => {
    onClose();
    void inside.attempt(() => inside.recorded.start(layout));
  };
  return (
    <Dialog
      title={t("record.start.title")}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" onClick={start}>
            {t("record.start.confirm")}
          </button>
        </>
      }
    >
      <p>{t("record.start.text")}</p>
      {words && <p className="mt-2">{words}</p>}
      <fieldset className="mt-4 grid gap-1">
        <legend className="mb-1 text-sm font-medium text-base-content">{t("record.layout")}</legend>
        {LAYOUTS.map((one) => (
          <label key={one} className="flex min-h-10 cursor-pointer items-center gap-3 text-base-content">
            <input
              type="radio"
              name="layout"
              className="radio radio-primary radio-sm"
              checked={layout === one}
              onChange={() => {
                setLayout(one);
              }}
            />
            {t(`record.layout.${one}`)}
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}

/** Agreeing looks like refusing: neither is pressed for its colour. */
const BUTTON = "btn rounded-full max-sm:w-full";

/** Who began it, and whether one is in it. Closed without a word one is not. */
function Answer({ inside, recording, onClose }: { inside: Inside; recording: Recording; onClose: () => void }) {
  const { mine, may_stay: mayStay, question, started_by: name, started_at: at } = recording;
  const answer = (choice: "agreed" | "unrecorded"): void => {
    onClose();
    void inside.attempt(() => inside.recorded.answer(recording, choice));
  };
  const leave = (
    <button type="button" className={`${BUTTON} btn-ghost`} onClick={() => void inside.leave()}>
      {t("control.leave")}
    </button>
  );
  const out = (label: "record.stay" | "record.take-out") => (
    <button
      type="button"
      className={BUTTON}
      onClick={() => {
        answer("unrecorded");
      }}
    >
      {t(label)}
    </button>
  );
  const agree = (
    <button
      type="button"
      className={BUTTON}
      onClick={() => {
        answer("agreed");
      }}
    >
      {t("record.agree")}
    </button>
  );
  const later = (
    <button type="button" className={BUTTON} onClick={onClose}>
      {t("record.later")}
    </button>
  );
  return (
    <Dialog
      title={t("record.title")}
      wide
      onClose={onClose}
      actions={
        mine === "agreed" ? (
          <>
            {mayStay ? out("record.take-out") : leave}
            {later}
          </>
        ) : (
          <>
            {leave}
            {mine === null ? mayStay && out("record.stay") : later}
            {agree}
          </>
        )
      }
    >
      {name && <p>{at ? t("record.by.at", { name, time: clock(at) }) : t("record.by", { name })}</p>}
      <p className="mt-2">{mine === null ? question.words : t(mine === "agreed" ? "record.in" : "record.out")}</p>
      {mine === null && <p className="mt-2">{mayStay ? question.limits : t("record.must-leave")}</p>}
    </Dialog>
  );
}
