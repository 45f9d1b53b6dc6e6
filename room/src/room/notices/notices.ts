import { Store } from "../ui/store";

export interface Toast {
  id: number;
  tone: "info" | "warning";
  title: string;
  text: string;
  /** A button in it; the toast then waits longer for an answer. */
  action: { label: string; onSelect: () => void } | null;
}

const SHOWN = 6_000;
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

  tell(title: string, { text = "", tone = "info", action = null }: Partial<Pick<Toast, "text" | "tone" | "action">> = {}): number {
    const toast = { id: this.#next, tone, title, text, action };
    this.#next += 1;
    this.toasts.set([...this.toasts.get().slice(-2), toast]);
    this.say(text ? `${title}: ${text}` : title);
    setTimeout(
      () => {
        this.dismiss(toast.id);
      },
      action ? OFFERED : SHOWN,
    );
    return toast.id;
  }

  dismiss(id: number): void {
    this.toasts.set(this.toasts.get().filter((toast) => toast.id !== id));
  }

  /** Puts aside all that is shown in passing. */
  clear(): void {
    this.toasts.set([]);
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
}
