export type Browser = "chrome" | "edge" | "firefox" | "safari" | "other";
export type System = "windows" | "macos" | "linux" | "android" | "ios" | "other";

export interface Place {
  browser: Browser;
  system: System;
}

/** Which browser on which system, as far as it says; only words depend on it. `touches`: an iPad says that it is a Mac. */
export function placeOf(agent: string, touches = 0): Place {
  return { browser: browserOf(agent), system: systemOf(agent, touches) };
}

function browserOf(agent: string): Browser {
  if (/EdgA?\/|EdgiOS\//.test(agent)) return "edge";
  if (/Firefox\/|FxiOS\//.test(agent)) return "firefox";
  if (/OPR\/|SamsungBrowser\//.test(agent)) return "other";
  if (/Chrom(e|ium)\/|CriOS\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}

function systemOf(agent: string, touches: number): System {
  if (/iPhone|iPad|iPod/.test(agent) || (agent.includes("Macintosh") && touches > 1)) return "ios";
  if (agent.includes("Android")) return "android";
  if (agent.includes("Windows")) return "windows";
  if (agent.includes("Macintosh")) return "macos";
  return /Linux|CrOS|X11/.test(agent) ? "linux" : "other";
}

export function here(): Place {
  return placeOf(navigator.userAgent, navigator.maxTouchPoints);
}
