import { type Room, RoomEvent } from "livekit-client";

/** How often it is looked, and for how long after a return: others that lost the room too come back later. */
const EVERY = 3_000;
const TIMES = 8;

/**
 * Asks anew for tracks that should be here and are not: about one full restart
 * in twenty loses one (livekit/client-sdk-js#2074).
 */
export class Rescue {
  readonly #room: Room;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Missing at the last look: one that is missing for the first time may be on its way. */
  #missing: ReadonlySet<string> = new Set();

  constructor(room: Room) {
    this.#room = room;
    room.on(RoomEvent.Disconnected, this.stop);
  }

  /** The room is back: looks after its tracks for a while. */
  start(): void {
    this.stop();
    let times = 0;
    this.#timer = setInterval(() => {
      this.#look();
      times += 1;
      if (times === TIMES) this.stop();
    }, EVERY);
  }

  readonly stop = (): void => {
    clearInterval(this.#timer);
    this.#missing = new Set();
  };

  #look(): void {
    const missing = new Set<string>();
    for (const participant of this.#room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) {
        if (!publication.isDesired || publication.isSubscribed) continue;
        if (!this.#missing.has(publication.trackSid)) {
          missing.add(publication.trackSid);
          continue;
        }
        publication.setSubscribed(false);
        publication.setSubscribed(true);
      }
    }
    this.#missing = missing;
  }
}
