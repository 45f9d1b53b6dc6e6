import { AppWindow, CircleAlert, Lock, MicOff, Users } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../api/problem";
import type { Door } from "../api/types";
import { type Ability, ability } from "../media/devices";
import type { Visit } from "../visit/visit";
import { t, tn } from "../words";
import { useStore } from "../ui/store";
import { explainProblem } from "../words/problems";
import { Frame } from "./frame";
import { JoinForm } from "./join-form";
import { PreviewPane } from "./preview";

interface Props {
  visit: Visit;
  door: Door;
  joining: boolean;
  problem: Problem | null;
}

/** The page before the room: who you are, how you look and sound, who is there, and Join. */
export function DoorPage({ visit, door, joining, problem }: Props) {
  const able = ability();
  const full = able === "full";
  const other = useStore(visit.tabs.other);
  return (
    <Frame home={door.urls.home} preview={full ? <PreviewPane preview={visit.preview} /> : null}>
      <h1 className="text-xl font-semibold tracking-tight break-words sm:text-2xl">{door.title || t("door.untitled")}</h1>
      {door.host_name && <p className="mt-1 text-base-content/75">{t("door.host", { name: door.host_name })}</p>}
      {full ? <Circumstances door={door} elsewhere={other !== null} /> : <CanNot able={able} />}
      {problem && !joining && <Warning>{explainProblem(problem)}</Warning>}
      {full && <JoinForm visit={visit} door={door} joining={joining} problem={problem} here={other !== null} />}
    </Frame>
  );
}

/** What one should know before entering. */
function Circumstances({ door, elsewhere }: { door: Door; elsewhere: boolean }) {
  // Behind a passcode nobody is told who is there.
  const hidden = door.needs_passcode;
  return (
    <>
      <ul className="mt-3 flex flex-col gap-1.5 text-sm text-base-content/75">
        {!hidden && (
          <Fact icon={<Users aria-hidden className="size-4" />}>{door.present > 0 ? tn("door.present", door.present) : t("door.nobody")}</Fact>
        )}
        {door.enter_muted && <Fact icon={<MicOff aria-hidden className="size-4" />}>{t("door.enter-muted")}</Fact>}
      </ul>
      <p role="status" className="text-sm text-base-content/75">
        {elsewhere && (
          <span className="mt-1.5 flex gap-2">
            <span className="grid h-5 shrink-0 place-items-center">
              <AppWindow aria-hidden className="size-4" />
            </span>
            <span className="min-w-0">{t("door.other-tab")}</span>
          </span>
        )}
      </p>
    </>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2">
      <span className="grid h-5 shrink-0 place-items-center">{icon}</span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}

/** A browser in which there is no meeting to be had, and what to do about it. */
function CanNot({ able }: { able: Exclude<Ability, "full"> }) {
  return (
    <>
      <Warning>{t(`door.${able}`)}</Warning>
      {able === "insecure" && (
        <a className="btn btn-primary mt-4 w-full rounded-full" href={location.href.replace(/^http:/, "https:")}>
          <Lock aria-hidden className="size-4" />
          {t("door.secure-link")}
        </a>
      )}
    </>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="mt-4 flex gap-3 rounded-2xl bg-error/10 px-4 py-3 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
      {children}
    </p>
  );
}
