import { Check as Tick, Circle, CircleCheck, CircleX, Copy, Minus, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { cx } from "../ui/classes";
import { useCopy } from "../ui/copy";
import { Dialog } from "../ui/dialog";
import { useStore } from "../ui/store";
import { t } from "../words";
import { Check } from "./run";
import { adviceFor, reportOf, type State, type Verdict, verdictOf } from "./steps";

const SIGN: Record<State, ReactNode> = {
  waiting: <Circle aria-hidden className="size-5 text-base-content/35" />,
  running: <span aria-hidden className="loading loading-spinner size-5 text-primary" />,
  ok: <CircleCheck aria-hidden className="size-5 text-success" />,
  failed: <CircleX aria-hidden className="size-5 text-error" />,
  skipped: <Minus aria-hidden className="size-5 text-base-content/60" />,
};
const SAID = { waiting: "check.waiting", running: "check.running", ok: "check.ok", failed: "check.failed", skipped: "check.skipped" } as const;
const TONE: Record<Verdict, string> = { good: "bg-success/15", poor: "bg-warning/20", bad: "bg-error/10" };

/** Tries what a meeting needs from the network, and says in words what is missing. */
export default function CheckDialog({ onClose }: { onClose: () => void }) {
  const [check] = useState(() => new Check());
  const [started, setStarted] = useState(false);
  const steps = useStore(check.steps);
  const { copied, copy } = useCopy();
  const verdict = verdictOf(steps);
  const running = started && verdict === null;
  useEffect(
    () => () => {
      check.stop();
    },
    [check],
  );
  const start = (): void => {
    setStarted(true);
    void check.run();
  };
  return (
    <Dialog
      wide
      title={t("check.title")}
      onClose={onClose}
      actions={
        <>
          {verdict !== null && (
            <button
              type="button"
              className="btn btn-ghost rounded-full"
              onClick={() => void copy(reportOf(steps, check.room, navigator.userAgent, new Date()))}
            >
              {copied ? <Tick aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
              {copied ? t("copied") : t("check.copy")}
            </button>
          )}
          <button type="button" className="btn btn-ghost rounded-full" onClick={onClose}>
            {t("check.close")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" disabled={running} onClick={start}>
            {running ? t("check.running") : started ? t("check.again") : t("check.start")}
          </button>
        </>
      }
    >
      <p className="text-sm">{t("check.text")}</p>
      <ol className="mt-4 flex flex-col divide-y divide-base-content/10 rounded-2xl border border-base-content/10">
        {steps.map((step) => {
          const advice = adviceFor(step, check.room);
          return (
            <li key={step.name} data-step={step.name} data-state={step.state} className="flex gap-3 px-4 py-3 text-sm text-base-content">
              <span className="grid h-5 place-items-center">{SIGN[step.state]}</span>
              <div className="min-w-0">
                <p className="font-medium">
                  {t(`check.${step.name}`)} <span className={cx("font-normal", step.state === "failed" ? "text-error" : "text-base-content/70")}>{t(SAID[step.state])}</span>
                </p>
                {advice !== null && <p className="mt-0.5 text-base-content/80">{advice}</p>}
                {step.name === "server" && step.state === "failed" && <p className="mt-0.5 text-base-content/80">{step.logs[0]}</p>}
              </div>
            </li>
          );
        })}
      </ol>
      <div role="status" className="mt-4 min-h-12">
        {verdict !== null && (
          <p className={cx("flex items-center gap-3 rounded-2xl px-4 py-3 font-medium text-base-content", TONE[verdict])}>
            {verdict === "good" ? <CircleCheck aria-hidden className="size-5 shrink-0" /> : <TriangleAlert aria-hidden className="size-5 shrink-0" />}
            {t(`check.${verdict}`)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
