import { RotateCw, Trash2 } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { cx } from "../ui/classes";
import { clock, day, t } from "../words";
import type { Chat, ChatState } from "./chat";
import { continues, opensDay } from "./log";
import { Text } from "./text";

/** How near to the end, in pixels, still counts as being there. */
const NEAR = 40;

const MINE = "ml-auto rounded-br-md bg-primary/15";

/** The conversation. It follows the newest only while its reader is there already. */
export function Rows({ chat, state, me }: { chat: Chat; state: ChatState; me: string }) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const { rows, pending, history } = state;

  useLayoutEffect(() => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [rows, pending]);

  return (
    <div
      ref={list}
      role="log"
      aria-label={t("chat.messages")}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-4 pb-3"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      {history === "loading" && <p className="py-6 text-center text-sm text-base-content/75">{t("chat.loading")}</p>}
      {history === "failed" && (
        <p className="py-6 text-center text-sm">
          {t("chat.failed")}{" "}
          <button type="button" className="link" onClick={() => void chat.catchUp()}>
            {t("retry")}
          </button>
        </p>
      )}
      {history === "read" && rows.length + pending.length === 0 && (
        <p className="mx-auto max-w-56 py-10 text-center text-sm text-base-content/75">{t("chat.empty")}</p>
      )}
      {rows.map((row, place) => {
        const before = rows[place - 1];
        const mine = row.identity === me;
        const newDay = opensDay(row, before);
        const goesOn = !newDay && continues(row, before);
        return (
          <article key={row.id} data-message={row.number}>
            {newDay && (
              <h3 className="my-4 flex items-center gap-3 text-xs font-medium text-base-content/75 before:h-px before:flex-1 before:bg-base-content/15 after:h-px after:flex-1 after:bg-base-content/15">
                {day(row.written_at)}
              </h3>
            )}
            {!goesOn && (
              <p className={cx("mt-3 mb-1 flex gap-2 px-1 text-xs text-base-content/75", mine && "justify-end")}>
                <strong className="truncate font-semibold text-base-content">{mine ? t("chat.you") : row.name}</strong>
                <time dateTime={row.written_at} className="shrink-0">
                  {clock(row.written_at)}
                </time>
              </p>
            )}
            <div className={cx("mt-1 w-fit max-w-[90%] rounded-2xl px-3.5 py-2", mine ? MINE : "rounded-bl-md bg-base-200")}>
              <Text text={row.text} />
            </div>
          </article>
        );
      })}
      {pending.map((one) => (
        <article key={one.nonce} data-pending={one.failed === null ? "sending" : "failed"}>
          <div className={cx("mt-1 w-fit max-w-[90%] rounded-2xl px-3.5 py-2", MINE, one.failed === null ? "opacity-60" : "outline outline-error")}>
            <Text text={one.text} />
          </div>
          {one.failed === null ? (
            <p className="sr-only">{t("chat.sending")}</p>
          ) : (
            <div role="alert" className="mt-1 text-right text-xs">
              <p className="text-error">{t("chat.unsent", { why: one.failed })}</p>
              <button type="button" className="btn btn-ghost btn-xs" onClick={() => void chat.retry(one.nonce)}>
                <RotateCw aria-hidden className="size-3" /> {t("retry")}
              </button>
              <button
                type="button"
                className="btn btn-ghost btn-xs"
                onClick={() => {
                  chat.discard(one.nonce);
                }}
              >
                <Trash2 aria-hidden className="size-3" /> {t("chat.discard")}
              </button>
            </div>
          )}
        </article>
      ))}
    </div>
  );
}
