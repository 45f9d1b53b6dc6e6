import type { RemoteTrackPublication } from "livekit-client";

/** Whoever leafs back within this time finds the picture still there. */
export const GRACE = 3_000;

type Subscribable = Pick<RemoteTrackPublication, "isDesired" | "setSubscribed">;

/** Has the server send only the pictures that are shown. */
export class Subscriptions<P extends Subscribable = RemoteTrackPublication> {
  readonly #seen = new WeakSet<P>();
  readonly #leaving = new Map<P, ReturnType<typeof setTimeout>>();

  /** `all` that are published, and those of them that are shown now. What was never shown is let go at once. */
  follow(all: readonly P[], shown: ReadonlySet<P>): void {
    for (const [publication, timer] of this.#leaving) {
      if (!shown.has(publication) && all.includes(publication)) continue;
      clearTimeout(timer);
      this.#leaving.delete(publication);
    }
    for (const publication of all) {
      if (shown.has(publication)) {
        this.#seen.add(publication);
        if (!publication.isDesired) publication.setSubscribed(true);
      } else if (publication.isDesired && !this.#leaving.has(publication)) {
        if (this.#seen.has(publication)) this.#leaving.set(publication, setTimeout(() => {
          this.#leaving.delete(publication);
          publication.setSubscribed(false);
        }, GRACE));
        else publication.setSubscribed(false);
      }
    }
  }

  close(): void {
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    this.#leaving.clear();
  }
}
