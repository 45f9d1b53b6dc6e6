import { type ComponentType, lazy, type LazyExoticComponent } from "react";

/** Milliseconds until it is asked for again, the first time and at most. */
const SOON = 500;
const SELDOM = 8000;

const parts: (() => Promise<unknown>)[] = [];

/** Fetches a part of the page; asks again as long as the network does not give it. */
export async function fetchPart<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let pause = SOON; ; pause = Math.min(2 * pause, SELDOM)) {
    try {
      return await load();
    } catch (error) {
      // What is thrown where a module can't be fetched (HTML, "import()"); others are faults of the module.
      if (!(error instanceof TypeError)) throw error;
      await networkOr(pause);
    }
  }
}

/** A component that is fetched when it is first shown, or before by `fetchAll`. */
export function later<Props>(load: () => Promise<{ default: ComponentType<Props> }>): LazyExoticComponent<ComponentType<Props>> {
  parts.push(load);
  return lazy(() => fetchPart(load));
}

/** Fetches all that is shown later, one after the other: then it is there without a network, and after an upgrade of the server. */
export async function fetchAll(): Promise<void> {
  for (const load of parts) await fetchPart(load);
}

function networkOr(pause: number): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", goOn);
      resolve();
    };
    const timer = setTimeout(goOn, pause);
    window.addEventListener("online", goOn);
  });
}
