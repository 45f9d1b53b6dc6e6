import { describe, expect, it } from "vitest";
import type { Cause } from "../media/failure";
import type { Browser, System } from "../media/system";
import { stepsFor } from "./cures";

const BROWSERS: Browser[] = ["chrome", "edge", "firefox", "safari", "other"];
const SYSTEMS: System[] = ["windows", "macos", "linux", "android", "ios", "other"];
const CAUSES: Cause[] = ["denied", "dismissed", "blocked", "busy", "missing", "unavailable", "unknown"];

describe("the cure of a refused device", () => {
  it("is there for each cause, browser and system, in full sentences", () => {
    for (const browser of BROWSERS) {
      for (const system of SYSTEMS) {
        for (const cause of CAUSES) {
          const steps = stepsFor(cause, "camera", { browser, system });
          expect(steps.length, `${cause} ${browser} ${system}`).toBeGreaterThan(0);
          for (const { text } of steps) expect(text).toMatch(/^[A-Z][^{}]*\.$/);
        }
      }
    }
  });

  it("names the browser's own controls", () => {
    const first = (browser: Browser, system: System): string => stepsFor("denied", "microphone", { browser, system })[0]?.text ?? "";
    expect(first("firefox", "linux")).toContain("crossed-out");
    expect(first("safari", "macos")).toContain("Settings for this website");
    expect(first("chrome", "ios")).toContain("Chrome");
    expect(first("chrome", "windows")).toContain("left of the address");
  });

  it("of a system's block is in the system's settings", () => {
    expect(stepsFor("blocked", "camera", { browser: "edge", system: "windows" })[0]?.text).toContain("Windows");
    expect(stepsFor("blocked", "camera", { browser: "edge", system: "macos" })[1]?.text).toContain("Edge");
  });
});
