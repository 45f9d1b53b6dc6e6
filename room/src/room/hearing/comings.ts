import { type Participant, type Room, RoomEvent } from "livekit-client";

export interface Occasions {
  /** Whether the room is whole: what vanishes with the connection has not left. */
  isWhole: () => boolean;
  /** Whether who comes was here before we lost the room. */
  isReturning: (identity: string) => boolean;
  onCame: (name: string, present: number) => void;
  onWent: (name: string, present: number) => void;
}

/** Who is gone for less was only reloading, or it is ourselves who are losing the room. */
const SURE = 700;

/** Tells who came and who went: not those who are only being reconnected. */
export class Comings {
  readonly #room: Room;
  readonly #occasions: Occasions;
  readonly #going = new Map<string, ReturnType<typeof setTimeout>>();

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
    for (const timer of this.#going.values()) clearTimeout(timer);
    this.#going.clear();
  };

  get #present(): number {
    return this.#room.remoteParticipants.size + 1;
  }

  readonly #onCame = ({ identity, name = "" }: Participant): void => {
    const going = this.#going.get(identity);
    if (going !== undefined) {
      clearTimeout(going);
      this.#going.delete(identity);
    } else if (this.#occasions.isWhole() && !this.#occasions.isReturning(identity)) {
      this.#occasions.onCame(name, this.#present);
    }
  };

  readonly #onWent = ({ identity, name = "" }: Participant): void => {
    this.#going.set(
      identity,
      setTimeout(() => {
        this.#going.delete(identity);
        if (this.#occasions.isWhole()) this.#occasions.onWent(name, this.#present);
      }, SURE),
    );
  };
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
