import { useState } from "react";
import { Toast } from "../notices/toast";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";
import { Decide } from "./decide";

const MOST = 3;

/** Who knocks, each until decided or put aside. The list of people, where it is open, shows them already. */
export function Knocks({ inside, peopleShown, onShowPeople }: { inside: Inside; peopleShown: boolean; onShowPeople: () => void }) {
  const waiting = useStore(inside.hall.waiting);
  const [aside, setAside] = useState<ReadonlySet<string>>(new Set());
  const knocking = peopleShown ? [] : waiting.filter(({ id }) => !aside.has(id));
  const more = knocking.length - MOST;
  if (knocking.length === 0) return null;

  return (
    <>
      {knocking.slice(0, MOST).map((person) => (
        <Toast
          key={person.id}
          label={t("lobby.asks", { name: person.name })}
          text={
            <>
              <strong className="font-semibold">{person.name}</strong> {person.guest ? t("lobby.guest-waits") : t("lobby.member-waits")}
            </>
          }
          onDismiss={() => {
            setAside(new Set([...aside, person.id]));
          }}
        >
          <Decide inside={inside} person={person} />
        </Toast>
      ))}
      {knocking.length > 1 && (
        <div className="room-toast flex flex-wrap items-center justify-between gap-2">
          <button type="button" className="link text-sm" onClick={onShowPeople}>
            {more > 0 ? tn("lobby.more", more) : t("lobby.show")}
          </button>
          <button type="button" className="btn btn-primary btn-sm rounded-full" onClick={() => void inside.attempt(() => inside.hall.admitAll())}>
            {t("lobby.admit-all")}
          </button>
        </div>
      )}
    </>
  );
}
