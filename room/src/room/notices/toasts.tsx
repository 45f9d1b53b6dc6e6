import { Knocks } from "../people/knocks";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Toast } from "./toast";

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
        <Toast
          key={toast.id}
          tone={toast.tone}
          clamped={!toast.action}
          text={
            <>
              <strong className="font-semibold">{toast.title}</strong> {toast.text}
            </>
          }
          onDismiss={() => {
            inside.notices.dismiss(toast.id);
          }}
        >
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
        </Toast>
      ))}
    </div>
  );
}
