import { describe, expect, it } from "vitest";
import type { CheckRoom } from "../api/types";
import { adviceFor, freshSteps, reportOf, type State, type Step, type StepName, verdictOf } from "./steps";

const ROOM: CheckRoom = { url: "wss://media.example.com", token: "secret", ports: { udp: 9002, tcp: 9003, relay: 9004 } };

function steps(states: Partial<Record<StepName, State>>, rtt: number | null = 20): Step[] {
  return freshSteps().map((step) => ({ ...step, state: states[step.name] ?? "ok", rtt: step.name === "publish" ? rtt : null }));
}

describe("the verdict", () => {
  it("waits until all is tried", () => {
    expect(verdictOf(freshSteps())).toBeNull();
    expect(verdictOf(steps({ media: "running" }))).toBeNull();
  });

  it("is good, poor or bad by what a meeting needs", () => {
    expect(verdictOf(steps({}))).toBe("good");
    expect(verdictOf(steps({ relay: "skipped" }))).toBe("good");
    expect(verdictOf(steps({ relay: "failed" }))).toBe("poor");
    expect(verdictOf(steps({}, 400))).toBe("poor");
    expect(verdictOf(steps({ media: "failed", publish: "waiting", reconnect: "waiting" }))).toBe("bad");
  });
});

describe("the advice", () => {
  it("names host and ports as they are", () => {
    const [media] = steps({ media: "failed" }).filter(({ name }) => name === "media");
    expect(media && adviceFor(media, ROOM)).toContain("UDP 9002 or TCP 9003 to media.example.com");
    expect(media && adviceFor(media, { ...ROOM, ports: { ...ROOM.ports, tcp: 0 } })).toContain("Ask for UDP 9002 to");
  });

  it("is silent about what works", () => {
    expect(steps({}).filter(({ name }) => name !== "publish").map((step) => adviceFor(step, ROOM))).toEqual([null, null, null, null, null]);
  });
});

describe("the report", () => {
  it("says what was found and never the token", () => {
    const report = reportOf(steps({ relay: "failed" }), ROOM, "Browser/1", new Date(0));
    expect(report).toContain("Browser/1");
    expect(report).toContain("media.example.com");
    expect(report).toContain("relay: failed");
    expect(report).not.toContain("secret");
  });
});
