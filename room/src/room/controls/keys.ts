import { useEffect } from "react";
import { KINDS, type Kind } from "../media/devices";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** Which device a key turns: by its letter, or by its place where the letter is not Latin. */
export function deviceOf(event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): Kind | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null;
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  if (letter === "d") return "microphone";
  return letter === "e" ? "camera" : null;
}

/** Turns a device over and says so at once. */
export async function flip(inside: Inside, kind: Kind): Promise<void> {
  const on = !inside.connection.wants.get()[kind];
  await inside.connection.turn(kind, on);
  if (inside.connection.wants.get()[kind] === on) inside.notices.interrupt(on ? t(`control.${kind}.now-on`) : t(`control.${kind}.now-off`));
}

/** Ctrl or ⌘ with D for the microphone, with E for the camera. */
export function useKeys(inside: Inside): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const kind = deviceOf(event);
      if (!kind || !KINDS.includes(kind) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      if (!event.repeat) void flip(inside, kind);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [inside]);
}
