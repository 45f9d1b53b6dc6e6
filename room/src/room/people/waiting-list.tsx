import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { clock, t, tn } from "../words";
import { Decide } from "./decide";
import { matches } from "./search";

/** Who waits to be let in; those who lead decide. */
export function WaitingList({ inside, search }: { inside: Inside; search: string }) {
  const waiting = useStore(inside.hall.waiting);
  const shown = waiting.filter(({ name }) => matches(name, search));
  if (shown.length === 0) return null;
  return (
    <section className="mb-4 rounded-2xl bg-base-200 p-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{tn("lobby.count", waiting.length)}</h3>
        {waiting.length > 1 && (
          <button type="button" className="btn btn-primary btn-sm rounded-full" onClick={() => void inside.attempt(() => inside.hall.admitAll())}>
            {t("lobby.admit-all")}
          </button>
        )}
      </div>
      <ul>
        {shown.map((person) => (
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
  );
}
