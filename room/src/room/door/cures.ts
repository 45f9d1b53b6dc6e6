import type { Kind } from "../media/devices";
import type { Cause } from "../media/failure";
import type { Browser, Place } from "../media/system";
import { type Key, t } from "../words";

/** What a step looks like on the screen. */
export type Sign = "address" | "switch" | "again" | "barred" | "close" | "menu" | "permissions" | "settings" | "app" | "quit" | "package" | "tiles" | "plug" | "lid" | "restart" | "question" | "other";

export interface Step {
  sign: Sign;
  text: string;
}

const BROWSER: Record<Browser, string> = { chrome: "Chrome", edge: "Edge", firefox: "Firefox", safari: "Safari", other: "" };

const AGAIN = ["again", "cure.again"] as const;
type Line = readonly [Sign, Extract<Key, `cure.${string}`>];

const BLOCKED: Record<Place["system"], readonly Line[]> = {
  windows: [["settings", "cure.windows.open"], ["switch", "cure.windows.switch"], AGAIN],
  macos: [["settings", "cure.macos.open"], ["switch", "cure.macos.switch"], ["quit", "cure.macos.quit"]],
  linux: [["package", "cure.linux.package"], ["settings", "cure.linux.settings"], AGAIN],
  android: [["app", "cure.android.app"], ["tiles", "cure.android.tiles"], AGAIN],
  ios: [["app", "cure.ios.app"], ["switch", "cure.ios.switch"], AGAIN],
  other: [["settings", "cure.system"], AGAIN],
};

function denied({ browser, system }: Place): readonly Line[] {
  if (system === "ios") {
    return browser === "safari"
      ? [["menu", "cure.ios.page"], ["switch", "cure.ios.website"], AGAIN]
      : [["app", "cure.ios.app"], ["switch", "cure.ios.switch"], AGAIN];
  }
  if (system === "android") {
    return browser === "firefox"
      ? [["address", "cure.firefox.android"], ["switch", "cure.allow"], AGAIN]
      : [["address", "cure.address"], ["permissions", "cure.chrome.android"], AGAIN];
  }
  if (browser === "firefox") return [["barred", "cure.firefox.address"], ["close", "cure.firefox.cross"], AGAIN];
  if (browser === "safari") return [["menu", "cure.safari.menu"], ["switch", "cure.safari.allow"], AGAIN];
  return [["address", "cure.address"], ["switch", "cure.allow"], AGAIN];
}

function linesFor(cause: Cause, place: Place): readonly Line[] {
  switch (cause) {
    case "denied":
      return denied(place);
    case "dismissed":
      return [["question", "cure.ask"]];
    case "blocked":
      return BLOCKED[place.system];
    case "busy":
      return [["close", "cure.busy.close"], ["restart", "cure.busy.restart"], AGAIN];
    case "missing":
      return [["plug", "cure.missing.plug"], ["lid", "cure.missing.switch"], AGAIN];
    default:
      return [["restart", "cure.reload"], ["other", "cure.elsewhere"]];
  }
}

/** What to do, step by step, in this browser on this system. */
export function stepsFor(cause: Cause, what: Kind | "both", place: Place): Step[] {
  const values = { device: t(`cure.${what}`), browser: BROWSER[place.browser] || t("cure.browser") };
  return linesFor(cause, place).map(([sign, key]) => ({ sign, text: t(key, values) }));
}
