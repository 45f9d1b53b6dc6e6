import type { Attendance } from "../api/meeting";
import type { Entry, News, Person, Rules, Session, Waiting } from "../api/types";
import { Store } from "../ui/store";

const EVERYTHING: Rules = { microphone: true, camera: true, share: true, chat: true, rename: true };

type Change = Extract<News, { kind: "change" }>;

/** What may be done by somebody about whom the server says this. */
export function mayDo(rules: Rules, person: Person | undefined, leads: boolean): Rules {
  if (leads) return EVERYTHING;
  const bars = person?.may ?? EVERYTHING;
  return {
    microphone: rules.microphone && bars.microphone,
    camera: rules.camera && bars.camera,
    share: rules.share && bars.share,
    chat: rules.chat && bars.chat,
    rename: rules.rename,
  };
}

/**
 * The session as the server sees it, who is remarkable in it, and who waits outside.
 *
 * Changes are numbered: one that does not follow the last known means that
 * another was missed, and the whole session is read again.
 */
export class Hall {
  readonly session = new Store<Session | null>(null);
  /** By identity: those about whom there is more to say than that they are there. */
  readonly people = new Store<ReadonlyMap<string, Person>>(new Map());
  readonly waiting = new Store<Waiting[]>([]);
  /** Whether I have the host's rights, and what I may do. */
  readonly leads: Store<boolean>;
  readonly may: Store<Rules>;
  readonly #entry: Entry;
  readonly #attendance: Attendance;
  readonly #onArrival: (people: Waiting[]) => void;

  constructor(attendance: Attendance, entry: Entry, onArrival: (people: Waiting[]) => void) {
    this.#attendance = attendance;
    this.#entry = entry;
    this.#onArrival = onArrival;
    this.leads = new Store(entry.leads);
    this.may = new Store(entry.may);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.readSession(), this.readLobby()]);
  }

  async readSession(): Promise<void> {
    try {
      const session = await this.#attendance.session();
      if (session.version >= (this.session.get()?.version ?? 0)) this.#take(session, session.people);
    } catch {
      // What was known stays; the next news or reconnect reads again.
    }
  }

  /** Somebody changed something about the session or about people in it. */
  receive({ version, state, people }: Change): void {
    const known = this.session.get();
    if (known && version <= known.version) return;
    if (known?.version !== version - 1) {
      void this.readSession();
      return;
    }
    this.#take({ ...known, ...state, version }, [...this.people.get().values(), ...people]);
  }

  async readLobby(): Promise<void> {
    if (!this.leads.get()) return;
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

  async renameWaiting(id: string, name: string): Promise<void> {
    await this.#attendance.renameWaiting(id, name);
    await this.readLobby();
  }

  async lock(locked: boolean): Promise<void> {
    await this.#attendance.lock(locked);
  }

  #take(session: Session, people: readonly Person[]): void {
    const byIdentity = new Map(people.map((person) => [person.identity, person]));
    const me = byIdentity.get(this.#entry.identity);
    const leads = this.#entry.role === "host" || (me?.cohost ?? false);
    const led = this.leads.get();
    this.people.set(byIdentity);
    this.session.set(session);
    this.may.set(mayDo(session.rules, me, leads));
    this.leads.set(leads);
    if (leads && !led) void this.readLobby();
    if (!leads) this.waiting.set([]);
  }

  async #decide(id: string, done: Promise<void>): Promise<void> {
    await done.finally(() => void this.readLobby());
    this.waiting.set(this.waiting.get().filter((person) => person.id !== id));
  }
}
