/** Waiting that an event can cut short: a network that is back, a lid that was opened. */
export class Pause {
  #end: (() => void) | null = null;

  wait(ms: number): Promise<void> {
    this.#end?.();
    return new Promise((done) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#end = null;
        done();
      };
      const timer = setTimeout(end, ms);
      this.#end = end;
    });
  }

  cut(): void {
    this.#end?.();
  }
}
