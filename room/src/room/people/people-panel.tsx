import { useParticipants } from "@livekit/components-react";
import type { Participant } from "livekit-client";
import { Panel } from "../ui/panel";
import { useStore } from "../ui/store";
import { useLeads } from "./use-hall";
import type { Inside } from "../visit/inside";
import { clock, t, tn } from "../words";
import { Decide } from "./decide";
import { PersonRow } from "./person-row";

/** Oneself first, then by arrival: a list one moderates must not move. */
function byArrival(a: Participant, b: Participant): number {
  if (a.isLocal !== b.isLocal) return a.isLocal ? -1 : 1;
  return (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0);
}

/** Who waits and who is here. */
export default function PeoplePanel({ inside, onClose }: { inside: Inside; onClose: () => void }) {
  const people = useParticipants().toSorted(byArrival);
  const waiting = useStore(inside.hall.waiting);
  const leads = useLeads(inside);
  return (
    <Panel title={t("people.title")} onClose={onClose}>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4" tabIndex={0} role="region" aria-label={t("people.title")}>
        {leads && waiting.length > 0 && (
          <section className="mb-4 rounded-2xl bg-base-200 p-3">
            <div className="flex items-center justify-between gap-2">
              <h3 className="text-sm font-semibold">{tn("lobby.count", waiting.length)}</h3>
              {waiting.length > 1 && (
                <button type="button" className="btn btn-primary btn-xs rounded-full" onClick={() => void inside.attempt(() => inside.hall.admitAll())}>
                  {t("lobby.admit-all")}
                </button>
              )}
            </div>
            <ul>
              {waiting.map((person) => (
                <li key={person.id} className="mt-3">
                  <p className="text-sm font-medium break-words">{person.name}</p>
                  <p className="text-xs text-base-content/75">
                    {person.guest ? t("role.guest") : t("role.member")} · {t("lobby.since", { time: clock(person.asked_at) })}
                  </p>
                  <Decide inside={inside} person={person} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <h3 className="px-2 pb-1 text-sm font-semibold text-base-content/75">{tn("people.count", people.length)}</h3>
        <ul>
          {people.map((person) => (
            <PersonRow key={person.identity} participant={person} inside={inside} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}
