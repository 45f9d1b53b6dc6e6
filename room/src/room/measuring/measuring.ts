import { ConnectionQuality, ParticipantEvent, type Room, RoomEvent, Track } from "livekit-client";
import type { Batch, BatchEvent } from "../api/types";
import type { Inside } from "../visit/inside";
import { timeToPicture } from "./first-picture";
import type { Line, Lines } from "./lines";
import { transportOf } from "./lines";
import { Post } from "./post";
import { columnsOf, type Reading, readingOf } from "./reading";

/** Milliseconds between two readings, and how many make a batch. */
const EVERY = 10_000;
const A_BATCH = 6;
/** Whoever slept this long has measured nothing. */
const ASLEEP = 120_000;
const EVENTS = 20;

type Why = NonNullable<BatchEvent["why"]>;
const DEVICES: Partial<Record<MediaDeviceKind, Why>> = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" };

/** Measures the connection each 10 seconds, and tells the server each minute. */
export class Measuring {
  readonly #inside: Inside;
  readonly #room: Room;
  readonly #post: Post;
  #timer: ReturnType<typeof setInterval> | undefined;
  #before: Lines | null = null;
  #at = performance.now();
  #number = 0;
  #readings: { reading: Reading; seconds: number }[] = [];
  #events: { kind: BatchEvent["kind"]; at: number; seconds: number; why: Why }[] = [];
  #transport: NonNullable<Batch["transport"]> = "";
  #lostAt: number | null = null;
  #stop: () => void = () => undefined;

  constructor(inside: Inside) {
    this.#inside = inside;
    this.#room = inside.room;
    this.#post = new Post(inside.attendance);
  }

  open(): void {
    this.#timer = setInterval(() => void this.#look(), EVERY);
    this.#room.on(RoomEvent.ActiveDeviceChanged, this.#onDevice);
    this.#room.localParticipant.on(ParticipantEvent.ConnectionQualityChanged, this.#onQuality);
    this.#stop = this.#inside.connection.link.subscribe(this.#onLink);
    // What comes from the others may have been there before: pictures that stand still then are no freezes. What we send begins now.
    void this.#report().then((lines) => {
      this.#before ??= new Map([...lines].filter(([, { type }]) => type === "inbound-rtp"));
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#room.off(RoomEvent.ActiveDeviceChanged, this.#onDevice);
    this.#room.localParticipant.off(ParticipantEvent.ConnectionQualityChanged, this.#onQuality);
    this.#stop();
    this.#post.finish(this.#readings.length + this.#events.length > 0 ? this.#bundle() : null);
  }

  async #look(): Promise<void> {
    const now = await this.#report();
    const moment = performance.now();
    const elapsed = moment - this.#at;
    const before = this.#before ?? new Map<string, Line>();
    this.#before = now;
    this.#at = moment;
    if (elapsed > ASLEEP) return;
    this.#transport = transportOf(now) || this.#transport;
    this.#readings.push({ reading: readingOf(before, now, elapsed / 1_000, this.#shares()), seconds: elapsed / 1_000 });
    // The first goes alone: who stays for a minute only is on record too.
    if (this.#number === 0 || this.#readings.length >= A_BATCH) this.#post.add(this.#bundle());
  }

  #bundle(): { batch: Batch; at: number } {
    const readings = this.#readings.splice(0);
    const events = this.#events.splice(0);
    const at = this.#at;
    const batch: Batch = {
      number: this.#number++,
      age: 0,
      seconds: readings.map(({ seconds }) => Number(seconds.toFixed(1))),
      transport: this.#transport,
      first_frame: firstFrame(this.#inside),
      readings: columnsOf(readings.map(({ reading }) => reading)),
      events: events.map(({ at: then, ...event }) => ({ ...event, before: Math.min(900, Math.max(0, Math.round((at - then) / 1_000))) })),
    };
    return { batch, at };
  }

  /** Reports of the connections to the media server, without anybody's address. */
  async #report(): Promise<Lines> {
    const manager = this.#room.engine.pcManager;
    const reports = await Promise.all([statsOf(manager?.publisher), statsOf(manager?.subscriber)]);
    const lines = new Map<string, Line>();
    for (const [place, report] of reports.entries()) {
      (report as unknown as Lines | undefined)?.forEach((line, id) => lines.set(place === 0 ? id : `${id}'`, line));
    }
    return lines;
  }

  #shares(): Set<string> {
    const found = new Set<string>();
    for (const person of this.#room.remoteParticipants.values()) {
      const track = person.getTrackPublication(Track.Source.ScreenShare)?.track;
      if (track) found.add(track.mediaStreamTrack.id);
    }
    return found;
  }

  #note(kind: BatchEvent["kind"], why: Why, seconds = 0): void {
    if (this.#events.length < EVENTS) this.#events.push({ kind, at: performance.now(), seconds: Number(seconds.toFixed(1)), why });
  }

  readonly #onLink = (): void => {
    const { link, trouble } = this.#inside.connection;
    if (["reconnecting", "rejoining"].includes(link.get())) {
      this.#lostAt ??= performance.now();
    } else if (link.get() === "connected" && this.#lostAt !== null) {
      const seconds = Math.min(900, (performance.now() - this.#lostAt) / 1_000);
      this.#lostAt = null;
      this.#note("lost", trouble.get() === "media-down" ? "server" : "network", seconds);
    }
  };

  readonly #onDevice = (kind: MediaDeviceKind): void => {
    const device = DEVICES[kind];
    if (device) this.#note("device", device);
  };

  readonly #onQuality = (quality: ConnectionQuality): void => {
    if (quality !== ConnectionQuality.Unknown) this.#note("quality", quality);
  };
}

/** The report of one connection; nothing where it is closed. */
async function statsOf(transport: { getStats: () => Promise<RTCStatsReport> | undefined } | undefined): Promise<RTCStatsReport | undefined> {
  try {
    return await transport?.getStats();
  } catch {
    return undefined;
  }
}

const moment = (name: string): number | undefined => performance.getEntriesByName(name).at(-1)?.startTime;

/** Milliseconds from the press on Join, or from being let in, to the first picture of somebody else; null where nobody was there. */
function firstFrame({ entry, entered }: Inside): number | null {
  const start = entry.media ? moment("troth:join-click") : entered;
  return timeToPicture(start, moment("troth:connected"), moment("troth:track"), moment("troth:first-frame"));
}
