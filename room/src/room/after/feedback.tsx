import { Check, CircleAlert } from "lucide-react";
import { type SyntheticEvent, useId, useLayoutEffect, useRef, useState } from "react";
import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { FeedbackReason } from "../api/types";
import { type Key, t } from "../words";
import { explainProblem } from "../words/problems";
import { type Grade, Stars } from "./stars";

const REASONS = {
  sound: "after.reasons.sound",
  picture: "after.reasons.picture",
  connection: "after.reasons.connection",
  sharing: "after.reasons.sharing",
  joining: "after.reasons.joining",
  other: "after.reasons.else",
} as const satisfies Record<FeedbackReason, Key>;

/** Asks how it was: stars first, then why. Nothing is sent before Send. */
export function Feedback({ attendance, limit }: { attendance: Attendance; limit: number }) {
  const [grade, setGrade] = useState<Grade | null>(null);
  const [reasons, setReasons] = useState<readonly FeedbackReason[]>([]);
  const [comment, setComment] = useState("");
  const [state, setState] = useState<"asking" | "sending" | "sent">("asking");
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useId();

  const onSubmit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (grade === null || state !== "asking") return;
    setState("sending");
    setProblem(null);
    try {
      await attendance.giveFeedback({ stars: grade, reasons: [...reasons], comment });
      setState("sent");
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem("unexpected", 0));
      setState("asking");
    }
  };

  if (state === "sent") return <Thanks onChange={() => { setState("asking"); }} />;
  return (
    <form className="rounded-3xl bg-base-100 p-6 shadow-sm sm:p-8" onSubmit={(event) => void onSubmit(event)}>
      <fieldset>
        <legend className="w-full text-center text-lg font-semibold tracking-tight">{t("after.stars")}</legend>
        <Stars name={`${id}-stars`} grade={grade} onGrade={setGrade} />
      </fieldset>
      {grade !== null && (
        <div className="mt-4 flex flex-col gap-5">
          <fieldset>
            <legend className="text-sm font-medium">{grade > 3 ? t("after.reasons.good") : t("after.reasons.bad")}</legend>
            <div className="mt-2 flex flex-wrap gap-2">
              {(Object.keys(REASONS) as FeedbackReason[]).map((reason) => (
                <label key={reason} className="room-chip">
                  <input
                    type="checkbox"
                    className="sr-only"
                    checked={reasons.includes(reason)}
                    onChange={({ target }) => {
                      setReasons(target.checked ? [...reasons, reason] : reasons.filter((one) => one !== reason));
                    }}
                  />
                  <Check aria-hidden className="size-4" />
                  {t(REASONS[reason])}
                </label>
              ))}
            </div>
          </fieldset>
          <div>
            <label htmlFor={`${id}-comment`} className="text-sm font-medium">
              {t("after.comment")}
            </label>
            <textarea
              id={`${id}-comment`}
              className="textarea mt-2 w-full text-base"
              rows={3}
              maxLength={limit}
              aria-describedby={`${id}-readers`}
              value={comment}
              onChange={({ target }) => {
                setComment(target.value);
              }}
            />
            <p id={`${id}-readers`} className="mt-2 text-sm text-base-content/75">
              {t("after.feedback.readers")}
            </p>
          </div>
          {problem && (
            <p role="alert" className="flex gap-3 rounded-2xl bg-error/10 px-4 py-3 text-sm">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
              {explainProblem(problem)}
            </p>
          )}
          <button type="submit" className="btn btn-primary self-end max-sm:w-full" disabled={state === "sending"}>
            {state === "sending" ? t("after.feedback.sending") : t("after.feedback.send")}
          </button>
        </div>
      )}
    </form>
  );
}

/** The Send button is gone with the form: the focus comes here. */
function Thanks({ onChange }: { onChange: () => void }) {
  const text = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    text.current?.focus();
  }, []);
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 rounded-3xl bg-base-100 p-6 shadow-sm">
      <p ref={text} tabIndex={-1} className="font-medium outline-none">
        {t("after.feedback.thanks")}
      </p>
      <button type="button" className="btn btn-ghost btn-sm" onClick={onChange}>
        {t("after.feedback.change")}
      </button>
    </div>
  );
}
