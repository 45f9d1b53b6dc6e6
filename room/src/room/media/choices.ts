import type { Corner } from "../stage/layout";
import type { LayoutChoice, SelfView } from "../stage/scene";
import type { Kind } from "./devices";
import type { ShareMode } from "./share";

export type CaptionsSize = "small" | "medium" | "large" | "huge";
export type CaptionsColours = "dark" | "light" | "yellow";

/** How captions look where a meeting has them. */
export interface CaptionsLook {
  /** Whether they are shown at all. */
  captions: boolean;
  captionsSize: CaptionsSize;
  captionsColours: CaptionsColours;
  /** A screen reader says them. */
  captionsRead: boolean;
}

/** What a person chose last time, on this browser only. */
export interface Choices extends CaptionsLook {
  camera: boolean;
  microphone: boolean;
  cameraId: string;
  microphoneId: string;
  speakerId: string;
  name: string;
  /** The background is blurred before anything is sent. */
  blur: boolean;
  /** What the browser does to the microphone's sound. */
  echo: boolean;
  noise: boolean;
  gain: boolean;
  layout: LayoutChoice;
  /** Tiles on one page of the grid. */
  tiles: number;
  selfView: SelfView;
  selfCorner: Corner;
  shareMode: ShareMode;
  /** Sounds when somebody comes or goes. */
  sounds: boolean;
  /** Single letters as keys (WCAG 2.1.4 asks for an off switch). */
  shortcuts: boolean;
  pushToTalk: boolean;
  /** Told when one speaks while muted; without it the microphone is closed while muted. */
  mutedSpeech: boolean;
}

const KEY = "troth:choices";
const NONE: Choices = {
  camera: true,
  microphone: true,
  cameraId: "",
  microphoneId: "",
  speakerId: "",
  name: "",
  blur: false,
  echo: true,
  noise: true,
  gain: true,
  layout: "auto",
  tiles: 25,
  selfView: "auto",
  selfCorner: "bottom-right",
  shareMode: "text",
  sounds: true,
  shortcuts: true,
  pushToTalk: true,
  mutedSpeech: true,
  captions: true,
  captionsSize: "medium",
  captionsColours: "dark",
  captionsRead: false,
};

export function readChoices(): Choices {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return NONE;
    const sound = Object.entries(kept).filter(
      ([name, value]) => name in NONE && typeof value === typeof NONE[name as keyof Choices],
    );
    return { ...NONE, ...(Object.fromEntries(sound) as Partial<Choices>) };
  } catch {
    return NONE;
  }
}

export function keepChoices(part: Partial<Choices>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readChoices(), ...part }));
  } catch {
    // Storage is full or switched off: the choice holds for this page only.
  }
}

export function deviceChoice(kind: Kind, id: string): Partial<Choices> {
  return kind === "camera" ? { cameraId: id } : { microphoneId: id };
}

export function forgetChoices(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing is kept where storage is switched off.
  }
}
