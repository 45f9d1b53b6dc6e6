import { X } from "lucide-react";
import { useState } from "react";
import { Decide } from "../people/decide";
import { cx } from "../ui/classes";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";

const MOST = 3;

/** Who knocks, until decided or put aside; and what passed, for a moment. Takes no focus. */
export function Toasts({ inside, peopleShown, onShowPeople }: { inside: Inside; peopleShown: boolean; onShowPeople: () => void }) {
  const toasts = useStore(inside.notices.toasts);
  const waiting = useStore(inside.hall.waiting);
  const [aside, setAside] = useState<ReadonlySet<string>>(new Set());
  // The list of people shows who waits already.
  const knocking = peopleShown ? [] : waiting.filter(({ id }) => !aside.has(id));
  const more = knocking.length - MOST;

  return (
    <div
      className="room-toasts"
      role="group"
      aria-label={t("toasts.name")}
      onPointerEnter={() => {
        inside.notices.hold(true);
      }}
      onPointerLeave={() => {
        inside.notices.hold(false);
      }}
      onFocus={() => {
        inside.notices.hold(true);
      }}
      onBlur={() => {
        inside.notices.hold(false);
      }}
    >
      {knocking.slice(0, MOST).map((person) => (
        <section key={person.id} aria-label={t("lobby.asks", { name: person.name })} className="room-toast">
          <div className="flex items-start gap-2">
            <p className="min-w-0 flex-1 text-sm">
              <strong className="font-semibold break-words">{person.name}</strong>{" "}
              {person.guest ? t("lobby.guest-waits") : t("lobby.member-waits")}
            </p>
            <button
              type="button"
              className="btn btn-ghost btn-circle btn-xs"
              aria-label={t("dismiss")}
              onClick={() => {
                setAside(new Set([...aside, person.id]));
              }}
            >
              <X aria-hidden className="size-4" />
            </button>
          </div>
          <Decide inside={inside} person={person} />
        </section>
      ))}
      {more > 0 && (
        <button type="button" className="room-toast text-left text-sm font-medium" onClick={onShowPeople}>
          {tn("lobby.more", more)}
        </button>
      )}
      {toasts.map((toast) => (
        <div key={toast.id} className="room-toast flex items-start gap-2" data-tone={toast.tone}>
          <div className="min-w-0 flex-1">
            <p className={cx("text-sm break-words", !toast.action && "line-clamp-3")}>
              <strong className="font-semibold">{toast.title}</strong> {toast.text}
            </p>
            {toast.action && (
              <button
                type="button"
                className="btn btn-primary btn-sm mt-2 rounded-full"
                onClick={() => {
                  inside.notices.dismiss(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </button>
            )}
          </div>
          <button
            type="button"
            className="btn btn-ghost btn-circle btn-xs"
            aria-label={t("dismiss")}
            onClick={() => {
              inside.notices.dismiss(toast.id);
            }}
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      ))}
    </div>
  );
}
