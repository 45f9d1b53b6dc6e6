/** The parts of the room, in the order in which F6 goes round. */
const REGIONS = ".room > header, .room-toasts, .room-middle main, .room-panel, .room-bar";
const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), textarea, select, [tabindex='0']";

/** Where in a region the focus goes; the region itself when nothing in it takes one. */
function landing(region: Element): HTMLElement | null {
  return [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find((one) => one.checkVisibility()) ?? null;
}

/** Moves the focus to the next part of the room that can take it, or the one before. */
export function goToRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll(REGIONS)];
  const here = regions.findLastIndex((region) => region.contains(document.activeElement));
  const start = here === -1 && step === -1 ? 0 : here;
  for (let go = 1; go <= regions.length; go += 1) {
    const region = regions.at((start + step * go) % regions.length);
    const target = region && landing(region);
    if (target) {
      target.focus();
      return;
    }
  }
}

export function goToBar(): void {
  document.querySelector<HTMLElement>(".room-bar button")?.focus();
}

export function flipFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => undefined);
}
