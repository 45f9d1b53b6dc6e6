import type { Attendance } from "../api/meeting";
import type { CaptionsChoice, CaptionsState, News } from "../api/types";
import { type CaptionsLook, keepChoices, readChoices } from "../media/choices";
import type { Notices } from "../notices/notices";
import { Store } from "../ui/store";
import { t } from "../words";

/** Which question about captions is open: whether to begin, what one says to it, whether to end them, how they look. */
export type Shown = "start" | "answer" | "stop" | "look" | null;

export interface Line {
  key: string;
  name: string;
  text: string;
  /** Whether the phrase is over; until then its words may still change. */
  done: boolean;
}

type Caption = Extract<News, { kind: "caption" }>;

/** Lines that one can scroll back to. */
const MOST = 300;

/** What is known of this meeting's captions, what one said to them, and what was said. Nothing of it outlives the page. */
export class Captions {
  readonly state = new Store<CaptionsState | null>(null);
  readonly shown = new Store<Shown>(null);
  readonly lines = new Store<readonly Line[]>([]);
  readonly look: Store<CaptionsLook>;
  readonly #attendance: Attendance;
  readonly #notices: Notices;
  readonly #nameOf: (identity: string) => string;
  #reading = 0;

  constructor(attendance: Attendance, notices: Notices, nameOf: (identity: string) => string) {
    this.#attendance = attendance;
    this.#notices = notices;
    this.#nameOf = nameOf;
    const { captions, captionsSize, captionsColours, captionsRead } = readChoices();
    this.look = new Store({ captions, captionsSize, captionsColours, captionsRead });
  }

  /** Reads what is so; an answer that was overtaken counts no more. */
  async read(): Promise<void> {
    this.#reading += 1;
    const mine = this.#reading;
    try {
      const state = await this.#attendance.captions();
      if (mine === this.#reading) this.#take(state);
    } catch {
      // It is read again in some seconds, and at each message.
    }
  }

  async start(): Promise<void> {
    this.choose({ captions: true });
    this.#decide(await this.#attendance.startCaptions());
  }

  async stop(): Promise<void> {
    await this.#attendance.stopCaptions();
    await this.read();
  }

  async answer(choice: CaptionsChoice, version: number): Promise<void> {
    this.#decide(await this.#attendance.answerCaptions(choice, version));
  }

  /** How captions look for this person, on this browser. */
  choose(part: Partial<CaptionsLook>): void {
    this.look.patch(part);
    keepChoices(part);
  }

  /** A phrase as far as it was heard, in the place of what was known of it. */
  receive({ identity, line: key, text, done }: Caption): void {
    const lines = this.lines.get();
    const known = lines.find((one) => one.key === key);
    if (known?.done) return;
    if (!text) {
      if (known) this.lines.set(lines.filter((one) => one !== known));
      return;
    }
    const line = { key, name: known?.name ?? this.#nameOf(identity), text, done };
    this.lines.set(known ? lines.map((one) => (one === known ? line : one)) : [...lines, line].slice(-MOST));
    if (done && this.look.get().captions && this.look.get().captionsRead) this.#notices.say(t("captions.said", { name: line.name, text }));
  }

  #decide(state: CaptionsState): void {
    this.#reading += 1;
    this.#take(state);
  }

  #take(state: CaptionsState): void {
    const before = this.state.get();
    const was = before !== null && before.standing !== "off";
    const is = state.standing !== "off";
    this.state.set(state);
    if (is && !was) {
      this.#notices.interrupt(state.started_by ? t("captions.began", { name: state.started_by }) : t("captions.began.someone"));
      if (state.mine === null) this.shown.set("answer");
    }
    if (is && state.can && state.standing === "missing" && before?.standing !== "missing")
      this.#notices.tell(t("captions.missing"), { text: t("captions.missing.text"), tone: "warning", about: "captions" });
    if (was && !is) {
      this.#notices.tell(t("captions.ended"));
      this.lines.set([]);
    }
    const shown = this.shown.get();
    if (is ? shown === "start" : shown === "answer" || shown === "stop") this.shown.set(null);
  }
}
