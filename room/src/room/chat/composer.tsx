import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { t, tn } from "../words";
import type { Chat } from "./chat";
import { lengthOf } from "./log";

/** The field. Enter sends, but not while a character is being composed; Shift+Enter breaks the line. */
export function Composer({ chat, limit }: { chat: Chat; limit: number }) {
  const [text, setText] = useState(chat.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  // Safari ends a composition before the keydown of its Enter.
  const composed = useRef(false);
  const over = lengthOf(text) - limit;

  useEffect(() => {
    field.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, 160)}px`;
  }, [text]);

  const write = (next: string): void => {
    chat.keepDraft(next);
    setText(next);
  };
  const send = (): void => {
    const whole = text.trim();
    if (!whole || over > 0) return;
    write("");
    void chat.write(whole);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || composed.current) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="border-t border-base-content/10 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2 rounded-3xl bg-base-200 py-1.5 pr-1.5 pl-4 focus-within:outline-2 focus-within:outline-primary">
        <label htmlFor={id} className="sr-only">
          {t("chat.field")}
        </label>
        <textarea
          id={id}
          ref={field}
          rows={1}
          value={text}
          placeholder={t("chat.placeholder")}
          className="max-h-40 min-w-0 flex-1 resize-none bg-transparent py-2 text-sm outline-none placeholder:text-base-content/70"
          aria-invalid={over > 0}
          onChange={(event) => {
            write(event.target.value);
          }}
          onKeyDown={onKeyDown}
          onCompositionStart={() => {
            composed.current = true;
          }}
          onCompositionEnd={() => {
            setTimeout(() => {
              composed.current = false;
            });
          }}
        />
        <button type="submit" className="btn btn-primary btn-circle btn-sm size-9" aria-label={t("chat.send")} title={t("chat.send")} disabled={!text.trim() || over > 0}>
          <SendHorizontal aria-hidden className="size-4" />
        </button>
      </div>
      <p role="status" className="px-2 text-xs text-error empty:hidden">
        {over > 0 ? tn("chat.over", over) : ""}
      </p>
    </form>
  );
}
