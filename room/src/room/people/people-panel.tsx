import { useParticipants } from "@livekit/components-react";
import { Link2, Search } from "lucide-react";
import { useState } from "react";
import { useCopy } from "../ui/copy";
import { Panel } from "../ui/panel";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";
import { HandList } from "./hand-list";
import { PersonRow } from "./person-row";
import { byArrival, matches } from "./search";
import { useHands, useLeads } from "./use-hall";
import { WaitingList } from "./waiting-list";

interface Props {
  inside: Inside;
  onClose: () => void;
}

/** Who waits, whose hand is up, and who is here. */
export default function PeoplePanel({ inside, onClose }: Props) {
  const people = useParticipants().toSorted(byArrival);
  const [search, setSearch] = useState("");
  const hands = useHands(inside);
  const leads = useLeads(inside);
  const waiting = useStore(inside.hall.waiting);
  const found = people.filter(({ name = "" }) => matches(name, search));
  // Who has left may still be in the server's list.
  const raised = hands.flatMap((identity) => people.find((person) => person.identity === identity) ?? []);
  const nobody = found.length === 0 && !waiting.some(({ name }) => matches(name, search));

  return (
    <Panel title={t("people.title")} onClose={onClose}>
      <div className="flex items-center gap-2 px-5 pb-3">
        <label className="input input-sm flex-1 rounded-full">
          <Search aria-hidden className="size-4 shrink-0 opacity-70" />
          <input
            type="search"
            aria-label={t("people.search")}
            placeholder={t("people.search")}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
            }}
          />
        </label>
        <CopyLink inside={inside} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4" tabIndex={0} role="region" aria-label={t("people.title")}>
        {leads && <WaitingList inside={inside} search={search} />}
        {!search.trim() && <HandList inside={inside} raised={raised} />}
        <h3 className="px-2 pb-1 text-sm font-semibold">{tn("people.count", people.length)}</h3>
        <ul>
          {found.map((person) => (
            <PersonRow key={person.identity} participant={person} place={raised.indexOf(person) + 1} inside={inside} />
          ))}
        </ul>
        <p role="status" className="px-2 text-sm text-base-content/75">
          {nobody ? t("people.nobody") : ""}
        </p>
      </div>
    </Panel>
  );
}

function CopyLink({ inside }: { inside: Inside }) {
  const session = useStore(inside.hall.session);
  const { copy } = useCopy();
  if (!session) return null;
  return (
    <button
      type="button"
      className="btn btn-sm rounded-full"
      onClick={() =>
        void copy(session.link).then((done) => {
          inside.notices.tell(done ? t("copied.link") : session.link);
        })
      }
    >
      <Link2 aria-hidden className="size-4" />
      {t("people.copy")}
    </button>
  );
}
