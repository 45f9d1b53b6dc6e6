import { type CheckInfo, ConnectionCheck } from "livekit-client";
import { openCheck } from "../api/meeting";
import { Problem } from "../api/problem";
import type { CheckRoom } from "../api/types";
import { Store } from "../ui/store";
import { explainProblem } from "../words/problems";
import { PublishCheck } from "./publish";
import { freshSteps, type Step, type StepName, stateOf } from "./steps";

/** Long enough for a slow network, and then it is a no. */
const PATIENCE = 10_000;

/** Tries one after the other what a meeting needs, in a room of its own. */
export class Check {
  readonly steps = new Store<Step[]>(freshSteps());
  room: CheckRoom | null = null;
  #stopped = false;

  async run(): Promise<void> {
    this.steps.set(freshSteps());
    this.#note("server", { state: "running" });
    try {
      this.room = await openCheck();
      this.#note("server", { state: "ok" });
    } catch (error) {
      const why = error instanceof Problem ? explainProblem(error) : String(error);
      this.#note("server", { state: "failed", logs: [why] });
      return;
    }
    const { url, token } = this.room;
    const check = new ConnectionCheck(url, token, {
      connectOptions: { maxRetries: 0, peerConnectionTimeout: PATIENCE, websocketTimeout: PATIENCE },
    });
    if (!(await this.#step("signal", () => check.checkWebsocket()))) return;
    const media = await this.#step("media", () => check.checkWebRTC());
    if (this.room.ports.relay === 0) this.#note("relay", { state: "skipped" });
    else await this.#step("relay", () => check.checkTURN());
    if (!media) return;
    await this.#step("publish", () => check.createAndRunCheck(PublishCheck));
    await this.#step("reconnect", () => check.checkReconnect());
  }

  stop(): void {
    this.#stopped = true;
  }

  async #step(name: StepName, run: () => Promise<CheckInfo>): Promise<boolean> {
    if (this.#stopped) return false;
    this.#note(name, { state: "running" });
    const { status, logs, data } = (await run()) as Omit<CheckInfo, "data"> & { data?: { rtt?: number } };
    const state = stateOf(status);
    const rtt = data?.rtt ?? null;
    this.#note(name, { state, rtt, logs: logs.map(({ level, message }) => `${level}: ${message}`) });
    return state === "ok";
  }

  #note(name: StepName, part: Partial<Step>): void {
    this.steps.set(this.steps.get().map((step) => (step.name === name ? { ...step, ...part } : step)));
  }
}
