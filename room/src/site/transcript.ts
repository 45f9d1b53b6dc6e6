/** The transcript below a film: who presses a line jumps to it, and the line that is said is marked. */

/** Which line is said at a moment, both in milliseconds: the last that began. -1 before the first. */
export function saidAt(begins: readonly number[], moment: number): number {
  return begins.findLastIndex((begin) => begin <= moment);
}

const LINES = "[data-lines] [data-since]";

/** `jump` goes to a second of the film. Lines may be put anew at any time. */
export function followTranscript(film: HTMLVideoElement, jump: (second: number) => void): void {
  const jumpTo = (line: HTMLElement) => {
    const go = () => {
      jump(Number(line.dataset["since"]) / 1000);
    };
    if (film.readyState >= HTMLMediaElement.HAVE_METADATA) go();
    else film.addEventListener("loadedmetadata", go, { once: true });
  };
  document.addEventListener("click", (event) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>(LINES) : null;
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    jumpTo(line);
  });
  let marked: HTMLElement | undefined;
  const mark = () => {
    const lines = [...document.querySelectorAll<HTMLElement>(LINES)];
    const said = lines[saidAt(lines.map((line) => Number(line.dataset["since"])), film.currentTime * 1000)];
    if (said === marked) return;
    marked?.removeAttribute("aria-current");
    marked = said;
    if (!said) return;
    said.setAttribute("aria-current", "true");
    show(said);
  };
  for (const event of ["timeupdate", "seeked"]) film.addEventListener(event, mark);
  document.addEventListener("htmx:afterSettle", mark);
  // A search leads to a line.
  const sought = location.hash.startsWith("#line-") ? document.getElementById(location.hash.slice(1)) : null;
  const line = sought?.querySelector<HTMLElement>("[data-since]");
  if (line) jumpTo(line);
}

/** Moves the list to a line, not the page, and not under somebody's hand. */
function show(line: HTMLElement): void {
  const list = line.closest<HTMLElement>("[data-lines]");
  if (!list || list.matches(":hover, :focus-within")) return;
  const [box, inside] = [list.getBoundingClientRect(), line.getBoundingClientRect()];
  if (inside.top < box.top || inside.bottom > box.bottom) list.scrollTop += inside.top - box.top - box.height / 3;
}
