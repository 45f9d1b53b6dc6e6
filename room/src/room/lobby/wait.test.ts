import { describe, expect, it } from "vitest";
import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Standing } from "../api/types";
import { ask } from "./wait";

const MEDIA = { url: "wss://media.test", token: "t" };

function server(standing: Standing | Problem): Attendance {
  return {
    standing: () => (standing instanceof Problem ? Promise.reject(standing) : Promise.resolve(standing)),
    token: () => Promise.resolve(MEDIA),
  } as unknown as Attendance;
}

describe("who waits", () => {
  it("goes on waiting while nothing is decided or the server is away", async () => {
    expect(await ask(server({ admission: "waiting", ended: false, again_in: 150, told: "Soon." }))).toEqual({ again: 150, told: "Soon." });
    expect(await ask(server(new Problem("offline", 0)))).toEqual({ again: 1_000 });
    expect(await ask(server(new Problem("unexpected", 502)))).toEqual({ again: 1_000 });
  });

  it("enters at once when admitted", async () => {
    expect(await ask(server({ admission: "admitted", ended: false, again_in: 150, told: "" }))).toEqual({ admitted: MEDIA });
  });

  it("tells refused, gone and ended apart", async () => {
    expect(await ask(server({ admission: "refused", ended: false, again_in: 150, told: "" }))).toEqual({ end: "refused" });
    expect(await ask(server({ admission: "gone", ended: false, again_in: 150, told: "" }))).toEqual({ end: "gone" });
    expect(await ask(server({ admission: "waiting", ended: true, again_in: 150, told: "" }))).toEqual({ end: "ended" });
    expect(await ask(server(new Problem("ticket", 401)))).toEqual({ end: "gone" });
  });
});
