import { t } from "../words";
import type { Chat, ChatState } from "./chat";

const NOTE = "py-4 text-center text-sm text-base-content/75";

/** What stands above the first line: more to read, or why there is no more. */
export function Beginning({ chat, state, guest }: { chat: Chat; state: ChatState; guest: boolean }) {
  const { history, earlier, rows, pending } = state;
  if (history === "loading" || earlier === "loading") return <p className={NOTE}>{t("chat.loading")}</p>;
  if (history === "failed" || earlier === "failed") {
    return (
      <p className={NOTE}>
        {t("chat.failed")}{" "}
        <button type="button" className="link" onClick={() => void (history === "failed" ? chat.catchUp() : chat.readEarlier())}>
          {t("retry")}
        </button>
      </p>
    );
  }
  if (earlier === "there") {
    return (
      <p className="py-3 text-center">
        <button type="button" className="btn btn-sm rounded-full" onClick={() => void chat.readEarlier()}>
          {t("chat.earlier")}
        </button>
      </p>
    );
  }
  const empty = rows.length + pending.length === 0;
  return (
    <>
      {guest && <p className="py-3 text-center text-xs text-base-content/75">{t("chat.since")}</p>}
      {empty && <p className="mx-auto max-w-56 py-10 text-center text-sm text-base-content/75">{t("chat.empty")}</p>}
    </>
  );
}
