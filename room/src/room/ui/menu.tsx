import { Check } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cx } from "./classes";

export type Item =
  | { heading: string }
  | { label: string; onSelect: () => void; icon?: ReactNode; checked?: boolean; danger?: boolean };

interface Props {
  label: string;
  button: ReactNode;
  buttonClass: string;
  items: readonly Item[];
  /** Where it opens, seen from its button. */
  side?: "top" | "bottom";
  align?: "start" | "center" | "end";
  onOpen?: () => void;
}

/** A button with a menu, after the ARIA practices for menu buttons. */
export function Menu({ label, button, buttonClass, items, side = "top", align = "center", onOpen }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();

  // Items may come after it opened: the first of them takes the focus then.
  const filled = items.length > 0;
  useEffect(() => {
    if (!open || !filled) return;
    const options = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    (options.find((option) => option.ariaChecked === "true") ?? options[0])?.focus();
  }, [open, filled]);

  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target)) return;
      setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    return () => {
      document.removeEventListener("pointerdown", away);
    };
  }, [open]);

  const close = (): void => {
    setOpen(false);
    trigger.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const options = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const here = options.indexOf(document.activeElement as HTMLElement);
    const go = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: options.length - 1 }[event.key];
    if (go !== undefined) {
      event.preventDefault();
      options.at(go % options.length)?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      setOpen(false);
    }
  };

  return (
    <div ref={root} className="relative">
      <button
        ref={trigger}
        type="button"
        className={buttonClass}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => {
          if (!open) onOpen?.();
          setOpen(!open);
        }}
      >
        {button}
      </button>
      {open && (
        <div
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={onKeyDown}
          className={cx(
            "absolute z-40 max-h-80 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-2xl border border-base-content/10 bg-base-100 p-1.5 text-base-content shadow-xl",
            side === "top" ? "bottom-full mb-3 max-sm:fixed max-sm:inset-x-2 max-sm:bottom-18 max-sm:w-auto max-sm:max-w-none max-sm:translate-x-0" : "top-full mt-1",
            align === "start" && "left-0",
            align === "center" && "left-1/2 -translate-x-1/2",
            align === "end" && "right-0",
          )}
        >
          {items.map((item, place) =>
            "heading" in item ? (
              <p key={place} role="presentation" className="px-3 pt-2 pb-1 text-xs font-semibold text-base-content/70">
                {item.heading}
              </p>
            ) : (
              <button
                key={place}
                type="button"
                role={item.checked === undefined ? "menuitem" : "menuitemradio"}
                aria-checked={item.checked}
                tabIndex={-1}
                className={cx(
                  "flex w-full items-center gap-3 rounded-xl px-3 py-2 text-left text-sm hover:bg-base-200 focus-visible:bg-base-200",
                  item.danger === true && "text-error",
                )}
                onClick={() => {
                  close();
                  item.onSelect();
                }}
              >
                {item.checked === undefined ? item.icon : <Check aria-hidden className={cx("size-4 shrink-0", !item.checked && "invisible")} />}
                <span className="min-w-0 break-words">{item.label}</span>
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}
