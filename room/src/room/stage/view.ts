import { type Participant, type Room, RoomEvent, Track } from "livekit-client";
import { keepChoices, readChoices } from "../media/choices";
import { Store } from "../ui/store";
import type { Corner } from "./layout";
import { PopOut } from "./pop-out";
import type { LayoutChoice, SelfView, Wishes } from "./scene";
import { Speakers } from "./speakers";

/** A tile's name: who, and which picture of theirs. It outlives the track. */
export function keyOf(identity: string, source: Track.Source = Track.Source.Camera): string {
  return `${source}:${identity}`;
}

/** How this person looks at the meeting: on their own screen only. */
export class View {
  readonly wishes: Store<Wishes>;
  readonly speakers = new Speakers();
  readonly popOut: PopOut;
  readonly #room: Room;
  readonly #onScreen: (name: string) => void;

  /** `onScreen` hears the name of whoever begins to share. */
  constructor(room: Room, onScreen: (name: string) => void) {
    const { layout, tiles, selfView, selfCorner } = readChoices();
    this.wishes = new Store<Wishes>({ layout, tiles, selfView, corner: selfCorner, pin: null, page: 0 });
    this.#room = room;
    this.#onScreen = onScreen;
    this.popOut = new PopOut();
    room
      .on(RoomEvent.ActiveSpeakersChanged, this.#onSpeakers)
      .on(RoomEvent.TrackPublished, this.#onPublished)
      .on(RoomEvent.TrackUnpublished, this.#onUnpublished);
  }

  close(): void {
    this.#room
      .off(RoomEvent.ActiveSpeakersChanged, this.#onSpeakers)
      .off(RoomEvent.TrackPublished, this.#onPublished)
      .off(RoomEvent.TrackUnpublished, this.#onUnpublished);
    this.speakers.close();
    this.popOut.stop();
  }

  choose(layout: LayoutChoice): void {
    this.wishes.patch({ layout, page: 0 });
    keepChoices({ layout });
  }

  /** The other one of grid and speaker layout. */
  nextLayout(): LayoutChoice {
    const layout = this.wishes.get().layout === "speaker" ? "grid" : "speaker";
    this.choose(layout);
    return layout;
  }

  fill(tiles: number): void {
    this.wishes.patch({ tiles, page: 0 });
    keepChoices({ tiles });
  }

  showSelf(selfView: SelfView): void {
    this.wishes.patch({ selfView });
    keepChoices({ selfView });
  }

  moveSelf(corner: Corner): void {
    this.wishes.patch({ corner });
    keepChoices({ selfCorner: corner });
  }

  /** Keeps a tile large on this screen, or lets it go; `null` lets go of any. */
  pin(key: string | null): void {
    this.wishes.patch({ pin: key });
  }

  turnTo(page: number): void {
    this.wishes.patch({ page: Math.max(0, page) });
  }

  readonly #onSpeakers = (people: Participant[]): void => {
    this.speakers.hear(people.filter(({ isLocal }) => !isLocal).map(({ identity }) => identity));
  };

  readonly #onPublished = ({ source }: { source: Track.Source }, { name }: Participant): void => {
    if (source === Track.Source.ScreenShare) this.#onScreen(name ?? "");
  };

  /** A screen that is gone is not what comes next from the same person. */
  readonly #onUnpublished = ({ source }: { source: Track.Source }, { identity }: Participant): void => {
    if (source === Track.Source.ScreenShare && this.wishes.get().pin === keyOf(identity, source)) this.pin(null);
  };
}
