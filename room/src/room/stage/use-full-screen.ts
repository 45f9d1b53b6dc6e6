import { type RefObject, useSyncExternalStore } from "react";

function subscribe(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => {
    document.removeEventListener("fullscreenchange", listener);
  };
}

/** An element on the full screen and back. */
export function useFullScreen(of: RefObject<HTMLElement | null>): { offered: boolean; on: boolean; flip: () => void } {
  const on = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null && document.fullscreenElement === of.current);
  return {
    offered: document.fullscreenEnabled,
    on,
    flip: () => void (on ? document.exitFullscreen() : of.current?.requestFullscreen()),
  };
}
