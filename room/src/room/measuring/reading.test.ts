import { describe, expect, it } from "vitest";
import type { Line, Lines } from "./lines";
import { columnsOf, readingOf } from "./reading";

const lines = (...all: Line[]): Lines => new Map(all.map((one) => [one.id, one]));
const audioIn = (more: Partial<Line>): Line => ({ id: "ai", type: "inbound-rtp", kind: "audio", ...more });
const videoIn = (more: Partial<Line>): Line => ({ id: "vi", type: "inbound-rtp", kind: "video", trackIdentifier: "t", ...more });
const read = (before: Lines, now: Lines, shares: string[] = []) => readingOf(before, now, 10, new Set(shares));

describe("a reading", () => {
  it("has what was lost and made up since the one before", () => {
    const before = lines(audioIn({ packetsReceived: 1000, packetsLost: 100, totalSamplesReceived: 480_000, concealedSamples: 9_000, silentConcealedSamples: 9_000 }));
    const now = lines(
      audioIn({ packetsReceived: 1450, packetsLost: 150, totalSamplesReceived: 960_000, concealedSamples: 57_000, silentConcealedSamples: 9_000, bytesReceived: 40_000, jitter: 0.012 }),
    );
    const reading = read(before, now);
    expect(reading.lost_down_audio).toBeCloseTo(0.1);
    expect(reading.concealed).toBeCloseTo(0.1);
    expect(reading.received_audio).toBeCloseTo(32);
    expect(reading.jitter_down).toBeCloseTo(12);
    expect(reading.rtt).toBeNull();
    expect(reading.lost_up_audio).toBeNull();
  });

  it("takes late packets for what they are: not lost", () => {
    const before = lines(audioIn({ packetsReceived: 100, packetsLost: 10 }));
    const now = lines(audioIn({ packetsReceived: 200, packetsLost: 8 }));
    expect(read(before, now).lost_down_audio).toBeLessThanOrEqual(1);
  });

  it("has the loss on the way up by what the server says, over what was sent", () => {
    const at = (packetsSent: number, packetsLost: number): Lines =>
      lines(
        { id: "o", type: "outbound-rtp", kind: "video", packetsSent, bytesSent: packetsSent * 1000, qualityLimitationDurations: { bandwidth: packetsSent / 100 } },
        { id: "r", type: "remote-inbound-rtp", kind: "video", localId: "o", packetsLost, jitter: 0.03, roundTripTime: 0.2 },
      );
    const reading = read(at(100, 0), at(600, 50));
    expect(reading.lost_up_video).toBeCloseTo(0.1);
    expect(reading.sent_video).toBeCloseTo(400);
    expect(reading.narrow).toBeCloseTo(0.5);
    expect(reading.rtt).toBe(200);
    expect(reading.jitter_up).toBe(30);
  });

  it("does not call a way narrow by how a browser begins to send", () => {
    const sent = { id: "o", type: "outbound-rtp", kind: "video", bytesSent: 100_000, qualityLimitationDurations: { bandwidth: 6, cpu: 2 } };
    expect(read(lines(), lines(sent))).toMatchObject({ narrow: null, cpu: 0.2 });
  });

  it("counts freezes of pictures that moved before, and of no shared screen", () => {
    const before = lines(videoIn({ framesDecoded: 100, freezeCount: 1, totalFreezesDuration: 1, packetsReceived: 1 }));
    const now = lines(videoIn({ framesDecoded: 200, freezeCount: 3, totalFreezesDuration: 4, packetsReceived: 2, framesPerSecond: 12, frameHeight: 360 }));
    expect(read(before, now)).toMatchObject({ freezes: 2, frozen: 3, fps_seen: 12, height_seen: 360 });
    expect(read(before, now, ["t"])).toMatchObject({ freezes: null, frozen: null, fps_seen: null });
    expect(read(lines(), now)).toMatchObject({ freezes: null });
    const shownAgain = lines(videoIn({ framesDecoded: 200, freezeCount: 2, totalFreezesDuration: 61, packetsReceived: 2 }));
    expect(read(before, shownAgain)).toMatchObject({ freezes: null });
  });

  it("never holds an address", () => {
    const candidate = { id: "L", type: "local-candidate", candidateType: "host", protocol: "udp", address: "192.168.1.2" } as Line;
    const now = lines({ id: "T", type: "transport", selectedCandidatePairId: "P" }, { id: "P", type: "candidate-pair", localCandidateId: "L", currentRoundTripTime: 0.05 }, candidate);
    const reading = read(lines(), now);
    expect(reading.rtt).toBe(50);
    expect(JSON.stringify(columnsOf([reading]))).not.toContain("192");
  });
});

describe("columns", () => {
  it("are short, and leave out what was not measured", () => {
    const empty = read(lines(), lines());
    const columns = columnsOf([
      { ...empty, rtt: 40.123456 },
      { ...empty, rtt: Number.NaN },
      { ...empty, rtt: -1 },
    ]);
    expect(columns).toEqual({ rtt: [40.1, null, null] });
    expect(columnsOf([])).toEqual({});
  });

  it("of a minute are no more than two kilobytes", () => {
    const full = Object.fromEntries(Object.keys(read(lines(), lines())).map((name) => [name, 1234.567]));
    const readings = Array.from({ length: 6 }, () => full as ReturnType<typeof read>);
    expect(JSON.stringify(columnsOf(readings)).length).toBeLessThan(2_000);
  });
});
