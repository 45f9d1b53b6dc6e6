import { Store } from "../ui/store";

/** What a tab that is inside holds. */
export interface Held {
  identity: string;
  ticket: string;
}

type Word = { kind: "who" } | ({ kind: "here" } & Held) | { kind: "gone"; identity: string };

const PATIENCE = 300;

/** Other tabs of this browser in the same meeting: who comes last holds the good ticket. */
export class Tabs {
  /** Another tab that is inside. */
  readonly other = new Store<Held | null>(null);
  readonly #channel: BroadcastChannel;

  /** `mine` says what this tab holds while it is inside. */
  constructor(code: string, mine: () => Held | null) {
    this.#channel = new BroadcastChannel(`troth:${code}`);
    this.#channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
      const held = mine();
      if (word.kind === "who" && held) this.#say({ kind: "here", ...held });
      if (word.kind === "here") this.other.set({ identity: word.identity, ticket: word.ticket });
      if (word.kind === "gone" && word.identity === this.other.get()?.identity) this.other.set(null);
    };
    this.#say({ kind: "who" });
  }

  /** Tells the other tabs that this one is inside. */
  tellHere(held: Held): void {
    this.#say({ kind: "here", ...held });
  }

  /** Tells the other tabs that this one is inside no longer. */
  tellGone(identity: string): void {
    this.#say({ kind: "gone", identity });
  }

  /** What another tab that is inside holds, of whatever identity; null when none answers. */
  ask(): Promise<Held | null> {
    return new Promise((resolve) => {
      this.other.set(null);
      const stop = this.other.subscribe(() => {
        done(this.other.get());
      });
      const timer = setTimeout(() => {
        done(null);
      }, PATIENCE);
      const done = (held: Held | null): void => {
        clearTimeout(timer);
        stop();
        resolve(held);
      };
      this.#say({ kind: "who" });
    });
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }
}
