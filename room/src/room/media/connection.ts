import { ConnectionError, ConnectionErrorReason, DisconnectReason, type LocalTrack, type Participant, type Room, RoomEvent, Track } from "livekit-client";
import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Media, News } from "../api/types";
import { Store } from "../ui/store";
import type { Kind } from "./devices";
import { type End, endOf, endOfProblem } from "./end";
import type { Cause } from "./failure";
import { Ghosts } from "./ghosts";
import { mark } from "./marks";
import { readNews } from "./news";
import { Pause } from "./pause";
import { PATIENCE, pauseBefore } from "./policy";
import { Rescue } from "./rescue";
import { Sending } from "./sending";

/** `hiccup`: only signalling is away, media may flow. `rejoining`: we connect anew. */
export type Link = "connecting" | "connected" | "hiccup" | "reconnecting" | "rejoining";
/** What keeps us from connecting, as far as it is known. */
export type Trouble = "media-down" | "network" | "offline" | "blocked" | null;

export interface Listener {
  onNews: (news: News) => void;
  onDeviceFailure: (kind: Kind, cause: Cause) => void;
  /** The room is there again: what came meanwhile was missed. `whole`: nobody was seen or heard meanwhile. */
  onBack: (whole: boolean) => void;
  onEnd: (end: End) => void;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Our place in the media room: kept through every loss until somebody ends it. */
export class Connection {
  readonly room: Room;
  readonly link = new Store<Link>("connecting");
  readonly trouble = new Store<Trouble>(null);
  readonly sending: Sending;
  readonly ghosts: Ghosts;
  readonly #attendance: Attendance;
  readonly #listener: Listener;
  readonly #pause = new Pause();
  readonly #rescue: Rescue;
  #over = false;
  /** Until when a lost room is looked for. */
  #until = 0;
  #connecting = false;
  #ensuring = false;

  constructor(room: Room, attendance: Attendance, listener: Listener) {
    this.room = room;
    this.#attendance = attendance;
    this.#listener = listener;
    this.ghosts = new Ghosts(room);
    this.#rescue = new Rescue(room);
    this.sending = new Sending(room, () => ["connected", "hiccup"].includes(this.link.get()), listener.onDeviceFailure);
    room
      .on(RoomEvent.SignalConnected, this.#onSignal)
      .on(RoomEvent.SignalReconnecting, this.#onHiccup)
      .on(RoomEvent.Reconnecting, this.#onReconnecting)
      .on(RoomEvent.Reconnected, this.#onReconnected)
      .on(RoomEvent.Disconnected, this.#onDisconnected)
      .on(RoomEvent.DataReceived, this.#onData)
      .on(RoomEvent.TrackSubscribed, this.#onTrack);
    window.addEventListener("online", this.#hurry);
    window.addEventListener("offline", this.#onOffline);
    // `resume` after a closed lid, which livekit-client takes for a leaving (it disconnects on `freeze`).
    document.addEventListener("resume", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
  }

  /** What the person wants on, also while the room is away. */
  get wants(): Sending["wants"] {
    return this.sending.wants;
  }

  /** Connects; the tracks go out as soon as we are in. */
  enter(media: Media, tracks: LocalTrack[], muted = false): void {
    void this.#connect(media);
    for (const track of tracks) this.add(track, muted);
  }

  /** Takes over a track from before the room; `muted` goes for a microphone only. */
  add(track: LocalTrack, muted = false): void {
    this.sending.add(track, muted && track.source === Track.Source.Microphone);
  }

  /** Ends it for good; resolves when camera and microphone are off. */
  async leave(): Promise<void> {
    this.#close();
    await this.room.disconnect();
  }

  turn(kind: Kind, on: boolean): Promise<void> {
    return this.sending.turn(kind, on);
  }

  choose(kind: Kind, id: string): Promise<void> {
    return this.sending.choose(kind, id);
  }

  #close(): void {
    this.#over = true;
    this.sending.close();
    this.#rescue.stop();
    this.#pause.cut();
    window.removeEventListener("online", this.#hurry);
    window.removeEventListener("offline", this.#onOffline);
    document.removeEventListener("resume", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
  }

  async #connect(first?: Media): Promise<void> {
    if (this.#connecting || this.#over) return;
    this.#connecting = true;
    this.#until = Date.now() + PATIENCE;
    let media = first;
    for (let attempt = 0; !this.#isOver(); attempt += 1) {
      try {
        media ??= await this.#attendance.token();
        if (this.#isOver()) break;
        await this.room.connect(media.url, media.token);
        if (this.#isOver()) {
          await this.room.disconnect();
          break;
        }
        this.#connecting = false;
        this.#arrive();
        return;
      } catch (error) {
        const end = error instanceof Problem ? endOfProblem(error) : endOfConnection(error);
        if (end) {
          this.#finish(end);
          break;
        }
        if (Date.now() > this.#until) {
          this.#finish("lost");
          break;
        }
        this.trouble.set(troubleOf(error));
      }
      media = undefined;
      await this.#pause.wait(pauseBefore(attempt));
    }
    this.#connecting = false;
  }

  /** A method, because `leave` may be called while we wait. */
  #isOver(): boolean {
    return this.#over;
  }

  #arrive(): void {
    const again = this.link.get() === "rejoining";
    this.link.set("connected");
    this.trouble.set(null);
    mark("connected");
    this.ghosts.settle();
    this.sending.resume();
    if (!again) return;
    this.#rescue.start();
    this.#listener.onBack(true);
  }

  #finish(end: End): void {
    if (this.#over) return;
    this.#close();
    void this.room.disconnect();
    this.#listener.onEnd(end);
  }

  /** Asks for the room to exist again until it does or we are back. */
  async #ensureRoom(): Promise<void> {
    if (this.#ensuring) return;
    this.#ensuring = true;
    for (let attempt = 0; !this.#isOver() && ["hiccup", "reconnecting"].includes(this.link.get()); attempt += 1) {
      try {
        await this.#attendance.token();
        break;
      } catch (error) {
        const end = error instanceof Problem ? endOfProblem(error) : null;
        if (end) {
          this.#finish(end);
          break;
        }
        this.trouble.set(troubleOf(error));
      }
      await this.#pause.wait(pauseBefore(attempt));
    }
    this.#ensuring = false;
  }

  readonly #onSignal = (): void => {
    mark("signal");
  };

  readonly #onHiccup = (): void => {
    if (this.#connecting) return;
    this.link.set("hiccup");
    void wait(1_000).then(() => this.#ensureRoom());
  };

  readonly #onReconnecting = (): void => {
    if (this.#connecting) return;
    this.ghosts.keep();
    this.link.set("reconnecting");
    if (!navigator.onLine) this.trouble.set("offline");
    void this.#ensureRoom();
  };

  readonly #onReconnected = (): void => {
    const whole = this.link.get() === "reconnecting";
    this.link.set("connected");
    this.trouble.set(null);
    this.ghosts.settle();
    if (whole) this.#rescue.start();
    this.#listener.onBack(whole);
  };

  readonly #onDisconnected = (reason?: DisconnectReason): void => {
    if (this.#over) return;
    const end = endOf(reason);
    if (end) {
      this.#finish(end);
      return;
    }
    if (this.#connecting) return;
    this.ghosts.keep();
    this.link.set("rejoining");
    void this.#connect();
  };

  readonly #onData = (payload: Uint8Array, sender?: Participant, _kind?: unknown, topic?: string): void => {
    const news = readNews(payload, sender, topic);
    if (news) this.#listener.onNews(news);
  };

  readonly #onTrack = (track: Track): void => {
    if (track.kind === Track.Kind.Video) mark("track");
  };

  /** The network or the person is back: whatever waits for its next try goes at once, with all its patience. */
  readonly #hurry = (): void => {
    if (document.visibilityState !== "visible") return;
    if (navigator.onLine && this.trouble.get() === "offline") this.trouble.set(this.link.get() === "connected" ? null : "network");
    this.#until = Date.now() + PATIENCE;
    this.#pause.cut();
  };

  readonly #onOffline = (): void => {
    this.trouble.set("offline");
  };
}

function endOfConnection(error: unknown): End | null {
  return error instanceof ConnectionError && error.reason === ConnectionErrorReason.LeaveRequest
    ? endOf(error.context as DisconnectReason)
    : null;
}

function troubleOf(error: unknown): Trouble {
  if (!navigator.onLine) return "offline";
  if (error instanceof Problem) return error.kind === "media-down" ? "media-down" : "network";
  if (error instanceof ConnectionError) return error.reason === ConnectionErrorReason.Timeout ? "blocked" : "media-down";
  return "network";
}
