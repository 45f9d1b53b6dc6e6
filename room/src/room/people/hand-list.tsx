import type { Participant } from "livekit-client";
import { Hand } from "lucide-react";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { useLeads } from "./use-hall";

/** Raised hands, the first first; one's own can be lowered, and each by who leads. */
export function HandList({ inside, raised }: { inside: Inside; raised: Participant[] }) {
  const leads = useLeads(inside);
  const { attendance } = inside;
  if (raised.length === 0) return null;
  return (
    <section className="mb-4 rounded-2xl bg-base-200 p-3">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{t("people.hands")}</h3>
        {leads && (
          <button type="button" className="btn btn-sm rounded-full" onClick={() => void inside.attempt(() => attendance.lowerHands())}>
            {t("host.lower-all")}
          </button>
        )}
      </div>
      <ol>
        {raised.map(({ identity, isLocal, name = "" }, before) => (
          <li key={identity} className="mt-2 flex items-center gap-3">
            <span className="room-hand-number">
              <Hand aria-hidden className="size-3.5" />
              {before + 1}
            </span>
            <span className="min-w-0 flex-1 truncate text-sm">{isLocal ? t("tile.self", { name }) : name}</span>
            {(leads || isLocal) && (
              <button
                type="button"
                className="btn btn-ghost btn-sm rounded-full"
                aria-label={t("host.lower.name", { name })}
                onClick={() =>
                  void inside.attempt(() => (isLocal ? attendance.raiseHand(false) : attendance.changePerson(identity, { hand: false })))
                }
              >
                {t("host.lower")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
