import { type ReactNode, useId } from "react";
import { cx } from "../ui/classes";
import type { Inside } from "../visit/inside";
import { t } from "../words";

interface Props {
  inside: Inside;
  label: string;
  /** Its keys, for the tooltip. */
  keys?: string;
  /** A device that is off; something that is on; a panel that is open. */
  state?: "off" | "active" | "open";
  /** For a panel's button: which panel, so that the focus comes back to it. */
  panel?: string;
  /** Whether the host has turned it off: pressing it says so. */
  refused?: boolean;
  className?: string;
  onClick: () => void;
  children: ReactNode;
}

/** A round button of the control bar. */
export function Round({ inside, label, keys, state, panel, refused = false, className, onClick, children }: Props) {
  const why = useId();
  const hint = keys === undefined ? label : `${label} (${keys})`;
  return (
    <>
      <button
        type="button"
        className={cx("room-round", className)}
        data-off={state === "off"}
        data-active={state === "active" || state === "open"}
        data-panel-button={panel}
        aria-expanded={panel === undefined ? undefined : state === "open"}
        aria-label={label}
        aria-disabled={refused || undefined}
        aria-describedby={refused ? why : undefined}
        title={refused ? t("rules.off") : hint}
        onClick={() => {
          if (refused) inside.notices.tell(t("rules.off"));
          else onClick();
        }}
      >
        {children}
      </button>
      {refused && (
        <span id={why} hidden>
          {t("rules.off")}
        </span>
      )}
    </>
  );
}

/** A number on a button: what is new there, or how many. */
export function Badge({ number, calm = false }: { number: number; calm?: boolean }) {
  if (number === 0) return null;
  return (
    <span aria-hidden className={calm ? "room-count" : "room-badge"}>
      {number > 99 ? "99+" : number}
    </span>
  );
}
