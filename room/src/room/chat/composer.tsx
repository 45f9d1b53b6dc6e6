import { SendHorizontal, X } from "lucide-react";
import { type RefObject, useEffect, useId, useState } from "react";
import type { Message } from "../api/types";
import { t, tn } from "../words";
import type { Chat } from "./chat";
import { Field } from "./field";
import { lengthOf } from "./log";

interface Props {
  chat: Chat;
  replyTo: Message | null;
  limit: number;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Where one writes, perhaps in answer to a line. */
export function Composer({ chat, replyTo, limit, field }: Props) {
  const [text, setText] = useState(chat.draft);
  const status = useId();
  const over = lengthOf(text) - limit;

  // It comes back when the chat is allowed again: whoever was here goes on where they were.
  useEffect(() => {
    if (document.activeElement === document.body) field.current?.focus();
  }, [field]);

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

  return (
    <form
      className="border-t border-base-content/10 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo && (
        <div className="mb-2 flex items-center gap-2 border-l-2 border-primary py-0.5 pl-3 text-xs">
          <p className="min-w-0 flex-1">
            <strong className="block truncate font-semibold">{t("chat.replying", { name: replyTo.name })}</strong>
            <span className="block truncate text-base-content/75">{replyTo.text}</span>
          </p>
          <button
            type="button"
            className="btn btn-ghost btn-circle btn-xs size-7"
            aria-label={t("chat.reply.stop")}
            title={t("chat.reply.stop")}
            onClick={() => {
              chat.startReply(null);
              field.current?.focus();
            }}
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      )}
      <div className="flex items-end gap-2 rounded-3xl bg-base-200 py-1.5 pr-1.5 pl-4 focus-within:outline-2 focus-within:outline-primary">
        <Field
          field={field}
          label={t("chat.field")}
          value={text}
          placeholder={t("chat.placeholder")}
          invalid={over > 0}
          describedBy={over > 0 ? status : undefined}
          onChange={write}
          onEnter={send}
          onKeyDown={(event) => {
            if (event.key === "Escape" && replyTo) {
              event.stopPropagation();
              chat.startReply(null);
            } else if (event.key === "ArrowUp" && text === "") {
              event.preventDefault();
              chat.editLast();
            }
          }}
        />
        <button type="submit" className="btn btn-primary btn-circle btn-sm size-9" aria-label={t("chat.send")} title={t("chat.send")} disabled={!text.trim() || over > 0}>
          <SendHorizontal aria-hidden className="size-4" />
        </button>
      </div>
      <p id={status} role="status" className="px-2 pt-1 text-xs text-error empty:hidden">
        {over > 0 ? tn("chat.over", over) : ""}
      </p>
    </form>
  );
}
