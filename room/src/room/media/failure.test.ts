import { describe, expect, it } from "vitest";
import { en } from "../words/en";
import { type Cause, explain, isGone } from "./failure";

const named = (name: string, text = ""): Error => Object.assign(new Error(text), { name });

describe("a device that does not open", () => {
  it.each<[string, Error, Parameters<typeof explain>[1], Cause]>([
    ["denied by the person or the site's setting", named("NotAllowedError", "Permission denied"), { permission: "denied" }, "denied"],
    ["asked for and waved away", named("NotAllowedError", "Permission dismissed"), { permission: "prompt" }, "dismissed"],
    ["blocked by the system, said by Chromium", named("NotAllowedError", "Permission denied by system"), { permission: "denied" }, "blocked"],
    ["blocked by the system, though the site may", named("NotAllowedError"), { permission: "granted" }, "blocked"],
    ["blocked by the system, as Firefox shows it", named("NotFoundError"), { listed: true }, "blocked"],
    ["not there", named("NotFoundError"), { listed: false }, "missing"],
    ["the wanted one gone", named("OverconstrainedError"), {}, "missing"],
    ["taken by another program", named("NotReadableError", "Could not start video source"), {}, "busy"],
    ["taken, in old words", named("TrackStartError"), {}, "busy"],
    ["not offered on http", named("TypeError"), {}, "unavailable"],
    ["anything else", named("Odd"), {}, "unknown"],
    ["denied where the browser can't be asked", named("NotAllowedError"), {}, "denied"],
  ])("%s", (_name, error, circumstances, cause) => {
    expect(explain(error, circumstances)).toBe(cause);
    expect(en).toHaveProperty([`device.${cause}`]);
  });

  it("may open without the wanted id only when that one is gone", () => {
    expect(isGone(named("OverconstrainedError"))).toBe(true);
    expect(isGone(named("NotFoundError"))).toBe(true);
    expect(isGone(named("NotAllowedError"))).toBe(false);
  });
});
