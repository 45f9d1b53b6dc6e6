import { isTaken } from "../controls/keys";
import { readChoices } from "../media/choices";
import { Store } from "../ui/store";

export interface Switch {
  isOn: () => boolean;
  isAllowed: () => boolean;
  turn: (on: boolean) => Promise<void>;
  /** Told when it begins and ends, or when talking is not allowed. */
  onTalk: (state: "talking" | "quiet" | "forbidden") => void;
}

/** The microphone is on while Space is held, where nothing that has the focus needs Space. */
export class PushToTalk {
  readonly talking = new Store(false);
  readonly #microphone: Switch;
  /** Turned one after the other, whatever the browser takes for each. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(microphone: Switch) {
    this.#microphone = microphone;
  }

  open(): void {
    window.addEventListener("keydown", this.#onKeyDown);
    window.addEventListener("keyup", this.#onKeyUp);
    // Another window takes the keyboard and with it the release: the microphone must not stay open.
    window.addEventListener("blur", this.#stop);
    document.addEventListener("visibilitychange", this.#stop);
  }

  close(): void {
    window.removeEventListener("keydown", this.#onKeyDown);
    window.removeEventListener("keyup", this.#onKeyUp);
    window.removeEventListener("blur", this.#stop);
    document.removeEventListener("visibilitychange", this.#stop);
    this.talking.set(false);
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (this.talking.get()) {
      event.preventDefault();
      return;
    }
    if (event.repeat || event.defaultPrevented || isTaken(event.target, event) || document.querySelector("dialog[open]")) return;
    if (!readChoices().pushToTalk || this.#microphone.isOn()) return;
    event.preventDefault();
    if (!this.#microphone.isAllowed()) {
      this.#microphone.onTalk("forbidden");
      return;
    }
    this.talking.set(true);
    this.#microphone.onTalk("talking");
    this.#follow();
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== " " || !this.talking.get()) return;
    event.preventDefault();
    this.#stop();
  };

  readonly #stop = (): void => {
    if (!this.talking.get()) return;
    this.talking.set(false);
    this.#microphone.onTalk("quiet");
    this.#follow();
  };

  #follow(): void {
    this.#last = this.#last.then(() => this.#microphone.turn(this.talking.get())).catch(() => undefined);
  }
}
