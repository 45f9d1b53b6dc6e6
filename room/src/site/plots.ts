import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface Line {
  label: string;
  unit: string;
  values: (number | null)[];
  bars: boolean;
}

interface Data {
  x: number[];
  /** Each of `x` is a day, not a moment. */
  days: boolean;
  /** The time zone of the page, as `Europe/Berlin`. */
  zone: string;
  low: number | null;
  high: number | null;
  /** Where the time begins and ends, so that several plots can be compared. */
  from: number | null;
  to: number | null;
  lines: Line[];
}

/** Lines are told apart without colours: by their dashes, and by the marks in the legend. */
const DASHES: number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [1, 5]];
/** The same in the words of CSS, for the legend. */
const LEGEND = ["solid", "dashed", "dotted", "double", "dotted"];
const COLOURS = ["--color-primary", "--color-error", "--color-info", "--color-success", "--color-base-content"];
/** `uPlot.Axis.Side.Right`: the enumeration of the types is not there at run time. */
const RIGHT: object = { side: 1 };
/** Pixels that a letter of a label takes, at most. */
const LETTER = 7.5;
const HEIGHT = 220;
const SMALL = 104;
/** More than these are drawn as one comes to them. */
const AT_ONCE = 12;

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const faded = (name: string, share: number): string => `color-mix(in oklab, ${colour(name)} ${share}%, transparent)`;

/** Draws every `[data-plot]` from the JSON that it names by id, as soon as it comes near the screen. */
export function drawPlots(): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        near.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "300px" },
  );
  for (const [number, place] of document.querySelectorAll<HTMLElement>("[data-plot]").entries()) {
    if (number < AT_ONCE) draw(place);
    else near.observe(place);
  }
}

function draw(place: HTMLElement): void {
  const source = document.getElementById(place.dataset["plot"] ?? "");
  if (!source) return;
  const data = JSON.parse(source.textContent) as Data;
  const small = place.dataset["size"] === "small";
  let plot: uPlot | undefined;
  const make = (): void => {
    plot?.destroy();
    plot = new uPlot(optionsOf(data, place.clientWidth, small), [data.x, ...data.lines.map(({ values }) => values)], place);
    // The table beside it says the same to who does not see it.
    plot.root.setAttribute("aria-hidden", "true");
  };
  make();
  new ResizeObserver(() => {
    if (plot && Math.abs(plot.width - place.clientWidth) > 1) plot.setSize({ width: place.clientWidth, height: small ? SMALL : HEIGHT });
  }).observe(place);
  // Light and dark: colours are in the picture.
  new MutationObserver(make).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", make);
}

function optionsOf(data: Data, width: number, small: boolean): uPlot.Options {
  const units = [...new Set(data.lines.map(({ unit }) => unit))];
  const scaleOf = (unit: string): string => `y${units.indexOf(unit)}`;
  const grid = { stroke: faded("--color-base-content", 12), width: 1 };
  const text = { stroke: colour("--color-base-content"), font: "12px system-ui, sans-serif" };
  const ends = endsOf(data);
  const range = (unit: string): uPlot.Scale.Range =>
    data.high !== null && data.low !== null && unit === units[0]
      ? [data.low, data.high]
      : (_plot, _low, most) => [data.low ?? 0, Number.isFinite(most) && most > 0 ? most * 1.1 : 1];
  return {
    width,
    height: small ? SMALL : HEIGHT,
    tzDate: (stamp: number) => uPlot.tzDate(new Date(stamp * 1_000), data.zone),
    padding: [10, units.length > 1 ? 4 : 22, 0, 0],
    legend: {
      show: !small,
      live: true,
      markers: { width: 2, dash: (_plot: uPlot, series: number) => (data.lines[series - 1]?.bars ? "solid" : (LEGEND[(series - 1) % LEGEND.length] ?? "solid")) },
    },
    cursor: { points: { size: 7 }, y: false, drag: { x: false, y: false } },
    scales: { x: { time: true, ...(ends ? { range: ends } : {}) }, ...Object.fromEntries(units.map((unit) => [scaleOf(unit), { auto: true, range: range(unit) }])) },
    axes: [
      { ...text, grid: { show: false }, ticks: grid, size: 30, space: 70, values: data.days ? DAYS : HOURS },
      ...units.map((unit, place) => ({
        ...text,
        scale: scaleOf(unit),
        ...(place === 0 ? {} : RIGHT),
        grid: place === 0 ? grid : { show: false },
        ticks: { show: false },
        size: (_plot: uPlot, labels: string[] | null) => Math.max(46, 12 + LETTER * Math.max(0, ...(labels ?? []).map((one) => one.length))),
        gap: 4,
        space: small ? 24 : 40,
        ...(data.high === 4.5 ? { splits: small ? [1, 4] : [1, 2, 3, 4] } : {}),
        values: (_plot: uPlot, splits: number[]) => splits.map((one) => (unit ? `${short(one)} ${unit === "kbit/s" ? "k" : unit}` : short(one))),
      })),
    ],
    series: [
      { label: data.days ? "Day" : "Time", value: data.days ? "{YYYY}-{MM}-{DD}" : "{HH}:{mm}" },
      ...data.lines.map((line, place) => seriesOf(line, place, scaleOf(line.unit), data.x.length, data.lines.length === 1)),
    ],
  };
}

/** The time that is shown; nothing where it is that of the data. */
function endsOf({ x, days, from, to }: Data): [number, number] | null {
  const [first, last] = [x[0], x.at(-1)];
  // Bars stand in the middle of their days.
  if (days && first !== undefined && last !== undefined) return [first - 43_200, last + 43_200];
  return from !== null && to !== null && to > from ? [from, to] : null;
}

/** Hours of a day and days of a year as they are written in most of the world: no a.m., no month first. */
const HOURS: uPlot.Axis.Values = [
  [3_600 * 24, "{YYYY}-{MM}-{DD}", null, null, null, null, null, null, 1],
  [60, "{HH}:{mm}", null, null, null, null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", null, null, null, null, null, null, 1],
];
const DAYS: uPlot.Axis.Values = [
  [3_600 * 24 * 28, "{MMM} {YYYY}", null, null, null, null, null, null, 1],
  [3_600 * 24, "{D} {MMM}", null, null, null, null, null, null, 1],
];

function seriesOf(line: Line, place: number, scale: string, count: number, filled: boolean): uPlot.Series {
  const name = COLOURS[place % COLOURS.length] ?? "--color-primary";
  const bars = line.bars ? uPlot.paths.bars?.({ size: [0.6, 40], radius: 0.15 }) : undefined;
  return {
    label: line.label,
    scale,
    stroke: colour(name),
    width: 2,
    dash: line.bars ? [] : (DASHES[place % DASHES.length] ?? []),
    spanGaps: false,
    points: { show: !line.bars && count <= 60, size: 5, fill: colour(name) },
    value: (_plot, value: number | null) => (value === null ? "–" : `${short(value)}${line.unit ? ` ${line.unit}` : ""}`),
    ...(bars ? { paths: bars, fill: faded(name, 35) } : filled ? { fill: faded(name, 12) } : {}),
  };
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
