import type { Room } from "livekit-client";
import { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Door, Entry, Media, Message, News, Waiting } from "../api/types";
import { Captions } from "../captions/captions";
import { Chat } from "../chat/chat";
import { ChatNotices } from "../chat/chat-notices";
import { Hands } from "../hands/hands";
import { Connection } from "../media/connection";
import type { Kind } from "../media/devices";
import type { End } from "../media/end";
import type { Cause } from "../media/failure";
import type { Hearing } from "../hearing/hearing";
import type { Measuring } from "../measuring/measuring";
import type { Preview } from "../media/preview";
import { Quality } from "../media/quality";
import { WakeLock } from "../media/wake-lock";
import { chime } from "../notices/chime";
import { Notices } from "../notices/notices";
import { Hall } from "../people/hall";
import { tellWhatConcernsMe } from "../people/tell";
import { Volumes } from "../people/volumes";
import { Reactions } from "../reactions/reactions";
import { Recorded } from "../recording/recorded";
import { View } from "../stage/view";
import { fetchAll, fetchPart } from "../ui/later";
import { Store } from "../ui/store";
import { t } from "../words";
import { explainProblem } from "../words/problems";
import { Solitude } from "./solitude";

export type Panel = "chat" | "people" | "host" | null;

/** How often we ask what is so although no news came: the last message there was may be the one that got lost. */
const RECHECK = 15_000;

/** So many milliseconds the first picture has the processor to itself: what it does not need is opened then. */
const LATER = 800;

/** Everything that exists while a person is in the room. */
export class Inside {
  readonly door: Door;
  readonly entry: Entry;
  readonly attendance: Attendance;
  readonly room: Room;
  readonly connection: Connection;
  readonly chat: Chat;
  readonly hall: Hall;
  readonly volumes: Volumes;
  readonly notices = new Notices();
  readonly chatNotices: ChatNotices;
  readonly hands: Hands;
  readonly reactions: Reactions;
  readonly recorded: Recorded;
  readonly captions: Captions;
  /** Which panel is open. */
  readonly panel = new Store<Panel>(null);
  readonly view: View;
  /** Loaded once we are in; null until then. */
  readonly hearing = new Store<Hearing | null>(null);
  /** Whether the sheet of keys is open. */
  readonly keys = new Store(false);
  readonly solitude: Solitude;
  readonly quality: Quality;
  /** When we came in, by `performance.now()`. */
  entered = 0;
  /** Loaded once we are in. */
  #measuring: Measuring | null = null;
  readonly #wake = new WakeLock();
  #stopTelling: () => void = () => undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #recheck: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  readonly #listeners = new Set<(news: News) => void>();
  readonly #onEnd: (end: End) => void;

  constructor(door: Door, entry: Entry, room: Room, onEnd: (end: End) => void) {
    this.door = door;
    this.entry = entry;
    this.#onEnd = onEnd;
    this.room = room;
    this.attendance = new Attendance(entry.ticket);
    this.chat = new Chat(this.attendance, entry.identity, this.#onUnseen);
    this.view = new View(room, (name) => {
      this.notices.say(t("share.started", { name }));
    });
    this.hall = new Hall(this.attendance, entry, this.#onArrival);
    this.volumes = new Volumes(room);
    this.chatNotices = new ChatNotices(
      this.notices,
      () => this.panel.get() === "chat",
      () => {
        this.panel.set("chat");
      },
    );
    this.panel.subscribe(() => {
      const reading = this.panel.get() === "chat";
      this.chat.show(reading);
      if (reading) this.notices.retract("chat");
    });
    this.hands = new Hands(this.hall, room, this.attendance, this.notices, entry.identity);
    this.reactions = new Reactions(this.attendance, this.notices, entry.identity, (identity) => room.remoteParticipants.get(identity)?.name ?? "");
    this.recorded = new Recorded(this.attendance, this.notices);
    this.captions = new Captions(this.attendance, this.notices, (identity) =>
      identity === entry.identity ? t("chat.you") : (room.remoteParticipants.get(identity)?.name ?? ""),
    );
    this.quality = new Quality(room);
    this.solitude = new Solitude({
      isAlone: () => this.connection.link.get() === "connected" && room.remoteParticipants.size === 0,
      onLeave: () => void this.leave(),
    });
    this.connection = new Connection(room, this.attendance, {
      onNews: this.#onNews,
      onBack: this.#onBack,
      onDeviceFailure: this.#onDeviceFailure,
      onEnd: this.#finish,
    });
  }

  enter(media: Media, preview: Preview): void {
    this.entered = performance.now();
    const muted = this.entry.enter_muted || this.entry.twice;
    const tracks = preview.handOver((track) => {
      this.connection.add(track, muted);
    }, this.#onDeviceFailure);
    this.connection.enter(media, tracks, muted);
    if (muted && preview.state.get().wants.microphone) this.notices.tell(this.entry.twice ? t("muted.twice") : t("muted.entering"));
    document.addEventListener("visibilitychange", this.#onVisible);
    this.hands.open();
    this.#stopTelling = tellWhatConcernsMe(this);
    this.#wake.hold();
    this.#rest = setTimeout(this.#openRest, LATER);
  }

  readonly #openRest = (): void => {
    this.#catchUp();
    this.#recheck = setInterval(() => {
      this.#catchUp();
    }, RECHECK);
    this.solitude.open();
    this.quality.open();
    void fetchPart(() => import("../media/cpu")).then(({ easeCpu }) => {
      easeCpu(this);
    });
    void fetchPart(() => import("../measuring/measuring")).then(({ Measuring }) => {
      if (this.#closed) return;
      this.#measuring = new Measuring(this);
      this.#measuring.open();
    });
    void fetchPart(() => import("../hearing/hearing")).then(({ Hearing }) => {
      if (this.#closed) return;
      const hearing = new Hearing(this);
      hearing.open();
      this.hearing.set(hearing);
    });
    void fetchAll();
  };

  get title(): string {
    return this.hall.session.get()?.title ?? this.entry.title;
  }

  async leave(end: End = "left"): Promise<void> {
    this.#finish(end);
    const told = this.attendance.leave().catch(() => undefined);
    await this.connection.leave();
    await told;
  }

  /** Ends it for everybody. */
  async end(): Promise<void> {
    if (await this.attempt(() => this.attendance.end())) await this.leave("ended");
  }

  /** Does what was asked; a refusal is told in words. */
  async attempt(deed: () => Promise<unknown>): Promise<boolean> {
    try {
      await deed();
      return true;
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
      this.notices.tell(t("problem.title"), { text: explainProblem(problem), tone: "warning" });
      return false;
    }
  }

  /** Hears what the server tells in passing; returns how to stop. */
  hear(listen: (news: News) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  /** The stay is over, once: who ends the meeting is also told that it has ended. */
  readonly #finish = (end: End): void => {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#rest);
    clearInterval(this.#recheck);
    this.hearing.get()?.close();
    document.removeEventListener("visibilitychange", this.#onVisible);
    this.#stopTelling();
    this.hands.close();
    this.solitude.close();
    this.quality.close();
    this.#measuring?.close();
    this.view.close();
    this.#wake.release();
    this.#onEnd(end);
  };

  readonly #onDeviceFailure = (kind: Kind, cause: Cause): void => {
    this.notices.tell(t(`device.${kind}.off`), { text: t(`device.${cause}`), tone: "warning" });
  };

  readonly #onNews = (news: News): void => {
    switch (news.kind) {
      case "chat":
        this.chat.receive(news.message);
        break;
      case "lobby":
        void this.hall.readLobby();
        break;
      case "recording":
        void this.recorded.read();
        break;
      case "captions":
        void this.captions.read();
        break;
      case "caption":
        this.captions.receive(news);
        break;
      case "change":
        this.hall.receive(news);
        break;
      case "muted":
        this.notices.tell(t(`muted.${news.source}`, { name: news.by }));
        break;
      case "reaction":
        this.reactions.receive(news.identity, news.reaction);
        break;
      case "asked":
      case "barred":
      case "allowed":
        this.#listeners.forEach((listen) => {
          listen(news);
        });
        break;
    }
  };

  readonly #onBack = (whole: boolean): void => {
    if (whole) this.notices.say(t("link.back"));
    this.#catchUp();
  };

  #catchUp(): void {
    void this.chat.catchUp();
    void this.hall.refresh();
    void this.recorded.read();
    void this.captions.read();
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState !== "visible") return;
    this.#wake.hold();
    this.#catchUp();
  };

  readonly #onUnseen = (messages: Message[]): void => {
    this.chatNotices.tell(messages);
  };

  readonly #onArrival = (people: Waiting[]): void => {
    chime("knock");
    for (const { name } of people) this.notices.interrupt(t("lobby.asks", { name }));
  };
}
