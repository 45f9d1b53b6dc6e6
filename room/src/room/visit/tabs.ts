import { Store } from "../ui/store";

type Word = { kind: "hand over"; identity: string } | { kind: "ticket"; identity: string; ticket: string };

const PATIENCE = 300;

/** Other tabs of this browser in the same meeting: who comes last holds the good ticket. */
export class Tabs {
  readonly #channel: BroadcastChannel;
  readonly #heard = new Store<Word | null>(null);

  /** `mine` says what this tab holds while it is inside. */
  constructor(code: string, mine: () => { identity: string; ticket: string } | null) {
    this.#channel = new BroadcastChannel(`troth:${code}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
      this.#heard.set(data);
      const held = mine();
      if (data.kind === "hand over" && held?.identity === data.identity) {
        this.#channel.postMessage({ kind: "ticket", ...held } satisfies Word);
      }
    };
  }

  /** The ticket that another tab holds for this identity; null when none answers. */
  askFor(identity: string): Promise<string | null> {
    return new Promise((resolve) => {
      const stop = this.#heard.subscribe(() => {
        const word = this.#heard.get();
        if (word?.kind === "ticket" && word.identity === identity) done(word.ticket);
      });
      const timer = setTimeout(() => {
        done(null);
      }, PATIENCE);
      const done = (ticket: string | null): void => {
        clearTimeout(timer);
        stop();
        resolve(ticket);
      };
      this.#channel.postMessage({ kind: "hand over", identity } satisfies Word);
    });
  }
}
