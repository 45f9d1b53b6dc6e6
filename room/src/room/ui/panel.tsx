import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../words";

interface Props {
  title: string;
  children: ReactNode;
  /** Beside the button that closes. */
  tools?: ReactNode;
  onClose: () => void;
}

/** A panel at the right; a sheet over everything on a phone. It takes the focus when it opens. */
export function Panel({ title, children, tools, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    if (!heading.current?.closest("aside")?.contains(document.activeElement)) heading.current?.focus();
  }, []);
  return (
    <aside
      aria-labelledby={id}
      className="room-panel"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.nativeEvent.isComposing) onClose();
      }}
    >
      <header className="flex items-center justify-between gap-2 py-3 pr-3 pl-5">
        <h2 id={id} ref={heading} tabIndex={-1} className="mr-auto font-semibold outline-none">
          {title}
        </h2>
        {tools}
        <button type="button" className="btn btn-ghost btn-circle btn-sm" aria-label={t("panel.close")} title={t("panel.close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </button>
      </header>
      {children}
    </aside>
  );
}
