/** A report of `getStats` as far as it is read here. Counters count from the start of their connection. */
export type Line = { id: string; type: string } & Partial<
  Record<
    | "kind"
    | "localId"
    | "localCandidateId"
    | "selectedCandidatePairId"
    | "trackIdentifier"
    | "candidateType"
    | "protocol"
    | "relayProtocol"
    | "state",
    string
  >
> &
  Partial<
    Record<
      | "packetsSent"
      | "packetsLost"
      | "packetsReceived"
      | "bytesSent"
      | "bytesReceived"
      | "jitter"
      | "jitterBufferDelay"
      | "jitterBufferEmittedCount"
      | "concealedSamples"
      | "silentConcealedSamples"
      | "totalSamplesReceived"
      | "freezeCount"
      | "totalFreezesDuration"
      | "framesDecoded"
      | "framesPerSecond"
      | "frameHeight"
      | "totalDecodeTime"
      | "nackCount"
      | "pliCount"
      | "targetBitrate"
      | "roundTripTime"
      | "currentRoundTripTime"
      | "availableOutgoingBitrate",
      number
    >
  > & { selected?: boolean; nominated?: boolean; qualityLimitationDurations?: Partial<Record<"cpu" | "bandwidth", number>> };

export type Lines = ReadonlyMap<string, Line>;
export type Counter = {
  [K in keyof Line]-?: NonNullable<Line[K]> extends number ? K : never;
}[keyof Line];

/** How much a counter has grown: a line that was not there before has begun at nothing, as one that begins anew has. */
export function grown(before: Line | undefined, now: Line, name: Counter): number {
  const was = before?.[name] ?? 0;
  const is = now[name] ?? 0;
  return is >= was ? is - was : is;
}

/** How media reach the server: the pair in use, and its local end. Addresses are never looked at. */
export function pairOf(lines: Lines): { pair: Line; local: Line | undefined } | null {
  const all = [...lines.values()];
  const chosen = all.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId !== undefined);
  const pair =
    lines.get(chosen?.selectedCandidatePairId ?? "") ?? all.find(({ type, selected }) => type === "candidate-pair" && selected === true);
  return pair ? { pair, local: lines.get(pair.localCandidateId ?? "") } : null;
}

export type Transport = "udp" | "tcp" | "relay-udp" | "relay-tcp" | "relay-tls" | "";

export function transportOf(lines: Lines): Transport {
  const local = pairOf(lines)?.local;
  if (!local) return "";
  const way = local.candidateType === "relay" ? local.relayProtocol : local.protocol;
  if (way !== "udp" && way !== "tcp" && way !== "tls") return "";
  if (local.candidateType === "relay") return `relay-${way}`;
  return way === "tls" ? "tcp" : way;
}
