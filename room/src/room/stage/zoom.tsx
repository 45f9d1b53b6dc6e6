import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

export const MOST = 8;

/** A point of the picture that stays where it is on the screen while the scale changes. */
interface Anchor {
  /** In the frame, in CSS pixels. */
  x: number;
  y: number;
  /** Of the picture, 0 to 1. */
  across: number;
  down: number;
}

interface Props {
  /** 1: all of it fits. */
  scale: number;
  onScale: (scale: number) => void;
  /** Said of the part that is seen. */
  label: string;
  children: ReactNode;
}

/**
 * Looks closer at what it holds: by wheel or pinch, dragged or scrolled about.
 *
 * What is inside really grows and the frame scrolls, so that adaptive stream asks for a picture of that size.
 */
export function Zoom({ scale, onScale, label, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const grabbed = useRef<{ x: number; y: number } | null>(null);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const middle: Anchor = { x: element.clientWidth / 2, y: element.clientHeight / 2, across: 0.5, down: 0.5 };
    const { x, y, across, down } = anchor.current ?? middle;
    element.scrollTo(across * element.scrollWidth - x, down * element.scrollHeight - y);
    anchor.current = null;
  }, [scale]);

  // React listens to the wheel passively and could not keep the page from zooming.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const x = event.clientX - left;
      const y = event.clientY - top;
      anchor.current = { x, y, across: (element.scrollLeft + x) / element.scrollWidth, down: (element.scrollTop + y) / element.scrollHeight };
      onScale(scale * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("wheel", onWheel);
    };
  }, [scale, onScale]);

  const near = scale > 1;
  return (
    <div
      ref={frame}
      className="room-zoom"
      data-zoomed={near ? "" : undefined}
      {...(near ? { tabIndex: 0, role: "region", "aria-label": label } : {})}
      onPointerDown={(event) => {
        if (!near || event.button !== 0 || event.pointerType === "touch") return;
        grabbed.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!grabbed.current) return;
        event.currentTarget.scrollBy(grabbed.current.x - event.clientX, grabbed.current.y - event.clientY);
        grabbed.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerUp={() => {
        grabbed.current = null;
      }}
    >
      <div style={{ width: `${scale * 100}%`, height: `${scale * 100}%` }}>{children}</div>
    </div>
  );
}
