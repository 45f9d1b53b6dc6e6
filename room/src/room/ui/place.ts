export type Side = "top" | "bottom";
export type Align = "start" | "center" | "end";

const EDGE = 8;
const GAP = 8;

/** Where a menu of this size goes, in CSS pixels from the window's left and top edge, and how high it may be. */
export function placeBeside(
  button: { left: number; right: number; top: number; bottom: number },
  menu: { width: number; height: number },
  view: { width: number; height: number },
  side: Side,
  align: Align,
): { left: number; top: number; maxHeight: number } {
  const above = button.top - GAP - EDGE;
  const below = view.height - button.bottom - GAP - EDGE;
  const up = side === "top" ? above >= menu.height || above >= below : below < menu.height && above > below;
  const maxHeight = up ? above : below;
  const height = Math.min(menu.height, maxHeight);
  const wanted = {
    start: button.left,
    center: (button.left + button.right - menu.width) / 2,
    end: button.right - menu.width,
  }[align];
  return {
    left: Math.max(EDGE, Math.min(wanted, view.width - menu.width - EDGE)),
    top: up ? button.top - GAP - height : button.bottom + GAP,
    maxHeight,
  };
}

/** Puts an open menu beside its button; on a phone the style sheet has it at the bottom. */
export function placeMenu(menu: HTMLElement, button: HTMLElement, side: Side, align: Align): void {
  menu.style.maxHeight = "";
  if (window.matchMedia("(max-width: 639px)").matches) {
    menu.style.left = menu.style.top = "";
    return;
  }
  const { left, top, maxHeight } = placeBeside(
    button.getBoundingClientRect(),
    { width: menu.offsetWidth, height: menu.scrollHeight + 2 },
    { width: window.innerWidth, height: window.innerHeight },
    side,
    align,
  );
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
  menu.style.maxHeight = `${maxHeight}px`;
}
