/** Keeps the screen on while it is held; the browser drops it when the page hides. */
export class WakeLock {
  #sentinel: WakeLockSentinel | null = null;
  #held = false;

  hold(): void {
    this.#held = true;
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    navigator.wakeLock.request("screen").then(
      (sentinel) => {
        if (this.#held) this.#sentinel = sentinel;
        else void sentinel.release();
      },
      () => undefined, // Low battery: the browser decides.
    );
  }

  release(): void {
    this.#held = false;
    void this.#sentinel?.release();
    this.#sentinel = null;
  }
}
