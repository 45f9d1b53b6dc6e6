import { readChoices } from "../media/choices";
import { Plugs } from "../media/plugs";
import { chime } from "../notices/chime";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Comings, Sounding } from "./comings";
import { Microphone } from "./microphone";
import { PushToTalk } from "./push-to-talk";

/** Beyond this many nobody wants to be told who comes and goes. */
const TOLD = 30;

/** What the room hears of us and we of it, besides the voices: who comes and goes, and our own microphone. */
export class Hearing {
  readonly push: PushToTalk;
  readonly #parts: readonly { open: () => void; close: () => void }[];

  constructor(inside: Inside) {
    const { room, connection, notices, hall } = inside;
    const sounding = new Sounding();
    const sound = (occasion: "join" | "leave", present: number): void => {
      const wanted = readChoices().sounds && (hall.session.get()?.sounds ?? inside.entry.sounds);
      if (wanted && sounding.isDue(present, performance.now())) chime(occasion);
    };
    const mayTalk = (): boolean => hall.may.get().microphone;

    this.push = new PushToTalk({
      isOn: () => connection.wants.get().microphone,
      isAllowed: mayTalk,
      turn: (on) => connection.turn("microphone", on),
      onTalk: (state) => {
        notices.interrupt(t(`talk.${state}`));
      },
    });
    const tellOfSpeech = (): void => {
      notices.tell(t("speech.muted"), {
        text: mayTalk() ? t("speech.why") : t("speech.forbidden"),
        about: "speech",
        action: mayTalk()
          ? { label: t("speech.unmute"), onSelect: () => void connection.turn("microphone", true) }
          : { label: t("speech.hand"), onSelect: () => void inside.attempt(() => inside.attendance.raiseHand(true)) },
      });
    };
    const microphone = new Microphone(room, {
      onSpeech: tellOfSpeech,
      onSilence: () => {
        notices.tell(t("silence.title"), { text: t("silence.text"), tone: "warning", about: "microphone" });
      },
      onSystem: (muted) => {
        if (muted) notices.tell(t("system.title"), { text: t("system.text"), tone: "warning", about: "microphone" });
        else notices.retract("microphone");
      },
    });
    const comings = new Comings(room, {
      isWhole: () => connection.link.get() === "connected",
      isReturning: (identity) => connection.ghosts.isReturning(identity),
      onCame: (name, present) => {
        if (present <= TOLD) notices.say(t("people.joined", { name }));
        sound("join", present);
      },
      onWent: (name, present) => {
        if (present <= TOLD) notices.say(t("people.left", { name }));
        sound("leave", present);
      },
    });
    const plugs = new Plugs(room, {
      onUnplugged: (kind, now) => {
        notices.tell(t(`unplugged.${kind}`), {
          text: now ? t("unplugged.now", { name: now }) : t(`unplugged.${kind}.off`),
          tone: "warning",
          about: `device ${kind}`,
        });
      },
      onPlugged: (kind, { deviceId, label }) => {
        notices.tell(t(`plugged.${kind}`), {
          text: label,
          about: `device ${kind}`,
          action: { label: t("plugged.use"), onSelect: () => void connection.choose(kind, deviceId) },
        });
      },
    });
    // What is offered must be what one may do, also when a host changes that while it stands there.
    let might = mayTalk();
    hall.may.subscribe(() => {
      if (mayTalk() === might) return;
      might = mayTalk();
      if (notices.isTold("speech")) tellOfSpeech();
    });
    connection.wants.subscribe(() => {
      if (connection.wants.get().microphone) notices.retract("speech");
    });
    this.#parts = [this.push, microphone, comings, plugs];
  }

  open(): void {
    for (const part of this.#parts) part.open();
  }

  close(): void {
    for (const part of this.#parts) part.close();
  }
}
