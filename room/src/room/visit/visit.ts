import type { Room } from "livekit-client";
import { Attendance, join, lookAtDoor } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Door, Entry, Media } from "../api/types";
import { Patience } from "../lobby/patience";
import { waitForHost } from "../lobby/wait";
import { keepChoices } from "../media/choices";
import type { End } from "../media/end";
import { mark } from "../media/marks";
import { Preview } from "../media/preview";
import { createRoom } from "../media/room";
import { Store } from "../ui/store";
import { Inside } from "./inside";
import { Tabs } from "./tabs";
import { keepTicket, readTicket } from "./ticket";

export type Phase =
  | { at: "door"; joining: boolean; problem: Problem | null }
  | { at: "waiting"; entry: Entry; patience: Patience; since: string; told: Store<string> }
  | { at: "inside"; inside: Inside }
  | { at: "after"; end: End; inside: Inside | null };

const AT_DOOR: Phase = { at: "door", joining: false, problem: null };

/** One person's visit to one meeting: from the door, perhaps through the lobby, inside, and out again. */
export class Visit {
  readonly door: Store<Door>;
  readonly phase = new Store<Phase>(AT_DOOR);
  readonly preview = new Preview();
  /** Other tabs of this browser: one that is inside is moved here by whoever joins. */
  readonly tabs: Tabs;
  #room: Room;
  #answer: { name: string; passcode: string } = { name: "", passcode: "" };
  #waiting: AbortController | null = null;
  #hidden: "inside" | "waiting" | null = null;

  constructor(door: Door) {
    this.door = new Store(door);
    this.#room = createRoom();
    if (door.media_url) void this.#room.prepareConnection(door.media_url);
    this.tabs = new Tabs(door.code, () => {
      const now = this.phase.get();
      return now.at === "inside" ? { identity: now.inside.entry.identity, ticket: now.inside.entry.ticket } : null;
    });
    window.addEventListener("pagehide", this.#onHide);
    window.addEventListener("pageshow", this.#onShow);
  }

  get name(): string {
    return this.#answer.name;
  }

  get passcode(): string {
    return this.#answer.passcode;
  }

  /** Called in the click on Join: it unlocks sound. */
  async join(name: string, passcode: string): Promise<void> {
    mark("join-click");
    void this.#room.startAudio().catch(() => undefined);
    this.#answer = { name, passcode };
    if (!this.door.get().me.signed_in) keepChoices({ name });
    this.phase.set({ at: "door", joining: true, problem: null });
    try {
      if (this.tabs.other.get()) await this.#takeOver();
      const entry = await this.#ask();
      mark("answer");
      keepTicket(this.door.get().code, entry.ticket);
      if (entry.media) this.#enter(entry, entry.media);
      else await this.#wait(entry);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
      if (problem.kind === "notice-changed") await this.#lookAgain();
      this.phase.set({ at: "door", joining: false, problem });
    }
  }

  /** From the lobby back to the door. */
  async cancel(): Promise<void> {
    this.#waiting?.abort();
    const { phase } = this;
    const now = phase.get();
    phase.set(AT_DOOR);
    if (now.at === "waiting") await new Attendance(now.entry.ticket).leave().catch(() => undefined);
  }

  /** Back in after having left, with the same name and devices. */
  async rejoin(): Promise<void> {
    const before = this.phase.get();
    this.#room = createRoom();
    void this.#room.startAudio().catch(() => undefined);
    this.phase.set({ at: "door", joining: this.#answer.name !== "", problem: null });
    void this.preview.open();
    if (before.at === "after" && before.end === "elsewhere") await this.#takeOver();
    if (this.#answer.name) await this.join(this.#answer.name, this.#answer.passcode);
  }

  /** Goes on with what another tab holds, which thereby is elsewhere. */
  async #takeOver(): Promise<void> {
    const held = await this.tabs.ask();
    if (held) keepTicket(this.door.get().code, held.ticket);
  }

  async #ask(): Promise<Entry> {
    const door = this.door.get();
    const { name, passcode } = this.#answer;
    return join(door, { name, passcode, notice: door.notice?.number ?? 0, ticket: readTicket(door.code), invitation: door.invitation });
  }

  async #lookAgain(): Promise<void> {
    const { code, invitation } = this.door.get();
    try {
      this.door.set({ ...(await lookAtDoor(code)), invitation });
    } catch {
      // The old door stays; the next Join says what is wrong.
    }
  }

  async #wait(entry: Entry): Promise<void> {
    const patience = new Patience(Date.now());
    const told = new Store("");
    this.phase.set({ at: "waiting", entry, patience, since: new Date().toISOString(), told });
    this.#waiting = new AbortController();
    const verdict = await waitForHost(new Attendance(entry.ticket), patience, told, this.#waiting.signal);
    if ("admitted" in verdict) this.#enter(entry, verdict.admitted);
    else this.#finish(verdict.end);
  }

  #enter(entry: Entry, media: Media): void {
    const inside = new Inside(this.door.get(), entry, this.#room, (end) => {
      if (end === "removed") void this.#sentOut(inside);
      else this.#finish(end);
    });
    inside.enter(media, this.preview);
    this.phase.set({ at: "inside", inside });
    this.tabs.tellHere({ identity: entry.identity, ticket: entry.ticket });
  }

  /** The media server tells the removed from those who were put back into the lobby no better than this. */
  async #sentOut(inside: Inside): Promise<void> {
    const { entry } = inside;
    const standing = await inside.attendance.standing().catch(() => null);
    if (standing?.admission !== "waiting" || standing.ended) {
      this.#finish("removed");
      return;
    }
    this.#room = createRoom();
    void this.preview.open();
    await this.#wait(entry);
  }

  #finish(end: End): void {
    const now = this.phase.get();
    this.preview.close();
    // Who is elsewhere was taken over by the tab that is inside now.
    if (now.at === "inside" && end !== "elsewhere") this.tabs.tellGone(now.inside.entry.identity);
    this.phase.set({ at: "after", end, inside: now.at === "inside" ? now.inside : null });
  }

  readonly #onHide = (): void => {
    const now = this.phase.get();
    this.preview.close();
    this.#hidden = now.at === "inside" || now.at === "waiting" ? now.at : null;
    if (now.at === "inside") void now.inside.leave();
    if (now.at === "waiting") {
      this.#waiting?.abort();
      void new Attendance(now.entry.ticket).leave().catch(() => undefined);
    }
  };

  readonly #onShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    if (this.#hidden) void this.rejoin();
    else if (this.phase.get().at === "door") void this.preview.open();
  };
}
