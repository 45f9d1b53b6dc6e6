import { type PointerEvent, useRef } from "react";
import { cornerAt } from "./layout";
import type { View } from "./view";

type Listener = (event: PointerEvent<HTMLElement>) => void;

interface Drag {
  onPointerDown?: Listener;
  onPointerMove?: Listener;
  onPointerUp?: Listener;
  onPointerCancel?: Listener;
}

/** Lets one drag a tile; on release it goes to the nearest corner. `null`: it stays where it is. */
export function useDrag(view: View | null): Drag {
  const from = useRef<{ x: number; y: number } | null>(null);
  if (!view) return {};

  const drop: Listener = ({ currentTarget }) => {
    from.current = null;
    currentTarget.style.removeProperty("translate");
    delete currentTarget.dataset.dragged;
  };

  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, [popover], dialog"))) return;
      from.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ currentTarget, clientX, clientY }) => {
      if (!from.current) return;
      currentTarget.style.translate = `${clientX - from.current.x}px ${clientY - from.current.y}px`;
      currentTarget.dataset.dragged = "true";
    },
    onPointerUp: (event) => {
      const tile = event.currentTarget;
      const stage = tile.parentElement?.getBoundingClientRect();
      const { x, y, width, height } = tile.getBoundingClientRect();
      const moved = tile.dataset.dragged !== undefined;
      drop(event);
      if (stage && moved) view.moveSelf(cornerAt(x + width / 2 - stage.x, y + height / 2 - stage.y, stage.width, stage.height));
    },
    onPointerCancel: drop,
  };
}
