import { type PointerEvent, useEffect, useRef } from "react";
import type { View } from "./view";

const SWIPE = 60;
/** Where Page Up and Page Down mean something else. */
const OWN = "input, textarea, select, [contenteditable], aside, dialog, [role=menu], [role=log], [data-zoomed], [popover]";

interface Swipe {
  onPointerDown?: (event: PointerEvent) => void;
  onPointerUp?: (event: PointerEvent) => void;
}

/** Leafs by Page Up, Page Down, and by swiping where one touches. */
export function usePaging(view: View, page: number, pages: number): Swipe {
  const from = useRef<{ x: number; y: number } | null>(null);

  useEffect(() => {
    if (pages < 2) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      const step = { PageUp: -1, PageDown: 1 }[event.key];
      if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest(OWN)) return;
      event.preventDefault();
      view.turnTo(Math.min(pages - 1, page + step));
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [view, page, pages]);

  if (pages < 2) return {};
  return {
    onPointerDown: ({ pointerType, isPrimary, clientX, clientY, target }) => {
      const free = target instanceof Element && !target.closest(`${OWN}, [data-part=float]`);
      from.current = pointerType === "touch" && isPrimary && free ? { x: clientX, y: clientY } : null;
    },
    onPointerUp: ({ clientX, clientY }) => {
      if (!from.current) return;
      const x = clientX - from.current.x;
      const y = clientY - from.current.y;
      from.current = null;
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) view.turnTo(Math.min(pages - 1, page + (x < 0 ? 1 : -1)));
    },
  };
}
