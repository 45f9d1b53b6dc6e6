import { ParticipantEvent, type Room } from "livekit-client";
import type { Attendance } from "../api/meeting";
import type { Notices } from "../notices/notices";
import type { Hall } from "../people/hall";
import { inOrder } from "../people/in-order";
import { Store } from "../ui/store";
import { t } from "../words";
import { HeldSpeech } from "./held-speech";

/** Who has spoken for so long has the floor: the hand has done its work. */
const SPOKEN = 5_000;
/** Seconds to object. */
const COUNTDOWN = 5;

/** Raised hands: who is told what, and mine going down when I speak. */
export class Hands {
  /** Seconds until my hand goes down by itself; null while it does not. */
  readonly lowering = new Store<number | null>(null);
  readonly #hall: Hall;
  readonly #room: Room;
  readonly #attendance: Attendance;
  readonly #notices: Notices;
  readonly #me: string;
  readonly #speech = new HeldSpeech(SPOKEN, () => {
    this.#countDown(COUNTDOWN);
  });
  #unsubscribe: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Identities whose hand is up; null before the session was first read. */
  #up: ReadonlySet<string> | null = null;
  /** Whether it is I who asked for my hand to go down. */
  #asked = false;
  #kept = false;

  constructor(hall: Hall, room: Room, attendance: Attendance, notices: Notices, me: string) {
    this.#hall = hall;
    this.#room = room;
    this.#attendance = attendance;
    this.#notices = notices;
    this.#me = me;
  }

  open(): void {
    this.#unsubscribe = this.#hall.people.subscribe(this.#look);
    this.#room.localParticipant.on(ParticipantEvent.IsSpeakingChanged, this.#onSpeaking);
  }

  close(): void {
    this.#unsubscribe();
    this.#room.localParticipant.off(ParticipantEvent.IsSpeakingChanged, this.#onSpeaking);
    this.#rest();
  }

  /** Raises my hand, or lowers it. Raises Problem. */
  async flip(): Promise<void> {
    const raised = !this.#up?.has(this.#me);
    this.#asked = !raised;
    await this.#attendance.raiseHand(raised);
  }

  /** Leaves my hand up although I speak. */
  keep(): void {
    this.#kept = true;
    this.#rest();
    this.#notices.say(t("hand.kept"));
  }

  readonly #look = (): void => {
    const order = inOrder(this.#hall.people.get().values(), "hand_at");
    const before = this.#up;
    this.#up = new Set(order);
    const mine = order.indexOf(this.#me);
    if (before === null) return;
    if (mine >= 0 && !before.has(this.#me)) {
      this.#kept = false;
      this.#notices.say(t("hand.mine.up", { place: mine + 1 }));
      this.#onSpeaking(this.#room.localParticipant.isSpeaking);
    }
    if (mine < 0 && before.has(this.#me)) {
      this.#rest();
      if (this.#asked) this.#notices.say(t("hand.mine.down"));
      else this.#notices.tell(t("hand.mine.lowered"));
      this.#asked = false;
    }
    for (const identity of before) if (!this.#up.has(identity)) this.#notices.retract(`hand ${identity}`);
    if (!this.#hall.leads.get()) return;
    for (const identity of order) {
      if (identity === this.#me || before.has(identity)) continue;
      const name = this.#hall.people.get().get(identity)?.name ?? "";
      this.#notices.tell(name, { text: t("hand.up"), about: `hand ${identity}` });
    }
  };

  readonly #onSpeaking = (speaking: boolean): void => {
    if (this.#up?.has(this.#me) && !this.#kept && this.lowering.get() === null) this.#speech.hear(speaking);
  };

  #countDown(seconds: number): void {
    if (seconds === COUNTDOWN) this.#notices.say(t("hand.lowering.said"));
    this.lowering.set(seconds);
    this.#timer = setTimeout(() => {
      if (seconds > 1) this.#countDown(seconds - 1);
      else this.#lower();
    }, 1_000);
  }

  #lower(): void {
    this.#rest();
    if (!this.#up?.has(this.#me)) return;
    this.#asked = true;
    // Not worth a word when it fails: the hand is seen to be up.
    this.#attendance.raiseHand(false).catch(() => undefined);
  }

  #rest(): void {
    this.#speech.stop();
    clearTimeout(this.#timer);
    this.lowering.set(null);
  }
}
