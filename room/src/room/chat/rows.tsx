import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, type RefObject, useCallback, useMemo, useState } from "react";
import type { Message } from "../api/types";
import { useLeads } from "../people/use-hall";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";
import { Beginning } from "./beginning";
import type { ChatState } from "./chat";
import { DeleteDialog } from "./delete-dialog";
import { Line } from "./line";
import { continues, opensDay } from "./log";
import { PendingLine } from "./pending-line";
import { useFollow } from "./use-follow";

interface Props {
  inside: Inside;
  state: ChatState;
  mayWrite: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The conversation. */
export function Rows({ inside, state, mayWrite, field }: Props) {
  const { chat, entry } = inside;
  const { rows, pending, newFrom, editing } = state;
  const [deleting, setDeleting] = useState<Message | null>(null);
  const [stop, setStop] = useState("");
  const leads = useLeads(inside);
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const { list, atEnd, leftAt, onScroll, goToEnd } = useFollow(state);
  const below = atEnd ? 0 : rows.filter(({ number, identity, deleted }) => number > leftAt && identity !== entry.identity && deleted === "").length;
  const newest = rows.findLast((row) => row.deleted === "")?.id;
  const tabStop = byId.get(stop)?.deleted === "" ? stop : newest;

  const jump = useCallback((id: string): void => {
    const line = document.getElementById(`line-${id}`);
    line?.scrollIntoView({ block: "center" });
    line?.focus({ preventScroll: true });
    line?.animate([{ backgroundColor: "color-mix(in oklab, currentColor 15%, transparent)" }, {}], 1_500);
  }, []);
  const done = useCallback((): void => {
    field.current?.focus();
  }, [field]);
  // From one line's menu to the next: with Tab it would be a long way.
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const here = (event.target as Element).closest<HTMLElement>("[data-line-menu]");
    if (!step || !here || (event.target as Element).closest("[role='menu']")) return;
    const menus = [...(list.current?.querySelectorAll<HTMLElement>("[data-line-menu]") ?? [])];
    const next = menus[menus.indexOf(here) + step];
    event.preventDefault();
    next?.querySelector("button")?.focus();
    setStop(next?.closest("article")?.id.replace("line-", "") ?? stop);
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={list}
        role="log"
        aria-label={t("chat.messages")}
        aria-live={state.history === "loading" || state.earlier === "loading" ? "off" : "polite"}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-4 pb-3 [overflow-anchor:none]"
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <Beginning chat={chat} state={state} guest={entry.role === "guest"} />
        {rows.map((row, place) => {
          const before = rows[place - 1];
          const newDay = opensDay(row, before);
          const mine = row.identity === entry.identity;
          return (
            <Line
              key={row.id}
              inside={inside}
              row={row}
              quoted={row.reply_to === null ? undefined : byId.get(row.reply_to)}
              mine={mine}
              opensDay={newDay}
              opensNew={row.number === newFrom}
              goesOn={!newDay && row.number !== newFrom && continues(row, before)}
              editing={row.id === editing}
              mayWrite={mayWrite}
              mayDelete={mine || leads}
              tabbable={row.id === tabStop}
              onJump={jump}
              onDelete={setDeleting}
              onDone={done}
            />
          );
        })}
        {pending.map((one) => (
          <PendingLine key={one.nonce} chat={chat} one={one} />
        ))}
      </div>
      {!atEnd && (
        <button type="button" className="btn btn-primary btn-sm absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-lg" onClick={goToEnd}>
          <ArrowDown aria-hidden className="size-4" /> {below > 0 ? tn("chat.below", below) : t("chat.newest")}
        </button>
      )}
      {deleting && (
        <DeleteDialog
          mine={deleting.identity === entry.identity}
          name={deleting.name}
          onClose={() => {
            setDeleting(null);
          }}
          onDelete={() => {
            setDeleting(null);
            void inside.attempt(() => chat.delete(deleting.id)).then(() => list.current?.focus());
          }}
        />
      )}
    </div>
  );
}
