import type { Star } from "./cast";
import { HEIGHT, type Tile, WIDTH } from "./scene";

const GROUND = "#14161a";
const TILE = "#23262d";
const FIGURE = "#4a505c";
const ROUND = 10;

/** Draws tiles on one canvas. Who has no picture is a figure; names are written over the film when it is looked at. */
export class Painter {
  readonly canvas = document.createElement("canvas");
  readonly #pen: CanvasRenderingContext2D;

  constructor() {
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    const pen = this.canvas.getContext("2d", { alpha: false });
    if (pen === null) throw new Error("no canvas");
    this.#pen = pen;
  }

  draw(tiles: readonly Tile[], stars: ReadonlyMap<string, Star>): void {
    const pen = this.#pen;
    pen.fillStyle = GROUND;
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    for (const tile of tiles) {
      const star = stars.get(tile.identity);
      const picture = (tile.isScreen ? star?.screen : star?.camera) ?? null;
      if (picture === null) this.#figure(tile);
      else this.#picture(tile, picture);
    }
  }

  /** A screen is shown whole; a camera fills its tile. */
  #picture(tile: Tile, picture: HTMLVideoElement): void {
    const { videoWidth: w, videoHeight: h } = picture;
    if (tile.isScreen) {
      const scale = Math.min(tile.width / w, tile.height / h);
      this.#pen.drawImage(picture, tile.x + (tile.width - w * scale) / 2, tile.y + (tile.height - h * scale) / 2, w * scale, h * scale);
      return;
    }
    const scale = Math.max(tile.width / w, tile.height / h);
    const [sw, sh] = [tile.width / scale, tile.height / scale];
    this.#pen.drawImage(picture, (w - sw) / 2, (h - sh) / 2, sw, sh, tile.x, tile.y, tile.width, tile.height);
  }

  #figure(tile: Tile): void {
    const pen = this.#pen;
    pen.fillStyle = TILE;
    pen.beginPath();
    pen.roundRect(tile.x, tile.y, tile.width, tile.height, ROUND);
    pen.fill();
    const size = Math.min(tile.width, tile.height) * 0.32;
    const [x, y] = [tile.x + tile.width / 2, tile.y + tile.height / 2];
    pen.fillStyle = FIGURE;
    pen.beginPath();
    pen.arc(x, y - size * 0.35, size * 0.38, 0, 2 * Math.PI);
    pen.fill();
    pen.beginPath();
    pen.ellipse(x, y + size * 0.75, size * 0.75, size * 0.55, 0, Math.PI, 2 * Math.PI);
    pen.fill();
  }
}
