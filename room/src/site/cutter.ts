/**
 * The cut tool beneath a recording: times taken from the player, drawn on a line, and played around.
 * The fields are the form's own; where this script is missing they are written by hand.
 */

/** From `since` until before `until`, in milliseconds of the film. */
export interface Span {
  since: number;
  until: number;
}

const MOMENT = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?$/;
/** So long before a cut it is played from, and so long after it until, in milliseconds. */
const AROUND = 3000;

/** `1:02:03`, `4:09.5` or `75` in milliseconds; null where it is none of these. */
export function readMoment(text: string): number | null {
  const match = MOMENT.exec(text.trim());
  if (!match) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((one) => Number(one ?? 0)) as [number, number, number];
  if ((match[2] && seconds > 59) || (match[1] && minutes > 59)) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? "0").padEnd(3, "0"));
}

/** A moment as the fields have it, to tenths of a second. */
export function writeMoment(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100);
  const seconds = Math.floor(tenths / 10) % 60;
  const minutes = Math.floor(tenths / 600) % 60;
  const hours = Math.floor(tenths / 36_000);
  const begin = hours ? `${String(hours)}:${String(minutes).padStart(2, "0")}` : String(minutes);
  return `${begin}:${String(seconds).padStart(2, "0")}.${String(tenths % 10)}`;
}

/** Where play goes on that has come to a moment; the moment itself where nothing is cut there. */
export function playedFrom(spans: readonly Span[], moment: number): number {
  const here = spans.filter((one) => one.since <= moment && moment < one.until);
  return here.length ? playedFrom(spans, Math.max(...here.map((one) => one.until))) : moment;
}

/** How long spans are together; what is in two counts once. */
export function lengthOf(spans: readonly Span[]): number {
  let length = 0;
  let end = 0;
  for (const one of [...spans].sort((a, b) => a.since - b.since)) {
    length += Math.max(0, one.until - Math.max(end, one.since));
    end = Math.max(end, one.until);
  }
  return length;
}

interface Row {
  element: HTMLElement;
  since: HTMLInputElement;
  until: HTMLInputElement;
}

export function startCutter(): void {
  const tool = document.querySelector<HTMLElement>("[data-cut]");
  const film = document.querySelector<HTMLVideoElement>("[data-player] [data-film]");
  if (tool && film) start(tool, film);
}

function start(tool: HTMLElement, film: HTMLVideoElement): void {
  const rows = [...tool.querySelectorAll<HTMLElement>("[data-cut-row]")].flatMap(rowOf);
  const line = tool.querySelector<HTMLElement>("[data-cut-line]");
  const sum = tool.querySelector<HTMLElement>("[data-cut-sum]");
  const more = tool.querySelector<HTMLElement>("[data-cut-more]");
  if (!line || !sum || !more) return;
  const spans = () => rows.flatMap(spanOf);
  const follow = () => {
    drawLine(line, spans(), film);
  };
  const draw = () => {
    follow();
    const length = lengthOf(spans());
    sum.textContent = length ? (sum.dataset.cutSum ?? "").replace("{length}", writeMoment(length)) : "";
  };
  const preview = previewOf(film, spans);
  for (const row of rows) {
    const find = (name: string) => row.element.querySelector<HTMLElement>(`[data-cut-${name}]`);
    const take = (field: HTMLInputElement) => () => {
      field.value = writeMoment(film.currentTime * 1000);
      draw();
    };
    const presses = {
      since: take(row.since),
      until: take(row.until),
      play: () => {
        const [span] = spanOf(row);
        if (span) preview(span);
      },
      clear: () => {
        row.since.value = row.until.value = "";
        draw();
      },
    };
    for (const [name, action] of Object.entries(presses)) {
      const button = find(name);
      if (!button) continue;
      button.hidden = false;
      button.addEventListener("click", action);
    }
    row.element.addEventListener("input", draw);
  }
  // One empty row is enough to begin with.
  const hideRest = () => {
    const hidden = rows.filter((row) => row.element.hidden);
    more.hidden = hidden.length === 0;
    return hidden;
  };
  for (const row of rows.slice(1)) row.element.hidden = !row.since.value && !row.until.value;
  hideRest();
  more.addEventListener("click", () => {
    const [next] = hideRest();
    if (!next) return;
    next.element.hidden = false;
    next.since.focus();
    hideRest();
  });
  line.hidden = false;
  for (const event of ["loadedmetadata", "timeupdate", "seeked"]) film.addEventListener(event, follow);
  draw();
}

function rowOf(element: HTMLElement): Row[] {
  const [since, until] = element.querySelectorAll<HTMLInputElement>("input.cut-time");
  return since && until ? [{ element, since, until }] : [];
}

function spanOf(row: Row): Span[] {
  const [since, until] = [readMoment(row.since.value), readMoment(row.until.value)];
  return since !== null && until !== null && since < until ? [{ since, until }] : [];
}

/** Draws spans and the moment that is shown on a line as long as the film. */
function drawLine(line: HTMLElement, spans: readonly Span[], film: HTMLVideoElement): void {
  const whole = film.duration * 1000;
  if (!(whole > 0)) return;
  const mark = (name: string, since: number, until: number) => {
    const element = document.createElement("span");
    element.className = name;
    element.style.left = `${String((100 * Math.min(since, whole)) / whole)}%`;
    element.style.width = `${String((100 * Math.max(0, Math.min(until, whole) - since)) / whole)}%`;
    return element;
  };
  const now = film.currentTime * 1000;
  line.replaceChildren(...spans.map((one) => mark("cut-mark", one.since, one.until)), mark("cut-now", now, now));
}

/** Plays from a little before a span until a little after it, without what is cut. */
function previewOf(film: HTMLVideoElement, spans: () => Span[]): (span: Span) => void {
  let end: number | null = null;
  film.addEventListener("timeupdate", () => {
    if (end === null) return;
    const now = film.currentTime * 1000;
    const on = playedFrom(spans(), now);
    if (now >= end || on >= film.duration * 1000) {
      end = null;
      film.pause();
    } else if (on > now && !film.seeking) film.currentTime = on / 1000;
  });
  film.addEventListener("pause", () => {
    if (!film.seeking) end = null;
  });
  return (span) => {
    end = playedFrom(spans(), span.until) + AROUND;
    film.currentTime = Math.max(0, span.since - AROUND) / 1000;
    void film.play();
  };
}
