import { useEffect } from "react";
import { readChoices } from "../media/choices";
import type { Kind } from "../media/devices";
import type { Inside } from "../visit/inside";
import { t } from "../words";

export type Deed =
  | "microphone"
  | "camera"
  | "hand"
  | "chat"
  | "people"
  | "share"
  | "layout"
  | "full-screen"
  | "keys"
  | "next-region"
  | "previous-region"
  | "bar";

export type Deeds = Partial<Record<Deed, () => void>>;

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const LETTERS: Readonly<Record<string, Deed>> = {
  m: "microphone",
  v: "camera",
  h: "hand",
  r: "hand",
  c: "chat",
  p: "people",
  d: "share",
  w: "layout",
  s: "full-screen",
};
const WITH_CONTROL: Readonly<Record<string, Deed>> = { d: "microphone", e: "camera" };

/** By its letter, or by its place where the letter is not Latin. */
function letterOf({ key, code }: Press): string {
  return (/^[a-z]$/i.test(key) ? key : /^[\x20-\x7e]$/.test(key) ? "" : code.replace(/^Key/, "")).toLowerCase();
}

/** What a key asks for; null when nothing of ours. */
export function deedOf(press: Press): Deed | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press;
  if (altKey) return null;
  if (ctrlKey || metaKey) return shiftKey ? null : (WITH_CONTROL[letterOf(press)] ?? null);
  if (key === "F6") return shiftKey ? "previous-region" : "next-region";
  if (key === "?") return "keys";
  if (shiftKey) return null;
  if (key === "F2") return "bar";
  return LETTERS[letterOf(press)] ?? null;
}

/** Whether it is a single character, which can be switched off. */
export function isSingle({ key, ctrlKey, metaKey }: Press): boolean {
  return !ctrlKey && !metaKey && !/^F\d/.test(key);
}

/** Whether what has the focus needs this key for itself. */
export function isTaken(target: EventTarget | null, press: Press): boolean {
  if (!(target instanceof Element) || press.ctrlKey || press.metaKey || /^F\d/.test(press.key)) return false;
  if (target.closest("textarea, select, [contenteditable='true'], [role^='menu'], input:not([type='checkbox'], [type='button'])")) return true;
  // A button that was clicked keeps the focus, but the keyboard was not there: Space is free to talk.
  return press.key === " " && (target.closest("[role='log'], summary, a, input") !== null || target.closest("button:focus-visible") !== null);
}

/** Turns a device over and says so at once. */
export async function flip(inside: Inside, kind: Kind): Promise<void> {
  const on = !inside.connection.wants.get()[kind];
  await inside.connection.turn(kind, on);
  if (inside.connection.wants.get()[kind] === on) inside.notices.interrupt(on ? t(`control.${kind}.now-on`) : t(`control.${kind}.now-off`));
}

/** Does on a key what it asks for, anywhere in the room but in a dialog. */
export function useKeys(deeds: Deeds): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const deed = deedOf(event);
      const act = deed && deeds[deed];
      if (!act || event.isComposing || event.defaultPrevented || isTaken(event.target, event)) return;
      if (document.querySelector("dialog[open]")) return;
      if (isSingle(event) && !readChoices().shortcuts) return;
      event.preventDefault();
      if (!event.repeat) act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [deeds]);
}
