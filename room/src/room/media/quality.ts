import { ConnectionQuality, LocalAudioTrack, LocalVideoTrack, ParticipantEvent, RemoteTrack, type Room, type Track } from "livekit-client";
import { Store } from "../ui/store";

/** What makes a connection poor, as far as it can be measured here. */
export type Reason = "up" | "down" | "slow" | "computer" | "unknown";

/** Of all that is sent and received: shares of packets lost since the last look, seconds for an answer, and whether the computer keeps up. */
export interface Sample {
  lostUp: number;
  lostDown: number;
  answer: number;
  computer: boolean;
  /** The browser sends less than it would, because the network takes no more. */
  narrow: boolean;
}

/** Beyond these, people notice: ITU-T G.114 for delay, one packet in thirty for speech. */
const LOST = 0.03;
const SLOW = 0.4;
const AGAIN = 3_000;

/** The worst there is, in the order in which one can do something about it. */
export function reasonOf({ lostUp, lostDown, answer, computer, narrow }: Sample): Reason {
  if (lostUp > LOST && lostUp >= lostDown) return "up";
  if (lostDown > LOST) return "down";
  if (answer > SLOW) return "slow";
  if (computer) return "computer";
  return narrow ? "up" : "unknown";
}

/** A report of `getStats` as far as it is read here; packets count from the start of their connection. */
type Line = Partial<Record<"type" | "qualityLimitationReason", string>> &
  Partial<Record<"fractionLost" | "roundTripTime" | "packetsLost" | "packetsReceived", number>>;

/** Our own connection: why it is poor, while the server says that it is. */
export class Quality {
  readonly reason = new Store<Reason | null>(null);
  readonly #room: Room;
  #timer: ReturnType<typeof setInterval> | undefined;
  #before = { lost: 0, received: 0 };

  constructor(room: Room) {
    this.#room = room;
  }

  open(): void {
    this.#room.localParticipant.on(ParticipantEvent.ConnectionQualityChanged, this.#onQuality);
    this.#onQuality(this.#room.localParticipant.connectionQuality);
  }

  close(): void {
    this.#room.localParticipant.off(ParticipantEvent.ConnectionQualityChanged, this.#onQuality);
    this.#rest();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.reason.set(null);
  }

  readonly #onQuality = (quality: ConnectionQuality): void => {
    if (quality !== ConnectionQuality.Poor && quality !== ConnectionQuality.Lost) {
      this.#rest();
    } else if (this.#timer === undefined) {
      this.#before = { lost: 0, received: 0 };
      this.#timer = setInterval(this.#look, AGAIN);
      this.#look();
    }
  };

  readonly #look = (): void => {
    void this.#sample().then((sample) => {
      if (this.#timer !== undefined) this.reason.set(reasonOf(sample));
    });
  };

  async #sample(): Promise<Sample> {
    const { localParticipant: me, remoteParticipants } = this.#room;
    const sent = await linesOf([...me.trackPublications.values()].map(({ track }) => track));
    const received = await linesOf([...remoteParticipants.values()].flatMap((one) => [...one.trackPublications.values()].map(({ track }) => track)));
    const ends = sent.filter(({ type }) => type === "remote-inbound-rtp");
    const inbound = received.filter(({ type }) => type === "inbound-rtp");
    const now = { lost: sum(inbound, "packetsLost"), received: sum(inbound, "packetsReceived") };
    const lost = Math.max(0, now.lost - this.#before.lost);
    const all = lost + Math.max(0, now.received - this.#before.received);
    this.#before = now;
    const limits = sent.map(({ qualityLimitationReason }) => qualityLimitationReason);
    return {
      lostUp: Math.max(0, ...ends.map(({ fractionLost = 0 }) => fractionLost)),
      lostDown: all > 0 ? lost / all : 0,
      answer: Math.max(0, ...ends.map(({ roundTripTime = 0 }) => roundTripTime)),
      computer: limits.includes("cpu"),
      narrow: limits.includes("bandwidth"),
    };
  }
}

async function linesOf(tracks: (Track | undefined)[]): Promise<Line[]> {
  const reports = await Promise.all(tracks.map(reportOf));
  return reports.flatMap((report) => (report ? [...(report as unknown as ReadonlyMap<string, Line>).values()] : []));
}

async function reportOf(track: Track | undefined): Promise<RTCStatsReport | undefined> {
  return track instanceof LocalAudioTrack || track instanceof LocalVideoTrack || track instanceof RemoteTrack ? track.getRTCStatsReport() : undefined;
}

function sum(lines: readonly Line[], name: "packetsLost" | "packetsReceived"): number {
  return lines.reduce((total, line) => total + (line[name] ?? 0), 0);
}
