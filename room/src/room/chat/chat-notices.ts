import type { Message } from "../api/types";
import type { Notices } from "../notices/notices";
import { Paced } from "../notices/paced";
import { Store } from "../ui/store";
import { t, tn } from "../words";

/** Several lines within this time are told as one. */
const PAUSE = 2_000;
/** Characters of a line that are shown and read out. */
const ENOUGH = 160;

/** Tells who wrote what while the chat is closed, unless its reader wants quiet. */
export class ChatNotices {
  /** Whether nothing is told for the rest of this meeting; the badge goes on counting. */
  readonly quiet = new Store(false);
  readonly #paced: Paced<Message>;

  constructor(notices: Notices, isOpen: () => boolean, onOpen: () => void) {
    this.#paced = new Paced(PAUSE, (messages) => {
      const last = messages.at(-1);
      if (!last || this.quiet.get() || isOpen()) return;
      const text = last.text.length > ENOUGH ? `${last.text.slice(0, ENOUGH)}…` : last.text;
      const several = messages.length > 1;
      notices.tell(several ? tn("chat.several", messages.length) : last.name, {
        text: several ? t("chat.line", { name: last.name, text }) : text,
        about: "chat",
        quiet: [
          { label: t("chat.open"), onSelect: onOpen },
          {
            label: t("chat.snooze"),
            onSelect: () => {
              this.quiet.set(true);
              notices.say(t("chat.snoozed"));
            },
          },
        ],
      });
    });
  }

  tell(messages: readonly Message[]): void {
    this.#paced.push(...messages);
  }
}
