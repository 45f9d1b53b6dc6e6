import { ability, INPUT, type Kind, KINDS, permission } from "./devices";
import type { Cause } from "./failure";
import { listDevices } from "./gear";

type Failures = Partial<Record<Kind, Cause>>;

/** Asking again for these shows no prompt of the browser: it may be done unasked. */
const QUIET: readonly Cause[] = ["blocked", "busy", "missing"];

/**
 * Notices that what kept a device closed may be over: the site was allowed in
 * the browser's settings, something was plugged in, or the person comes back
 * from another window.
 */
export class Cure {
  readonly #failures: () => Failures;
  readonly #retry: (kinds: Kind[]) => void;
  #stop = new AbortController();

  constructor(failures: () => Failures, retry: (kinds: Kind[]) => void) {
    this.#failures = failures;
    this.#retry = retry;
  }

  open(): void {
    this.close();
    const { signal } = (this.#stop = new AbortController());
    if (ability() !== "full") return;
    navigator.mediaDevices.addEventListener("devicechange", () => void this.#onDevices(), { signal });
    window.addEventListener("focus", this.#onFocus, { signal });
    for (const kind of KINDS) void this.#watch(kind, signal);
  }

  close(): void {
    this.#stop.abort();
  }

  async #watch(kind: Kind, signal: AbortSignal): Promise<void> {
    try {
      const status = await navigator.permissions.query({ name: kind });
      status.addEventListener(
        "change",
        () => {
          if (status.state === "granted" && this.#failures()[kind] !== undefined) this.#retry([kind]);
        },
        { signal },
      );
    } catch {
      // This browser can not be asked: the other signs and the button remain.
    }
  }

  async #onDevices(): Promise<void> {
    const devices = await listDevices();
    const found = KINDS.filter((kind) => this.#failures()[kind] === "missing" && devices.some((one) => one.kind === INPUT[kind]));
    if (found.length > 0 && !this.#stop.signal.aborted) this.#retry(found);
  }

  readonly #onFocus = (): void => {
    const failures = this.#failures();
    const worthIt = KINDS.filter((kind) => QUIET.includes(failures[kind] ?? "unknown"));
    if (worthIt.length > 0) this.#retry(worthIt);
  };
}

/** Whether the browser is going to ask the person for any of these, as far as it tells. */
export async function willAsk(kinds: readonly Kind[]): Promise<boolean> {
  return (await Promise.all(kinds.map(permission))).includes("prompt");
}
