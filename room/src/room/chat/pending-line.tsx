import { RotateCw, Trash2 } from "lucide-react";
import { cx } from "../ui/classes";
import { t } from "../words";
import type { Chat } from "./chat";
import { BUBBLE, MINE } from "./line";
import type { Pending } from "./log";
import { Text } from "./text";

/** A line on its way, or one that did not get there. */
export function PendingLine({ chat, one }: { chat: Chat; one: Pending }) {
  return (
    <article data-pending={one.failed === null ? "sending" : "failed"}>
      <div className={cx("mt-1 ml-auto", BUBBLE, MINE, one.failed === null ? "opacity-60" : "outline outline-error")}>
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
  );
}
