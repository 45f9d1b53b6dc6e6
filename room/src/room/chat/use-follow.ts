import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { ChatState } from "./chat";

/** How near to the end, in pixels, still counts as being there. */
const NEAR = 40;

export interface Following {
  list: RefObject<HTMLDivElement | null>;
  /** Whether the newest line is in sight. */
  atEnd: boolean;
  /** Number of the last line that was there when the reader left the end. */
  leftAt: number;
  onScroll: () => void;
  goToEnd: () => void;
}

/** Keeps the newest in sight while its reader is there, and the reader's place otherwise. */
export function useFollow({ rows, pending }: ChatState): Following {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ atEnd: true, leftAt: 0 });
  const atEnd = useRef(true);
  const before = useRef<{ first: string; height: number; pending: number } | null>(null);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const first = rows[0]?.id ?? "";
    const last = before.current;
    before.current = { first, height: element.scrollHeight, pending: pending.length };
    if (last === null) {
      const divider = element.querySelector("[data-new]");
      if (divider) divider.scrollIntoView({ block: "start" });
      else element.scrollTop = element.scrollHeight;
    } else if (pending.length > last.pending || (atEnd.current && first === last.first)) {
      element.scrollTop = element.scrollHeight;
    } else if (first !== last.first && last.first !== "") {
      element.scrollTop += element.scrollHeight - last.height;
    }
  }, [rows, pending]);

  return {
    list,
    ...place,
    onScroll: () => {
      const element = list.current;
      if (!element) return;
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      if (near === atEnd.current) return;
      atEnd.current = near;
      setPlace({ atEnd: near, leftAt: rows.at(-1)?.number ?? 0 });
    },
    goToEnd: () => {
      const element = list.current;
      if (element) element.scrollTop = element.scrollHeight;
    },
  };
}
