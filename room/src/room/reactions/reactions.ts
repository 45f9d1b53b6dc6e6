import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Reaction } from "../api/types";
import type { Notices } from "../notices/notices";
import { Paced } from "../notices/paced";
import { Store } from "../ui/store";
import { t, tn } from "../words";
import { explainProblem } from "../words/problems";
import { type Float, joined } from "./floats";

/** How long one is on the screen; the style sheet's animation is as long. */
const SHOWN = 4_000;
/** Announcements are no closer than this, and name no more people. */
const SAID = 2_000;
const NAMED = 3;
/** A person's own in a second: what the server takes. */
const OWN = 8;

/** Reactions on the screen: mine at once, the others' as the server tells of them. */
export class Reactions {
  readonly floats = new Store<readonly Float[]>([]);
  readonly #attendance: Attendance;
  readonly #notices: Notices;
  readonly #me: string;
  readonly #nameOf: (identity: string) => string;
  readonly #said: Paced<string>;
  #next = 1;
  #sent: number[] = [];

  constructor(attendance: Attendance, notices: Notices, me: string, nameOf: (identity: string) => string) {
    this.#attendance = attendance;
    this.#notices = notices;
    this.#me = me;
    this.#nameOf = nameOf;
    this.#said = new Paced(SAID, (sentences) => {
      const more = sentences.length - NAMED;
      notices.say([...sentences.slice(0, NAMED), ...(more > 0 ? [tn("reaction.more", more)] : [])].join(", "));
    });
  }

  async send(reaction: Reaction): Promise<void> {
    const at = Date.now();
    this.#sent = this.#sent.filter((one) => at - one < 1_000);
    if (this.#sent.length >= OWN) return;
    this.#sent.push(at);
    this.#show(this.#me, t("chat.you"), reaction);
    try {
      await this.#attendance.react(reaction);
    } catch (error) {
      // One too many is not worth a word.
      if (error instanceof Problem && error.status === 429) return;
      const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
      this.#notices.tell(t("reaction.unsent"), { text: explainProblem(problem), tone: "warning", about: "reaction" });
    }
  }

  receive(identity: string, reaction: Reaction): void {
    if (identity !== this.#me) this.#show(identity, this.#nameOf(identity), reaction);
  }

  #show(identity: string, name: string, reaction: Reaction): void {
    const id = this.#next;
    this.#next += 1;
    const before = this.floats.get();
    const after = joined(before, { id, identity, name, reaction, since: Date.now() });
    this.floats.set(after);
    if (after.length > before.length) {
      setTimeout(() => {
        this.floats.set(this.floats.get().filter((float) => float.id !== id));
      }, SHOWN);
      this.#said.push(t("reaction.said", { name, reaction: t(`reaction.${reaction}`) }));
    }
  }
}
