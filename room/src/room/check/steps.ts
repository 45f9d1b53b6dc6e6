import { CheckStatus } from "livekit-client";
import type { CheckRoom } from "../api/types";
import { t } from "../words";

export const STEPS = ["server", "signal", "media", "relay", "publish", "reconnect"] as const;
export type StepName = (typeof STEPS)[number];
export type State = "waiting" | "running" | "ok" | "failed" | "skipped";

export interface Step {
  name: StepName;
  state: State;
  /** What the check itself wrote down, for support. */
  logs: readonly string[];
  /** Round trip in milliseconds, where it was measured. */
  rtt: number | null;
}

export type Verdict = "good" | "poor" | "bad";

/** Beyond this people talk over each other (ITU-T G.114). */
const SLOW = 300;

const NEEDED: readonly StepName[] = ["server", "signal", "media", "publish"];

export function freshSteps(): Step[] {
  return STEPS.map((name) => ({ name, state: "waiting", logs: [], rtt: null }));
}

export function stateOf(status: CheckStatus): State {
  switch (status) {
    case CheckStatus.IDLE:
      return "waiting";
    case CheckStatus.RUNNING:
      return "running";
    case CheckStatus.SKIPPED:
      return "skipped";
    case CheckStatus.SUCCESS:
      return "ok";
    case CheckStatus.FAILED:
      return "failed";
  }
}

/** What it all means for a meeting; null while it runs. */
export function verdictOf(steps: readonly Step[]): Verdict | null {
  if (steps.some(({ state }) => state === "running")) return null;
  if (steps.some(({ name, state }) => state === "failed" && NEEDED.includes(name))) return "bad";
  if (steps.some(({ state }) => state === "waiting")) return null;
  return steps.some(({ state, rtt }) => state === "failed" || (rtt ?? 0) > SLOW) ? "poor" : "good";
}

/** What will not work and what to ask the network's administrator for; null where all is well. */
export function adviceFor({ name, state, rtt }: Step, room: CheckRoom | null): string | null {
  const host = room ? new URL(room.url).hostname : "";
  if (state === "ok" && name === "publish" && rtt !== null) {
    return rtt > SLOW ? t("check.publish.slow", { rtt }) : t("check.publish.rtt", { rtt });
  }
  if (state !== "failed") return null;
  switch (name) {
    case "server":
      return t("check.server.failed");
    case "signal":
      return t("check.signal.failed", { host });
    case "media":
      return t("check.media.failed", { host, ports: portsOf(room) });
    case "relay":
      return t("check.relay.failed", { host, port: room?.ports.relay ?? 443 });
    case "publish":
      return t("check.publish.failed", { host, ports: portsOf(room) });
    case "reconnect":
      return t("check.reconnect.failed");
  }
}

function portsOf(room: CheckRoom | null): string {
  const { udp, tcp } = room?.ports ?? { udp: 7882, tcp: 7881 };
  const first = t("check.port.udp", { port: udp });
  return tcp === 0 ? first : t("check.port.or", { first, second: t("check.port.tcp", { port: tcp }) });
}

/** To be sent to whoever helps: what was found, in this browser, when. */
export function reportOf(steps: readonly Step[], room: CheckRoom | null, agent: string, at: Date): string {
  const lines = steps.map((step) => {
    const advice = adviceFor(step, room);
    return [`${t(`check.${step.name}`)}: ${step.state}${advice === null ? "" : `. ${advice}`}`, ...step.logs.map((log) => `    ${log}`)];
  });
  return [t("check.report", { time: at.toISOString() }), agent, ...(room ? [new URL(room.url).host] : []), "", ...lines.flat()].join("\n");
}
