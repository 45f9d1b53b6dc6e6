/** So many places are remembered: a dialog, what opened it, and what had the focus before. */
const DEPTH = 8;

/**
 * Gives the focus back to what had it before when what has it goes away, so that who uses the keyboard is never
 * thrown back to the top of the page. For what was clicked nothing is done: the focus could open a phone's keyboard.
 */
export function keepFocus(page: HTMLElement): void {
  let held: HTMLElement[] = [];
  let byKeyboard = false;
  page.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    byKeyboard = target.matches(":focus-visible");
    held = [target, ...held.filter((one) => one !== target && one.isConnected)].slice(0, DEPTH);
  });
  new MutationObserver(() => {
    const [last] = held;
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    held = held.filter((one) => one.isConnected && one.checkVisibility());
    if (byKeyboard) held[0]?.focus();
  }).observe(page, { childList: true, subtree: true });
}
