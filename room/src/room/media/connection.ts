import {
  ConnectionError,
  ConnectionErrorReason,
  DisconnectReason,
  type LocalTrack,
  type Participant,
  type Room,
  RoomEvent,
  Track,
  type TrackPublication,
} from "livekit-client";
import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Media, News } from "../api/types";
import { Store } from "../ui/store";
import { readChoices } from "./choices";
import { causeOf, type Kind } from "./devices";
import { type End, endOf, endOfProblem } from "./end";
import { type Cause, isGone } from "./failure";
import { mark } from "./marks";
import { readNews } from "./news";
import { PATIENCE, pauseBefore } from "./policy";
import { subscribeAgain } from "./rescue";

/** `hiccup`: only signalling is away, media may flow. `rejoining`: we connect anew. */
export type Link = "connecting" | "connected" | "hiccup" | "reconnecting" | "rejoining";
/** What keeps us from connecting, as far as it is known. */
export type Trouble = "media-down" | "network" | "blocked" | null;

export interface Listener {
  onNews: (news: News) => void;
  onDeviceFailure: (kind: Kind, cause: Cause) => void;
  /** The room is there again: what came meanwhile was missed. */
  onBack: () => void;
  onEnd: (end: End) => void;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Our place in the media room: kept through every loss until somebody ends it. */
export class Connection {
  readonly room: Room;
  readonly link = new Store<Link>("connecting");
  readonly trouble = new Store<Trouble>(null);
  /** What the person wants on, also while the room is away. */
  readonly wants = new Store<Record<Kind, boolean>>({ camera: false, microphone: false });
  readonly #attendance: Attendance;
  readonly #listener: Listener;
  /** Tracks from before the room, until they are published. */
  readonly #early = new Map<Kind, LocalTrack>();
  #over = false;
  #connecting = false;
  #ensuring = false;

  constructor(room: Room, attendance: Attendance, listener: Listener) {
    this.room = room;
    this.#attendance = attendance;
    this.#listener = listener;
    room
      .on(RoomEvent.SignalConnected, this.#onSignal)
      .on(RoomEvent.SignalReconnecting, this.#onHiccup)
      .on(RoomEvent.Reconnecting, this.#onReconnecting)
      .on(RoomEvent.Reconnected, this.#onReconnected)
      .on(RoomEvent.Disconnected, this.#onDisconnected)
      .on(RoomEvent.DataReceived, this.#onData)
      .on(RoomEvent.TrackSubscribed, this.#onTrack)
      .on(RoomEvent.TrackMuted, this.#onMuted)
      .on(RoomEvent.TrackUnmuted, this.#onUnmuted);
  }

  /** Connects and publishes at once: the tracks go out as soon as signalling is there. */
  enter(media: Media, tracks: LocalTrack[]): void {
    void this.#connect(media);
    for (const track of tracks) this.add(track);
  }

  /** Takes over a track from before the room; it goes out as soon as it can. */
  add(track: LocalTrack): void {
    if (this.#over) {
      track.stop();
      return;
    }
    const kind = track.source === Track.Source.Camera ? "camera" : "microphone";
    this.#early.set(kind, track);
    this.#want(kind, true);
    this.room.localParticipant
      .publishTrack(track)
      .catch(() => {
        track.stop();
      })
      .finally(() => this.#early.delete(kind));
  }

  /** Ends it for good; resolves when camera and microphone are off. */
  async leave(): Promise<void> {
    this.#over = true;
    for (const track of this.#early.values()) track.stop();
    await this.room.disconnect();
  }

  /** Turns a device on or off; failures go to the listener. */
  async turn(kind: Kind, on: boolean): Promise<void> {
    this.#want(kind, on);
    const early = this.#early.get(kind);
    if (early) await (on ? early.unmute() : early.mute());
    else if (this.link.get() === "connected" || this.link.get() === "hiccup") await this.#send(kind, on);
  }

  /** Changes to another camera or microphone, and turns it on. */
  async choose(kind: Kind, id: string): Promise<void> {
    try {
      await this.room.switchActiveDevice(kind === "camera" ? "videoinput" : "audioinput", id);
      if (!this.wants.get()[kind]) await this.turn(kind, true);
    } catch (error) {
      this.#listener.onDeviceFailure(kind, await causeOf(error, kind));
    }
  }

  readonly #want = (kind: Kind, on: boolean): void => {
    this.wants.patch({ [kind]: on });
  };

  async #send(kind: Kind, on: boolean): Promise<void> {
    const me = this.room.localParticipant;
    const kept = readChoices();
    const id = kind === "camera" ? kept.cameraId : kept.microphoneId;
    const turn = (options?: { deviceId: { exact: string } }): Promise<unknown> =>
      kind === "camera" ? me.setCameraEnabled(on, options) : me.setMicrophoneEnabled(on, options);
    try {
      await turn(on && id ? { deviceId: { exact: id } } : undefined).catch((error: unknown) => {
        if (!isGone(error)) throw error;
        return turn();
      });
    } catch (error) {
      if (!on || this.#over) return;
      this.#want(kind, false);
      this.#listener.onDeviceFailure(kind, await causeOf(error, kind));
    }
  }

  async #connect(first?: Media): Promise<void> {
    if (this.#connecting || this.#over) return;
    this.#connecting = true;
    const until = Date.now() + PATIENCE;
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
        if (Date.now() > until) {
          this.#finish("lost");
          break;
        }
        this.trouble.set(troubleOf(error));
      }
      media = undefined;
      await wait(pauseBefore(attempt));
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
    for (const kind of ["microphone", "camera"] as const) {
      const source = kind === "camera" ? Track.Source.Camera : Track.Source.Microphone;
      if (this.wants.get()[kind] && !this.#early.has(kind) && !this.room.localParticipant.getTrackPublication(source)) {
        void this.#send(kind, true);
      }
    }
    if (again) this.#listener.onBack();
  }

  #finish(end: End): void {
    if (this.#over) return;
    this.#over = true;
    for (const track of this.#early.values()) track.stop();
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
      await wait(pauseBefore(attempt));
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
    this.link.set("reconnecting");
    void this.#ensureRoom();
  };

  readonly #onReconnected = (): void => {
    const whole = this.link.get() === "reconnecting";
    this.link.set("connected");
    this.trouble.set(null);
    if (whole) void wait(5_000).then(() => { subscribeAgain(this.room); });
    this.#listener.onBack();
  };

  readonly #onDisconnected = (reason?: DisconnectReason): void => {
    if (this.#over) return;
    const end = endOf(reason);
    if (end) {
      this.#finish(end);
      return;
    }
    if (this.#connecting) return;
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

  readonly #onMuted = (publication: TrackPublication, participant: Participant): void => {
    const kind = kindOf(publication);
    if (participant.isLocal && kind) this.#want(kind, false);
  };

  readonly #onUnmuted = (publication: TrackPublication, participant: Participant): void => {
    const kind = kindOf(publication);
    if (participant.isLocal && kind) this.#want(kind, true);
  };
}

function kindOf({ source }: TrackPublication): Kind | null {
  if (source === Track.Source.Camera) return "camera";
  return source === Track.Source.Microphone ? "microphone" : null;
}

function endOfConnection(error: unknown): End | null {
  return error instanceof ConnectionError && error.reason === ConnectionErrorReason.LeaveRequest
    ? endOf(error.context as DisconnectReason)
    : null;
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Problem) return error.kind === "media-down" ? "media-down" : "network";
  if (error instanceof ConnectionError) return error.reason === ConnectionErrorReason.Timeout ? "blocked" : "media-down";
  return "network";
}
