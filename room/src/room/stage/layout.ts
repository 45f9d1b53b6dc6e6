/** Sizes in CSS pixels. */
export interface Fit {
  columns: number;
  rows: number;
  width: number;
  height: number;
}

export const GAP = 12;
export const MOST = 25;
const WIDEST = 16 / 9;

/** A phone held upright takes portrait tiles. */
function narrowest(width: number): number {
  return width < 560 ? 3 / 4 : 4 / 3;
}

/** The arrangement of `count` tiles that makes each as large as possible. */
export function fit(count: number, width: number, height: number, gap = GAP): Fit {
  let best: Fit = { columns: 1, rows: Math.max(1, count), width: 0, height: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(Math.max(1, count) / columns);
    let w = (width - gap * (columns - 1)) / columns;
    let h = (height - gap * (rows - 1)) / rows;
    if (w <= 0 || h <= 0) continue;
    w = Math.min(w, h * WIDEST);
    h = Math.min(h, w / narrowest(width));
    if (w * h > best.width * best.height) best = { columns, rows, width: Math.floor(w), height: Math.floor(h) };
  }
  return best;
}

/** How many tiles one page holds: at most 25, and none too small to recognise a face in. */
export function capacity(width: number, height: number): number {
  const least = width < 560 ? 110 : 170;
  for (let count = MOST; count > 1; count -= 1) {
    if (fit(count, width, height).width >= least) return count;
  }
  return 1;
}
