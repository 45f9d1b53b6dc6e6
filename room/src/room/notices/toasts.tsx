import { X } from "lucide-react";
import { Knocks } from "../people/knocks";
import { cx } from "../ui/classes";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** Who knocks, and what passed, for a moment. Takes no focus. */
export function Toasts({ inside, peopleShown, onShowPeople }: { inside: Inside; peopleShown: boolean; onShowPeople: () => void }) {
  const toasts = useStore(inside.notices.toasts);
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
      <Knocks inside={inside} peopleShown={peopleShown} onShowPeople={onShowPeople} />
      {toasts.map((toast) => (
        <div key={toast.id} className="room-toast" data-tone={toast.tone}>
          <div className="flex items-start gap-2">
            <p className={cx("min-w-0 flex-1 text-sm break-words", !toast.action && "line-clamp-3")}>
              <strong className="font-semibold">{toast.title}</strong> {toast.text}
            </p>
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
          {toast.quiet.length > 0 && (
            <div className="mt-1 -ml-2 flex flex-wrap gap-1">
              {toast.quiet.map(({ label, onSelect }) => (
                <button
                  key={label}
                  type="button"
                  className="btn btn-ghost btn-xs rounded-full"
                  onClick={() => {
                    inside.notices.dismiss(toast.id);
                    onSelect();
                  }}
                >
                  {label}
                </button>
              ))}
            </div>
          )}
          {toast.action && (
            <button
              type="button"
              className="btn btn-primary btn-sm mt-2 rounded-full"
              onClick={() => {
                inside.notices.dismiss(toast.id);
                toast.action?.onSelect();
              }}
            >
              {toast.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
