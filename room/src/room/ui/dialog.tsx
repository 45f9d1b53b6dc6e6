import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { cx } from "./classes";

interface Props {
  title: string;
  children: ReactNode;
  actions: ReactNode;
  onClose: () => void;
  /** For more than a question. */
  wide?: boolean;
}

/** A question that waits for an answer; the browser keeps the focus inside and gives it back. */
export function Dialog({ title, children, actions, onClose, wide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before paint, and closed before it is taken away: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
      }}
      className={cx(
        "m-auto w-full rounded-2xl border border-base-content/10 bg-base-100 p-6 text-base-content shadow-2xl backdrop:bg-black/60 max-sm:w-[calc(100%-2rem)]",
        wide ? "max-w-xl max-sm:max-h-[calc(100dvh-2rem)]" : "max-w-md",
      )}
    >
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      <div className="mt-2 text-base-content/80">{children}</div>
      <div className="mt-6 flex flex-wrap justify-end gap-2">{actions}</div>
    </dialog>
  );
}
