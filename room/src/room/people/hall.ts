import type { Attendance } from "../api/meeting";
import type { Role, Session, Waiting } from "../api/types";
import { Store } from "../ui/store";

/** How often a host's list is read although no news came: a data message may be lost. */
const RECHECK = 15_000;

/** The session as the server sees it, and who waits outside. */
export class Hall {
  readonly session = new Store<Session | null>(null);
  readonly waiting = new Store<Waiting[]>([]);
  readonly isHost: boolean;
  readonly #attendance: Attendance;
  readonly #onArrival: (people: Waiting[]) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(attendance: Attendance, role: Role, onArrival: (people: Waiting[]) => void) {
    this.#attendance = attendance;
    this.isHost = role === "host";
    this.#onArrival = onArrival;
  }

  open(): void {
    void this.refresh();
    if (this.isHost) this.#timer = setInterval(() => void this.readLobby(), RECHECK);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.readSession(), this.readLobby()]);
  }

  async readSession(): Promise<void> {
    try {
      this.session.set(await this.#attendance.session());
    } catch {
      // What was known stays; the next news or reconnect reads again.
    }
  }

  async readLobby(): Promise<void> {
    if (!this.isHost) return;
    try {
      const people = await this.#attendance.lobby();
      const known = new Set(this.waiting.get().map(({ id }) => id));
      const arrived = people.filter(({ id }) => !known.has(id));
      this.waiting.set(people);
      if (arrived.length > 0) this.#onArrival(arrived);
    } catch {
      // As above.
    }
  }

  async admit(id: string): Promise<void> {
    await this.#decide(id, this.#attendance.admit(id));
  }

  async refuse(id: string): Promise<void> {
    await this.#decide(id, this.#attendance.refuse(id));
  }

  async admitAll(): Promise<void> {
    await this.#attendance.admitAll();
    this.waiting.set([]);
  }

  async lock(locked: boolean): Promise<void> {
    this.session.set(await this.#attendance.lock(locked));
  }

  async #decide(id: string, done: Promise<void>): Promise<void> {
    await done.finally(() => void this.readLobby());
    this.waiting.set(this.waiting.get().filter((person) => person.id !== id));
  }
}
