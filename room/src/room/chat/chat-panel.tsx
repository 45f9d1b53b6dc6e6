import { Bell, BellOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useMay } from "../people/use-hall";
import { Panel } from "../ui/panel";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Composer } from "./composer";
import { Rows } from "./rows";

export default function ChatPanel({ inside, onClose }: { inside: Inside; onClose: () => void }) {
  const { chat, chatNotices, door } = inside;
  const state = useStore(chat.state);
  const quiet = useStore(chatNotices.quiet);
  const mayWrite = useMay(inside).chat;
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    // On a touch screen that would bring up the keyboard, over what one came to read.
    if (!window.matchMedia("(pointer: coarse)").matches) field.current?.focus();
  }, []);
  const answered = state.replyTo?.id;
  useEffect(() => {
    if (answered) field.current?.focus();
  }, [answered]);

  return (
    <Panel
      title={t("chat.title")}
      onClose={onClose}
      tools={
        <button
          type="button"
          className="btn btn-ghost btn-circle btn-sm"
          aria-label={quiet ? t("chat.notices.on") : t("chat.notices.off")}
          title={quiet ? t("chat.notices.on") : t("chat.notices.off")}
          onClick={() => {
            chatNotices.quiet.set(!quiet);
          }}
        >
          {quiet ? <BellOff aria-hidden className="size-4.5" /> : <Bell aria-hidden className="size-4.5" />}
        </button>
      }
    >
      <Rows inside={inside} state={state} mayWrite={mayWrite} field={field} />
      <div role="status">{!mayWrite && <Forbidden />}</div>
      {mayWrite && <Composer chat={chat} replyTo={state.replyTo} limit={door.limits.message} field={field} />}
    </Panel>
  );
}

/** It may come while somebody types: what they go on typing must not fall on the room's keys. */
function Forbidden() {
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) note.current?.focus();
  }, []);
  return (
    <p
      ref={note}
      tabIndex={-1}
      className="border-t border-base-content/10 p-4 text-center text-sm text-base-content/80 outline-none"
      onKeyDown={(event) => {
        if (event.key.length === 1) event.stopPropagation();
      }}
    >
      {t("chat.forbidden")}
    </p>
  );
}
