import { describe, expect, it } from "vitest";
import { grown, type Line, type Lines, transportOf } from "./lines";

const lines = (...all: Line[]): Lines => new Map(all.map((one) => [one.id, one]));
const local = (more: Partial<Line>): Lines =>
  lines(
    { id: "T", type: "transport", selectedCandidatePairId: "P" },
    { id: "P", type: "candidate-pair", localCandidateId: "L" },
    { id: "L", type: "local-candidate", ...more },
  );

describe("a counter", () => {
  const line = (packetsLost: number): Line => ({ id: "a", type: "inbound-rtp", packetsLost });

  it("is told by how much it has grown, also when it began anew", () => {
    expect(grown(line(10), line(14), "packetsLost")).toBe(4);
    expect(grown(undefined, line(14), "packetsLost")).toBe(14);
    expect(grown(line(10), line(3), "packetsLost")).toBe(3);
    expect(grown(line(10), { id: "a", type: "inbound-rtp" }, "packetsLost")).toBe(0);
  });
});

describe("the way of the media", () => {
  it("is that of the pair in use", () => {
    expect(transportOf(local({ candidateType: "host", protocol: "udp" }))).toBe("udp");
    expect(transportOf(local({ candidateType: "prflx", protocol: "tcp" }))).toBe("tcp");
    expect(transportOf(local({ candidateType: "relay", protocol: "udp", relayProtocol: "tls" }))).toBe("relay-tls");
    expect(transportOf(local({ candidateType: "relay", protocol: "udp" }))).toBe("");
    expect(transportOf(lines())).toBe("");
  });

  it("is found where a browser marks the pair itself", () => {
    const firefox = lines(
      { id: "P0", type: "candidate-pair", localCandidateId: "L0", selected: false },
      { id: "P", type: "candidate-pair", localCandidateId: "L", selected: true },
      { id: "L", type: "local-candidate", candidateType: "host", protocol: "udp" },
    );
    expect(transportOf(firefox)).toBe("udp");
  });
});
