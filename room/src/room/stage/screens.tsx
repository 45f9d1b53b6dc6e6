import { cx } from "../ui/classes";
import { t } from "../words";
import type { Subject } from "./use-tiles";
import type { View } from "./view";

interface Props {
  view: View;
  subjects: ReadonlyMap<string, Subject>;
  screens: readonly string[];
  large: string | null;
  pin: string | null;
}

/** One click to each shared screen, when more than one could be large. */
export function Screens({ view, subjects, screens, large, pin }: Props) {
  const newest = screens.at(-1);
  if (newest === undefined || (screens.length === 1 && pin === null) || (screens.length === 1 && large === newest)) return null;
  return (
    <div role="group" aria-label={t("share.all")} className="room-screens">
      {screens.map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === large}
          className={cx("truncate rounded-full px-3 py-1.5 text-xs font-medium", key === large ? "bg-white text-black" : "bg-black/75 text-white hover:bg-black")}
          onClick={() => {
            // The newest comes large by itself: nothing needs to be kept for it.
            view.pin(key === newest ? null : key);
          }}
        >
          {t("share.theirs", { name: subjects.get(key)?.participant.name ?? "" })}
        </button>
      ))}
    </div>
  );
}
