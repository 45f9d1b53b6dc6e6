import type { Message } from "../api/types";
import { t } from "../words";

/** The line that a line answers. */
export function Quote({ row, onJump }: { row: Message | undefined; onJump: (id: string) => void }) {
  if (!row) return <p className="mb-1 border-l-2 border-base-content/30 pl-2 text-xs text-base-content/75">{t("chat.quote.earlier")}</p>;
  const gone = row.deleted !== "";
  return (
    <button
      type="button"
      className="mb-1 block min-h-6 w-full cursor-pointer border-l-2 border-primary pl-2 text-left text-xs hover:bg-base-content/5"
      aria-label={t("chat.quote.jump", { name: row.name })}
      onClick={() => {
        onJump(row.id);
      }}
    >
      <strong className="block truncate font-semibold">{row.name}</strong>
      <span className="line-clamp-2 text-base-content/80 [overflow-wrap:anywhere]">{gone ? t("chat.quote.deleted") : row.text}</span>
    </button>
  );
}
