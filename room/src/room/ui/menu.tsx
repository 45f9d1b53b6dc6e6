import { Check } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { cx } from "./classes";
import { type Align, placeMenu, type Side } from "./place";

export interface Action {
  label: string;
  onSelect: () => void;
  icon?: ReactNode;
  /** One of several to choose from. */
  checked?: boolean;
  /** On or off by itself; the menu stays open. */
  on?: boolean;
  danger?: boolean;
  /** Why it can't be chosen now. */
  refused?: string;
}

export type Item = { heading: string } | { divider: true } | Action;

interface Props {
  label: string;
  button: ReactNode;
  buttonClass: string;
  items: readonly Item[];
  /** Where it opens, seen from its button, if there is room. */
  side?: Side;
  align?: Align;
  onOpen?: () => void;
  /** Of the button. */
  tabIndex?: number;
}

/** A button with a menu, after the ARIA practices for menu buttons; a sheet at the bottom on a phone. */
export function Menu({ label, button, buttonClass, items, side = "top", align = "center", onOpen, tabIndex }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();

  // In the top layer, so that nothing it stands in cuts it off.
  useLayoutEffect(() => {
    if (open) menu.current?.showPopover();
  }, [open]);
  // Each time: items may come after it opened.
  useLayoutEffect(() => {
    if (menu.current && trigger.current) placeMenu(menu.current, trigger.current, side, align);
  });

  const filled = items.length > 0;
  useEffect(() => {
    if (!open || !filled) return;
    const options = optionsIn(menu.current);
    (options.find((option) => option.role === "menuitemradio" && option.ariaChecked === "true") ?? options[0])?.focus();
  }, [open, filled]);

  useEffect(() => {
    if (!open) return;
    const away = ({ target, type }: Event): void => {
      if (!(target instanceof Node)) return;
      if (type === "scroll" ? target.contains(trigger.current) : !root.current?.contains(target)) setOpen(false);
    };
    const resized = (): void => {
      setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("scroll", away, true);
    window.addEventListener("resize", resized);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("scroll", away, true);
      window.removeEventListener("resize", resized);
    };
  }, [open]);

  const close = (): void => {
    setOpen(false);
    trigger.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const options = optionsIn(menu.current);
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

  const select = (item: Action): void => {
    if (item.refused !== undefined) return;
    if (item.on === undefined) close();
    item.onSelect();
  };

  return (
    <div ref={root} className="relative">
      <button
        ref={trigger}
        type="button"
        className={buttonClass}
        tabIndex={tabIndex}
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
        <div ref={menu} id={id} popover="manual" role="menu" tabIndex={0} aria-label={label} onKeyDown={onKeyDown} className="room-menu">
          {items.map((item, place) => {
            if ("divider" in item) return <hr key={place} className="mx-3 my-1.5 border-base-content/10" />;
            if ("heading" in item) {
              return (
                <p key={place} role="presentation" className="px-3 pt-2 pb-1 text-xs font-semibold text-base-content/70">
                  {item.heading}
                </p>
              );
            }
            return <Option key={keyOf(items, place, item)} item={item} onSelect={select} />;
          })}
        </div>
      )}
    </div>
  );
}

/** By its label, so that the focus stays on it while others come and go; two may have the same. */
function keyOf(items: readonly Item[], place: number, { label }: Action): string {
  const same = items.slice(0, place).filter((one) => "label" in one && one.label === label);
  return `${label} ${same.length}`;
}

function optionsIn(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
}

function Option({ item, onSelect }: { item: Action; onSelect: (item: Action) => void }) {
  const why = useId();
  const marked = item.checked ?? item.on;
  return (
    <button
      type="button"
      role={item.on !== undefined ? "menuitemcheckbox" : item.checked !== undefined ? "menuitemradio" : "menuitem"}
      aria-checked={marked}
      aria-disabled={item.refused !== undefined || undefined}
      aria-describedby={item.refused !== undefined ? why : undefined}
      tabIndex={-1}
      className={cx("room-option", item.danger === true && "text-error")}
      onClick={() => {
        onSelect(item);
      }}
    >
      {marked === undefined ? item.icon : <Check aria-hidden className={cx("size-4 shrink-0", !marked && "invisible")} />}
      <span className="min-w-0 break-words">
        {item.label}
        {item.refused !== undefined && (
          <span id={why} aria-hidden className="block text-xs text-base-content/75">
            {item.refused}
          </span>
        )}
      </span>
    </button>
  );
}
