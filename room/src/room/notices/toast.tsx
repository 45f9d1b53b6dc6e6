import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../ui/classes";
import { t } from "../words";

interface Props {
  /** Of a toast that asks for a decision. */
  label?: string;
  tone?: string;
  text: ReactNode;
  /** Whether a long text may be cut. */
  clamped?: boolean;
  /** What one can do about it: reached by keyboard before it is put away. */
  children?: ReactNode;
  onDismiss: () => void;
}

export function Toast({ label, tone, text, clamped = false, children, onDismiss }: Props) {
  return (
    <section aria-label={label} className="room-toast" data-tone={tone}>
      <p className={cx("pr-7 text-sm break-words", clamped && "line-clamp-3")}>{text}</p>
      {children}
      <button type="button" className="btn btn-ghost btn-circle btn-xs absolute top-2.5 right-2.5" aria-label={t("dismiss")} onClick={onDismiss}>
        <X aria-hidden className="size-4" />
      </button>
    </section>
  );
}
