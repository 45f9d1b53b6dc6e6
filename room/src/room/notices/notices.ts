import { Store } from "../ui/store";

export interface Action {
  label: string;
  onSelect: () => void;
}

export interface Toast {
  id: number;
  tone: "info" | "warning";
  title: string;
  text: string;
  action: Action | null;
  /** What else one may do about it: in passing, so it stays no longer for that. */
  quiet: readonly Action[];
  /** What it is about: a newer toast about the same takes its place. */
  about: string;
}

interface Details {
  text?: string;
  tone?: Toast["tone"];
  action?: Action | null;
  quiet?: readonly Action[];
  about?: string;
}

const SHOWN = 6_000;
/** With something to press, it stays long enough to be reached by keyboard (F6). */
const OFFERED = 30_000;
/** Announcements within this time are read as one. */
const GATHER = 700;

/** What is told in passing: shown for a moment, read out by screen readers. */
export class Notices {
  readonly toasts = new Store<Toast[]>([]);
  readonly polite = new Store("");
  readonly assertive = new Store("");
  #next = 1;
  #gathered: string[] = [];
  #held = false;

  tell(title: string, { text = "", tone = "info", action = null, quiet = [], about = "" }: Details = {}): number {
    const toast = { id: this.#next, tone, title, text, action, quiet, about };
    this.#next += 1;
    const others = this.toasts.get().filter((one) => about === "" || one.about !== about);
    this.toasts.set([...others.slice(-2), toast]);
    this.say(text ? `${title}: ${text}` : title);
    this.#expire(toast.id, action ? OFFERED : SHOWN);
    return toast.id;
  }

  dismiss(id: number): void {
    this.#held = false; // What had the focus or the pointer may be gone without a word.
    this.toasts.set(this.toasts.get().filter((toast) => toast.id !== id));
  }

  isTold(about: string): boolean {
    return this.toasts.get().some((toast) => toast.about === about);
  }

  /** Takes away what is no longer so. */
  retract(about: string): void {
    this.toasts.set(this.toasts.get().filter((toast) => toast.about !== about));
  }

  /** While somebody points at the toasts or is among them with the keyboard, none goes away. */
  hold(held: boolean): void {
    this.#held = held;
  }

  /** Read out when the reader has time; several at once are joined. */
  say(sentence: string): void {
    this.#gathered.push(sentence);
    if (this.#gathered.length > 1) return;
    setTimeout(() => {
      this.polite.set(this.#gathered.join(". "));
      this.#gathered = [];
    }, GATHER);
  }

  /** Read out at once. */
  interrupt(sentence: string): void {
    this.assertive.set(this.assertive.get() === sentence ? `${sentence} ` : sentence);
  }

  #expire(id: number, after: number): void {
    setTimeout(() => {
      if (this.#held) this.#expire(id, SHOWN);
      else this.dismiss(id);
    }, after);
  }
}
