import { type Participant, type Room, RoomEvent } from "livekit-client";
import { Store } from "../ui/store";

/** Somebody who was here when the connection broke, and most likely still is. */
export interface Ghost {
  identity: string;
  name: string;
}

/** How long others get to be back after us. */
const SETTLED = 5_000;

/**
 * Who was here before the room was lost, until it is back with them.
 *
 * livekit-client takes everybody away before it says that it reconnects, and
 * brings them back one by one: without this their tiles would vanish meanwhile.
 */
export class Ghosts {
  readonly shown = new Store<readonly Ghost[]>([]);
  readonly #room: Room;
  #seen: Ghost[] = [];
  #returning: ReadonlySet<string> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room) {
    this.#room = room;
    room
      .on(RoomEvent.Connected, this.#look)
      .on(RoomEvent.Reconnected, this.#look)
      .on(RoomEvent.ParticipantConnected, this.#onCame)
      .on(RoomEvent.ParticipantNameChanged, this.#look)
      // Later: a full reconnect takes all away and then says so, in one go.
      .on(RoomEvent.ParticipantDisconnected, () => {
        queueMicrotask(this.#look);
      });
  }

  /** Called in the very event that tells the loss. */
  keep(): void {
    clearTimeout(this.#timer);
    if (this.#seen.length > 0) this.shown.set(this.#seen);
    this.#returning = new Set(this.#seen.map(({ identity }) => identity));
  }

  /** The room is back; others that lost it too may need a moment longer. */
  settle(): void {
    const missing = this.shown.get().filter(({ identity }) => !this.#room.remoteParticipants.has(identity));
    this.shown.set(missing);
    this.#timer = setTimeout(() => {
      this.shown.set([]);
      this.#returning = new Set();
    }, SETTLED);
  }

  /** Whether somebody who comes was here before the loss. */
  isReturning(identity: string): boolean {
    return this.#returning.has(identity);
  }

  readonly #onCame = ({ identity }: Participant): void => {
    this.#look();
    if (this.shown.get().length > 0) this.shown.set(this.shown.get().filter((ghost) => ghost.identity !== identity));
  };

  readonly #look = (): void => {
    this.#seen = [...this.#room.remoteParticipants.values()].map(({ identity, name = "" }) => ({ identity, name }));
  };
}
