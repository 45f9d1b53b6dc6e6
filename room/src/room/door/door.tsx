import { CircleAlert } from "lucide-react";
import type { Problem } from "../api/problem";
import type { Door } from "../api/types";
import { ability } from "../media/devices";
import type { Visit } from "../visit/visit";
import { t } from "../words";
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

/** The page before the room: who you are, how you look and sound, and Join. */
export function DoorPage({ visit, door, joining, problem }: Props) {
  const able = ability();
  return (
    <Frame home={door.urls.home} preview={able === "full" ? <PreviewPane preview={visit.preview} /> : null}>
      <h1 className="text-2xl font-semibold tracking-tight break-words">{door.title || t("door.untitled")}</h1>
      {door.host_name && <p className="mt-1 text-base-content/75">{t("door.host", { name: door.host_name })}</p>}
      {able !== "full" && (
        <p role="alert" className="mt-6 flex gap-3 rounded-2xl bg-error/10 px-4 py-3 text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
          {t(`door.${able}`)}
        </p>
      )}
      {problem && !joining && (
        <p role="alert" className="mt-6 flex gap-3 rounded-2xl bg-error/10 px-4 py-3 text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
          {explainProblem(problem)}
        </p>
      )}
      {able === "full" && <JoinForm visit={visit} door={door} joining={joining} problem={problem} />}
    </Frame>
  );
}
