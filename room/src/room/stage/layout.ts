/** Where tiles go: pure arithmetic in CSS pixels. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Part = "grid" | "large" | "strip" | "float";

export interface Place extends Box {
  key: string;
  part: Part;
}

export type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";
export const CORNERS: readonly Corner[] = ["top-left", "top-right", "bottom-left", "bottom-right"];

export interface Scene {
  /** What is large; nobody means a grid. */
  large: readonly string[];
  /** A shared screen is large: it may take any shape. */
  screen: boolean;
  rest: readonly string[];
  float: string | null;
  corner: Corner;
  page: number;
  /** The most tiles on one page of the grid. */
  most: number;
}

export interface Laid {
  places: Place[];
  page: number;
  pages: number;
  /** Where the buttons for other pages go. */
  pager: Box | null;
}

/** The arrangement of tiles of one size. */
export interface Fit {
  columns: number;
  rows: number;
  width: number;
  height: number;
}

const WIDEST = 16 / 9;
const PAGER = 44;
const PHONE = 640;

export function gapOf(width: number): number {
  return width < PHONE ? 8 : 12;
}

/** A phone held upright takes portrait tiles, a single one as high as what it films itself. */
function narrowest(width: number, count = 2): number {
  if (width >= 560) return 4 / 3;
  return count === 1 ? 9 / 16 : 3 / 4;
}

/** The arrangement of `count` tiles that makes each as large as possible. */
export function fit(count: number, width: number, height: number): Fit {
  const gap = gapOf(width);
  let best: Fit = { columns: 1, rows: Math.max(1, count), width: 0, height: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(Math.max(1, count) / columns);
    let w = (width - gap * (columns - 1)) / columns;
    let h = (height - gap * (rows - 1)) / rows;
    if (w <= 0 || h <= 0) continue;
    w = Math.min(w, h * WIDEST);
    h = Math.min(h, w / narrowest(width, count));
    if (w * h > best.width * best.height) best = { columns, rows, width: Math.floor(w), height: Math.floor(h) };
  }
  return best;
}

/** How many tiles one page of the grid holds: none too small to recognise a face in. */
export function capacity(width: number, height: number, most: number): number {
  const least = width < 560 ? { width: 96, height: 96 } : { width: most > 25 ? 112 : 170, height: 60 };
  for (let count = most; count > 1; count -= 1) {
    const tile = fit(count, width, height);
    if (tile.width >= least.width && tile.height >= least.height) return count;
  }
  return 1;
}

/** How many of `count` tiles fit on a page when the rest needs further pages. */
function pageful(count: number, width: number, height: number, most: number): number {
  const all = capacity(width, height, most);
  return count <= all ? count : capacity(width, height - PAGER, most);
}

function rows(keys: readonly string[], part: Part, tile: Fit, box: Box): Place[] {
  const gap = gapOf(box.width);
  const lines = Math.ceil(keys.length / tile.columns);
  const top = box.y + (box.height - lines * tile.height - (lines - 1) * gap) / 2;
  return keys.map((key, place) => {
    const line = Math.floor(place / tile.columns);
    const inLine = Math.min(tile.columns, keys.length - line * tile.columns);
    const left = box.x + (box.width - inLine * tile.width - (inLine - 1) * gap) / 2;
    return {
      key,
      part,
      x: Math.round(left + (place % tile.columns) * (tile.width + gap)),
      y: Math.round(top + line * (tile.height + gap)),
      width: tile.width,
      height: tile.height,
    };
  });
}

interface Strip {
  box: Box;
  large: Box;
  tile: Fit;
}

/** The strip beside what is large: a column at the right, or rows below where the stage is upright. */
function strip(width: number, height: number, screen: boolean): Strip {
  const gap = gapOf(width);
  if (width >= height) {
    const w = Math.round(Math.min(280, Math.max(112, width * 0.19)));
    const h = Math.round(w / WIDEST);
    const lines = Math.max(1, Math.floor((height + gap) / (h + gap)));
    return {
      box: { x: width - w, y: 0, width: w, height },
      large: { x: 0, y: 0, width: width - w - gap, height },
      tile: { columns: 1, rows: lines, width: w, height: h },
    };
  }
  const lines = screen && height > 520 ? 2 : 1;
  const h = Math.round(Math.min(150, Math.max(72, height * 0.19)));
  const columns = Math.max(1, Math.floor((width + gap) / (h * narrowest(width) + gap)));
  const w = Math.floor((width - gap * (columns - 1)) / columns);
  const all = lines * h + (lines - 1) * gap;
  return {
    box: { x: 0, y: height - all, width, height: all },
    large: { x: 0, y: 0, width, height: height - all - gap },
    tile: { columns, rows: lines, width: Math.min(w, Math.round(h * WIDEST)), height: h },
  };
}

/** How many people the first page shows besides `large` ones. */
export function firstPage(scene: Pick<Scene, "screen" | "most"> & { large: number; rest: number }, width: number, height: number): number {
  if (scene.large === 0) return pageful(scene.rest, width, height, scene.most);
  const { tile } = strip(width, height, scene.screen);
  const all = tile.columns * tile.rows;
  if (scene.rest <= all) return all;
  const short = strip(width, height - PAGER, scene.screen).tile;
  return short.columns * short.rows;
}

function float(key: string, corner: Corner, over: Box, upright: boolean): Place {
  const inset = 12;
  const width = Math.round(upright ? Math.min(132, Math.max(84, over.width * 0.28)) : Math.min(240, Math.max(120, over.width * 0.2)));
  const height = Math.round(upright ? (width * 4) / 3 : width / WIDEST);
  return {
    key,
    part: "float",
    width,
    height,
    x: corner.endsWith("left") ? over.x + inset : over.x + over.width - width - inset,
    y: corner.startsWith("top") ? over.y + inset : over.y + over.height - height - inset,
  };
}

/** Gives each tile that is shown its place on a stage of this size. */
export function lay(scene: Scene, width: number, height: number): Laid {
  const { large, rest } = scene;
  const perPage = firstPage({ ...scene, large: large.length, rest: rest.length }, width, height);
  const pages = Math.max(1, Math.ceil(rest.length / Math.max(1, perPage)));
  const page = Math.min(scene.page, pages - 1);
  const shown = rest.slice(page * perPage, (page + 1) * perPage);
  const free = pages > 1 ? height - PAGER : height;
  const places: Place[] = [];
  let over: Box = { x: 0, y: 0, width, height: free };
  let pager: Box = { x: 0, y: free, width, height: PAGER };

  if (large.length === 0) {
    places.push(...rows(shown, "grid", fit(pages > 1 ? perPage : shown.length, width, free), over));
  } else {
    if (rest.length > 0) {
      const beside = width >= height;
      const { box, large: left, tile } = strip(width, free, scene.screen);
      over = beside ? { ...left, height } : left;
      if (beside) pager = { ...box, y: free, height: PAGER };
      places.push(...rows(shown, "strip", tile, box));
    } else {
      over = { x: 0, y: 0, width, height };
    }
    if (scene.screen) places.push(...large.map((key) => ({ key, part: "large" as const, ...over })));
    else places.push(...rows(large, "large", fit(large.length, over.width, over.height), over));
  }
  if (scene.float !== null) places.push(float(scene.float, scene.corner, over, width < height));
  return { places, page, pages, pager: pages > 1 ? pager : null };
}

/** The corner that a point of the stage is nearest to. */
export function cornerAt(x: number, y: number, width: number, height: number): Corner {
  return `${y < height / 2 ? "top" : "bottom"}-${x < width / 2 ? "left" : "right"}`;
}
