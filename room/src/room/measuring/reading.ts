import type { Readings } from "../api/types";
import { type Counter, grown, type Line, type Lines, pairOf } from "./lines";

/** One value of each kind; what was not measured is null. */
export type Reading = { [K in keyof Required<Readings>]: number | null };

const ms = (seconds: number | undefined): number | null => (seconds === undefined ? null : seconds * 1_000);
const kbit = (bits: number | undefined): number | null => (bits === undefined ? null : bits / 1_000);
const over = (part: number, all: number): number | null => (all > 0 ? Math.min(1, Math.max(0, part) / all) : null);
const most = (values: (number | undefined)[]): number | null => {
  const known = values.filter((one) => one !== undefined);
  return known.length > 0 ? Math.max(...known) : null;
};

/**
 * What was measured between two reports, `seconds` apart, of all connections together.
 *
 * `shares` are the tracks of shared screens: a screen stands still because nobody moves it, so
 * its pauses are no freezes.
 */
export function readingOf(before: Lines, now: Lines, seconds: number, shares: ReadonlySet<string>): Reading {
  const lines = [...now.values()];
  const of = (type: string, kind?: string): Line[] => lines.filter((one) => one.type === type && (kind === undefined || one.kind === kind));
  const grow = (line: Line, name: Counter): number => grown(before.get(line.id), line, name);
  const sum = (some: Line[], name: Counter): number => some.reduce((total, line) => total + grow(line, name), 0);
  const rate = (some: Line[], name: Counter): number | null => (some.length > 0 ? (sum(some, name) * 8) / 1_000 / seconds : null);
  const flowing = (kind: string): Line[] => of("inbound-rtp", kind).filter((line) => grow(line, "packetsReceived") > 0);
  const lostDown = (some: Line[]): number | null => over(sum(some, "packetsLost"), sum(some, "packetsLost") + sum(some, "packetsReceived"));
  const lostUp = (kind: string): number | null => {
    const ends = of("remote-inbound-rtp", kind);
    const sent = ends.flatMap(({ localId }) => now.get(localId ?? "") ?? []);
    return ends.length > 0 ? over(sum(ends, "packetsLost"), sum(sent, "packetsSent")) : null;
  };

  const heard = flowing("audio");
  const seen = flowing("video");
  const sentVideo = of("outbound-rtp", "video").filter((line) => grow(line, "bytesSent") > 0);
  // A browser begins with a low guess of what the way carries: only a picture that was sent before says that it is narrow.
  const sentBefore = sentVideo.filter((line) => before.has(line.id));
  // A tile that was not shown has stood still, which is no freeze: only one that also moved before counts.
  const moving = seen.filter(
    (line) =>
      !shares.has(line.trackIdentifier ?? "") &&
      (before.get(line.id)?.framesDecoded ?? 0) > 0 &&
      grow(line, "framesDecoded") > 0 &&
      grow(line, "totalFreezesDuration") <= seconds,
  );
  const pair = pairOf(now)?.pair;
  const ends = of("remote-inbound-rtp");
  const received = [...heard, ...seen];
  const limited = (why: "cpu" | "bandwidth", sent: Line[]): number | null =>
    most(
      sent.map((line) => {
        const was = before.get(line.id)?.qualityLimitationDurations?.[why] ?? 0;
        return Math.min(1, Math.max(0, (line.qualityLimitationDurations?.[why] ?? 0) - was) / seconds);
      }),
    );
  return {
    rtt: ms(pair?.currentRoundTripTime ?? most(ends.map(({ roundTripTime }) => roundTripTime)) ?? undefined),
    available: kbit(pair?.availableOutgoingBitrate),
    target: sentVideo.length > 0 ? kbit(sentVideo.reduce((total, { targetBitrate = 0 }) => total + targetBitrate, 0)) : null,
    sent_audio: rate(of("outbound-rtp", "audio"), "bytesSent"),
    sent_video: rate(of("outbound-rtp", "video"), "bytesSent"),
    received_audio: rate(heard, "bytesReceived"),
    received_video: rate(seen, "bytesReceived"),
    lost_up_audio: lostUp("audio"),
    lost_up_video: lostUp("video"),
    lost_down_audio: lostDown(heard),
    lost_down_video: lostDown(seen),
    jitter_up: ms(most(ends.map(({ jitter }) => jitter)) ?? undefined),
    jitter_down: ms(most(received.map(({ jitter }) => jitter)) ?? undefined),
    buffer: mean(sum(heard, "jitterBufferDelay"), sum(heard, "jitterBufferEmittedCount")),
    concealed: over(sum(heard, "concealedSamples") - sum(heard, "silentConcealedSamples"), sum(heard, "totalSamplesReceived")),
    freezes: moving.length > 0 ? most(moving.map((line) => grow(line, "freezeCount"))) : null,
    frozen: moving.length > 0 ? most(moving.map((line) => grow(line, "totalFreezesDuration"))) : null,
    fps_sent: most(sentVideo.map(({ framesPerSecond }) => framesPerSecond)),
    fps_seen: most(moving.map(({ framesPerSecond }) => framesPerSecond)),
    height_sent: most(sentVideo.map(({ frameHeight }) => frameHeight)),
    height_seen: most(seen.map(({ frameHeight }) => frameHeight)),
    decode: mean(sum(seen, "totalDecodeTime"), sum(seen, "framesDecoded")),
    cpu: limited("cpu", sentVideo),
    narrow: limited("bandwidth", sentBefore),
    nack: sentVideo.length > 0 ? sum(sentVideo, "nackCount") : null,
    pli: sentVideo.length > 0 ? sum(sentVideo, "pliCount") : null,
  };
}

/** Milliseconds each, of a sum of seconds over so many. */
function mean(seconds: number, count: number): number | null {
  return count > 0 ? (seconds * 1_000) / count : null;
}

/** Readings as columns, as the server takes them; numbers as short as they can be told. */
export function columnsOf(readings: readonly Reading[]): Readings {
  const names = Object.keys(readings[0] ?? {}) as (keyof Reading)[];
  const columns = names.map((name) => [name, readings.map((one) => short(one[name]))] as const);
  return Object.fromEntries(columns.filter(([, values]) => values.some((one) => one !== null)));
}

function short(value: number | null): number | null {
  return value === null || !Number.isFinite(value) || value < 0 ? null : Number(value.toPrecision(3));
}
