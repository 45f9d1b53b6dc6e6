import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Message } from "../api/types";
import { t, tn } from "../words";
import type { Chat } from "./chat";
import { Field } from "./field";
import { lengthOf } from "./log";

interface Props {
  chat: Chat;
  row: Message;
  limit: number;
  onDone: () => void;
}

/** A line of one's own, open for another text. */
export function EditField({ chat, row, limit, onDone }: Props) {
  const [text, setText] = useState(row.text);
  const [failed, setFailed] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const status = useId();
  const over = lengthOf(text.trim()) - limit;
  const savable = text.trim() !== "" && over <= 0 && !busy;

  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    element?.form?.scrollIntoView({ block: "nearest" });
  }, []);
  // However it ends, what is typed next must not fall on the room's keys.
  useLayoutEffect(() => {
    const form = field.current?.form;
    return () => {
      if (form?.contains(document.activeElement)) onDone();
    };
  }, [onDone]);

  const close = (): void => {
    chat.startEdit(null);
  };
  const save = async (): Promise<void> => {
    if (!savable) return;
    if (text.trim() === row.text) {
      close();
      return;
    }
    setBusy(true);
    const why = await chat.edit(row.id, text.trim());
    setBusy(false);
    if (why !== null) setFailed(why);
  };

  return (
    <form
      className="mt-1 rounded-2xl bg-base-200 p-2 pl-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        close();
      }}
    >
      <div className="flex">
        <Field
          field={field}
          label={t("chat.edit.field")}
          value={text}
          invalid={over > 0}
          describedBy={status}
          onChange={setText}
          onEnter={() => void save()}
        />
      </div>
      <p id={status} role="status" className="pr-2 pb-1 text-xs text-error empty:hidden">
        {over > 0 ? tn("chat.over", over) : failed && t("chat.unsaved", { why: failed })}
      </p>
      <div className="flex justify-end gap-1">
        <button type="button" className="btn btn-ghost btn-xs rounded-full" onClick={close}>
          {t("cancel")}
        </button>
        <button type="submit" className="btn btn-primary btn-xs rounded-full" disabled={!savable}>
          {t("chat.edit.save")}
        </button>
      </div>
    </form>
  );
}
