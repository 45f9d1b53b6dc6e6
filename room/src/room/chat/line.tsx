import { Copy, EllipsisVertical, Pencil, Reply, Trash2 } from "lucide-react";
import { memo } from "react";
import type { Message } from "../api/types";
import { cx } from "../ui/classes";
import { useCopy } from "../ui/copy";
import { type Item, Menu } from "../ui/menu";
import type { Inside } from "../visit/inside";
import { clock, day, t } from "../words";
import { EditField } from "./edit-field";
import { Quote } from "./quote";
import { Text } from "./text";

export const BUBBLE = "w-fit max-w-full min-w-0 rounded-2xl px-3.5 py-2";
export const MINE = "rounded-br-md bg-primary/15";

interface Props {
  inside: Inside;
  row: Message;
  quoted: Message | undefined;
  mine: boolean;
  opensDay: boolean;
  opensNew: boolean;
  goesOn: boolean;
  editing: boolean;
  mayWrite: boolean;
  mayDelete: boolean;
  /** Whether Tab stops at its menu; the others are reached by arrow keys. */
  tabbable: boolean;
  onJump: (id: string) => void;
  onDelete: (row: Message) => void;
  onDone: () => void;
}

/** One line of the conversation, with what one may do to it. Plain props only: drawn anew when it changed itself. */
export const Line = memo(function Line(props: Props) {
  const { inside, row, mine, opensNew, goesOn, editing, mayWrite, onDone } = props;
  const name = mine ? t("chat.you") : row.name;
  return (
    <article id={`line-${row.id}`} tabIndex={-1} data-message={row.number} className="rounded-lg outline-none">
      {props.opensDay && (
        <h3 className="my-4 flex items-center gap-3 text-xs font-medium text-base-content/75 before:h-px before:flex-1 before:bg-base-content/15 after:h-px after:flex-1 after:bg-base-content/15">
          {day(row.written_at)}
        </h3>
      )}
      {opensNew && (
        <h3 data-new className="my-3 flex items-center gap-3 text-xs font-semibold text-primary before:h-px before:flex-1 before:bg-primary/50 after:h-px after:flex-1 after:bg-primary/50">
          {t("chat.new")}
        </h3>
      )}
      {!goesOn && (
        <p className={cx("mt-3 mb-1 flex gap-2 px-1 text-xs text-base-content/75", mine && "justify-end")}>
          <strong className="truncate font-semibold text-base-content">{name}</strong>
          <time dateTime={row.written_at} className="shrink-0">
            {clock(row.written_at)}
          </time>
        </p>
      )}
      {editing && mayWrite ? (
        <EditField chat={inside.chat} row={row} limit={inside.door.limits.message} onDone={onDone} />
      ) : (
        <div className={cx("group mt-1 flex items-center gap-1", mine && "flex-row-reverse")}>
          {row.deleted ? (
            <p className={cx(BUBBLE, "border border-dashed border-base-content/25 text-sm text-base-content/75 italic")}>
              {row.deleted === "host" ? t("chat.deleted.host") : mine ? t("chat.deleted.you") : t("chat.deleted.author")}
            </p>
          ) : (
            <>
              <div className={cx(BUBBLE, mine ? MINE : "rounded-bl-md bg-base-200")}>
                {row.reply_to !== null && <Quote row={props.quoted} onJump={props.onJump} />}
                <Text text={row.text} />
                {row.edited_at !== null && (
                  <p className="text-xs text-base-content/75" title={clock(row.edited_at)}>
                    {t("chat.edited")}
                  </p>
                )}
              </div>
              <Actions {...props} name={name} />
            </>
          )}
        </div>
      )}
    </article>
  );
});

function Actions({ inside, row, mine, mayWrite, mayDelete, tabbable, onDelete, name }: Props & { name: string }) {
  const { copy } = useCopy();
  const { chat, notices } = inside;
  const items: Item[] = [];
  if (mayWrite) {
    items.push({
      label: t("chat.reply"),
      icon: <Reply aria-hidden className="size-4" />,
      onSelect: () => {
        chat.startReply(row);
      },
    });
  }
  items.push({
    label: t("chat.copy"),
    icon: <Copy aria-hidden className="size-4" />,
    onSelect: () =>
      void copy(row.text).then((done) => {
        notices.tell(done ? t("copied") : t("chat.copy.failed"));
      }),
  });
  if (mine && mayWrite) {
    items.push({
      label: t("chat.edit"),
      icon: <Pencil aria-hidden className="size-4" />,
      onSelect: () => {
        chat.startEdit(row.id);
      },
    });
  }
  if (mayDelete) {
    items.push({
      label: t("chat.delete"),
      icon: <Trash2 aria-hidden className="size-4" />,
      danger: true,
      onSelect: () => {
        onDelete(row);
      },
    });
  }
  return (
    <div data-line-menu className="shrink-0 opacity-0 group-hover:opacity-100 focus-within:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
      <Menu
        label={t("chat.actions", { name, time: clock(row.written_at) })}
        button={<EllipsisVertical aria-hidden className="size-4" />}
        buttonClass="btn btn-ghost btn-circle btn-xs size-7 text-base-content/70"
        tabIndex={tabbable ? 0 : -1}
        items={items}
        side="bottom"
        align={mine ? "end" : "start"}
      />
    </div>
  );
}
