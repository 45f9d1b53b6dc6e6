import { type Participant, type Room, RoomEvent } from "livekit-client";

export interface Occasions {
  /** Whether the room is whole: what vanishes with the connection has not left. */
  isWhole: () => boolean;
  /** Whether who comes was here before we lost the room. */
  isReturning: (identity: string) => boolean;
  onCame: (name: string, present: number) => void;
  onWent: (name: string, present: number) => void;
}

/** Who is gone or here for less was only reloading, or it is ourselves who are losing the room. */
const SURE = 700;

type Timers = Map<string, ReturnType<typeof setTimeout>>;

/** Tells who came and who went: not those who are only being reconnected. */
export class Comings {
  readonly #room: Room;
  readonly #occasions: Occasions;
  readonly #coming: Timers = new Map();
  readonly #going: Timers = new Map();

  constructor(room: Room, occasions: Occasions) {
    this.#room = room;
    this.#occasions = occasions;
  }

  open(): void {
    this.#room
      .on(RoomEvent.ParticipantConnected, this.#onCame)
      .on(RoomEvent.ParticipantDisconnected, this.#onWent)
      .on(RoomEvent.Reconnecting, this.#forget);
  }

  close(): void {
    this.#room
      .off(RoomEvent.ParticipantConnected, this.#onCame)
      .off(RoomEvent.ParticipantDisconnected, this.#onWent)
      .off(RoomEvent.Reconnecting, this.#forget);
    this.#forget();
  }

  readonly #forget = (): void => {
    for (const timers of [this.#coming, this.#going]) {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    }
  };

  get #present(): number {
    return this.#room.remoteParticipants.size + 1;
  }

  readonly #onCame = ({ identity, name = "" }: Participant): void => {
    if (this.#cut(this.#going, identity) || !this.#occasions.isWhole() || this.#occasions.isReturning(identity)) return;
    this.#wait(this.#coming, identity, () => {
      this.#occasions.onCame(name, this.#present);
    });
  };

  readonly #onWent = ({ identity, name = "" }: Participant): void => {
    if (this.#cut(this.#coming, identity)) return;
    this.#wait(this.#going, identity, () => {
      this.#occasions.onWent(name, this.#present);
    });
  };

  #wait(timers: Timers, identity: string, tell: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(identity);
      if (this.#occasions.isWhole()) tell();
    }, SURE);
    timers.set(identity, timer);
  }

  /** Whether there was something to be told, which now is not. */
  #cut(timers: Timers, identity: string): boolean {
    clearTimeout(timers.get(identity));
    return timers.delete(identity);
  }
}

/** The largest meeting in which coming and going sounds. */
const SMALL = 8;
const APART = 500;

/** Whether a coming or going sounds now: in small meetings, one each half second. */
export class Sounding {
  #last = -Infinity;

  isDue(present: number, now: number): boolean {
    if (present > SMALL || now - this.#last < APART) return false;
    this.#last = now;
    return true;
  }
}
