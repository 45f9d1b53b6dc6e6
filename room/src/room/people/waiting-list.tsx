import { PenLine, Send } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import type { Waiting } from "../api/types";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { clock, t, tn } from "../words";
import { Decide } from "./decide";
import { RenameDialog } from "./rename-dialog";
import { matches } from "./search";

/** As many characters as the server takes. */
const LONGEST = 300;

/** Who waits to be let in; those who lead decide. */
export function WaitingList({ inside, search }: { inside: Inside; search: string }) {
  const waiting = useStore(inside.hall.waiting);
  const [renamed, setRenamed] = useState<Waiting | null>(null);
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
            <div className="flex items-start justify-between gap-2">
              <div className="min-w-0">
                <p className="text-sm font-medium break-words">{person.name}</p>
                <p className="text-xs text-base-content/75">
                  {person.guest ? t("role.guest") : t("role.member")} · {t("lobby.since", { time: clock(person.asked_at) })}
                </p>
              </div>
              <button
                type="button"
                className="btn btn-ghost btn-circle btn-sm"
                aria-label={t("lobby.rename", { name: person.name })}
                title={t("lobby.rename", { name: person.name })}
                onClick={() => {
                  setRenamed(person);
                }}
              >
                <PenLine aria-hidden className="size-4" />
              </button>
            </div>
            <Decide inside={inside} person={person} />
          </li>
        ))}
      </ul>
      <Word inside={inside} />
      {renamed && (
        <RenameDialog
          title={t("people.rename.title.them", { name: renamed.name })}
          name={renamed.name}
          limit={inside.door.limits.name}
          onClose={() => {
            setRenamed(null);
          }}
          onRename={(name) => {
            setRenamed(null);
            void inside.attempt(() => inside.hall.renameWaiting(renamed.id, name));
          }}
        />
      )}
    </section>
  );
}

/** A line for all who wait. */
function Word({ inside }: { inside: Inside }) {
  const [text, setText] = useState("");
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    void inside.attempt(() => inside.attendance.writeToWaiting(text.trim())).then((done) => {
      if (!done) return;
      setText("");
      inside.notices.tell(t("lobby.written"));
    });
  };
  return (
    <form className="mt-3 flex gap-2" onSubmit={send}>
      <input
        className="input input-sm min-w-0 flex-1 rounded-full"
        aria-label={t("lobby.write")}
        placeholder={t("lobby.write.field")}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <button type="submit" className="btn btn-circle btn-sm" aria-label={t("lobby.write.send")} disabled={!text.trim()}>
        <Send aria-hidden className="size-4" />
      </button>
    </form>
  );
}
