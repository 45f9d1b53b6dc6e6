import { Phone } from "lucide-react";
import { useState } from "react";
import { useLeads } from "../people/use-hall";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { EndDialog } from "./end-dialog";
import { asHeir, type Heir, heirsAmong } from "./heirs";
import { HeirDialog } from "./heir-dialog";
import { LeaveDialog } from "./leave-dialog";
import { Round } from "./round";

type Step = { at: "choice" } | { at: "end" } | { at: "heir"; heirs: Heir[] };

/** One click leaves; who leads is asked whether for all, and who leads on. */
export function Leave({ inside }: { inside: Inside }) {
  const [step, setStep] = useState<Step | null>(null);
  const leads = useLeads(inside);
  const stay = (): void => {
    setStep(null);
  };
  const leave = (): void => {
    const people = inside.hall.people.get();
    const heirs = heirsAmong(
      [...inside.room.remoteParticipants.values()].map((one) => asHeir(one, people.get(one.identity)?.cohost ?? false)),
    );
    if (heirs.length > 0) setStep({ at: "heir", heirs });
    else void inside.leave();
  };
  return (
    <>
      <Round
        inside={inside}
        className="leave"
        label={t("control.leave")}
        onClick={() => {
          if (leads) setStep({ at: "choice" });
          else void inside.leave();
        }}
      >
        <Phone aria-hidden className="rotate-[135deg]" />
      </Round>
      {step?.at === "choice" && (
        <LeaveDialog
          onClose={stay}
          onLeave={leave}
          onEnd={() => {
            setStep({ at: "end" });
          }}
        />
      )}
      {step?.at === "end" && <EndDialog inside={inside} onClose={stay} />}
      {step?.at === "heir" && <HeirDialog inside={inside} heirs={step.heirs} onClose={stay} />}
    </>
  );
}
