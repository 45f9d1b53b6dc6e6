import { lay, type Place as Box } from "../room/stage/layout";
import type { Place } from "./server";

export const WIDTH = 1280;
export const HEIGHT = 720;
/** The most people in one picture. */
export const MOST = 16;

export interface Person {
  identity: string;
  hasScreen: boolean;
}

export interface Tile extends Box {
  identity: string;
  isScreen: boolean;
}

/** Who stands where: shared screens first, then in `speaker` who spoke last, and the others beside. */
export function arrange(people: readonly Person[], layout: "speaker" | "grid", speaker: string | null): Tile[] {
  const screens = people.filter((one) => one.hasScreen).map((one) => one.identity);
  const newest = screens.at(-1);
  const faces = people.map((one) => one.identity);
  const large = newest !== undefined ? [`screen:${newest}`] : layout === "speaker" && faces.length > 2 ? [speaker !== null && faces.includes(speaker) ? speaker : (faces[0] ?? "")] : [];
  const keys = [...screens.filter((one) => one !== newest).map((one) => `screen:${one}`), ...inSight(faces, speaker, MOST)];
  const rest = keys.filter((key) => !large.includes(key));
  const scene = { large, screen: newest !== undefined, rest, float: null, corner: "top-left" as const, page: 0, most: MOST };
  return lay(scene, WIDTH, HEIGHT).places.map((place) => {
    const isScreen = place.key.startsWith("screen:");
    return { ...place, identity: isScreen ? place.key.slice("screen:".length) : place.key, isScreen };
  });
}

/** The first so many, and whoever spoke last among them. */
function inSight(faces: readonly string[], speaker: string | null, most: number): string[] {
  const first = faces.slice(0, most);
  if (speaker === null || !faces.includes(speaker) || first.includes(speaker)) return first;
  return [...first.slice(0, most - 1), speaker];
}

/** The tiles as the server keeps them, in thousandths of the picture. */
export function asPlaces(tiles: readonly Tile[]): Place[] {
  const part = (value: number, whole: number) => Math.max(0, Math.min(1000, Math.round((value / whole) * 1000)));
  return tiles.map((tile) => ({
    identity: tile.identity,
    is_screen: tile.isScreen,
    left: part(tile.x, WIDTH),
    top: part(tile.y, HEIGHT),
    width: part(tile.width, WIDTH),
    height: part(tile.height, HEIGHT),
  }));
}
