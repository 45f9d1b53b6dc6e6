import { RemoteTrackPublication } from "livekit-client";
import { useEffect, useState } from "react";
import type { Size } from "../ui/size";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { capacity, firstPage, type Laid, lay } from "./layout";
import { type Cast, stage } from "./scene";
import { Subscriptions } from "./subscriptions";
import { useArrival } from "./use-arrival";
import { useOrder } from "./use-order";
import { type Subjects, useSubjects } from "./use-tiles";
import { keyOf } from "./view";

export interface Seen extends Laid {
  subjects: Subjects;
  /** Keys of all tiles; layouts don't change it, so that no `<video>` is moved in the page. */
  order: string[];
  screens: readonly string[];
  /** The picture to show where there is room for one only. */
  main: string;
}

/** What the stage shows now, worked out from who is there, what the person chose and how large it is. */
export function useStage(inside: Inside, { width, height }: Size, spotlit: readonly string[], hands: readonly string[]): Seen {
  const { view } = inside;
  const wishes = useStore(view.wishes);
  const floor = useStore(view.speakers.floor);
  const subjects = useSubjects(inside);
  const screens = useArrival(subjects.screens);
  const me = inside.entry.identity;
  const self = keyOf(me);

  const cast: Cast = {
    self,
    people: subjects.people.map((identity) => keyOf(identity)),
    screens,
    spotlit: spotlit.map((identity) => keyOf(identity)),
    speaker: floor.last === null ? null : keyOf(floor.last),
  };
  const most = wishes.tiles > 25 ? 49 : 25;
  const fits = cast.people.length <= capacity(width, height, most);

  // Who is large does not depend on the seats, so the first page's length is known before them.
  const rough = stage(cast, wishes, fits);
  const screen = rough.large.some((key) => screens.includes(key));
  const beside = new Set(rough.rest);
  const first = firstPage({ large: rough.large.length, rest: rough.rest.length, screen, most }, width, height);
  const ahead = rough.rest.filter((key) => screens.includes(key) || cast.spotlit.includes(key)).length;
  const calls = {
    wanted: [...hands, ...floor.speaking],
    spokeAt: floor.spokeAt,
    elsewhere: new Set(subjects.people.filter((identity) => !beside.has(keyOf(identity)) || spotlit.includes(identity))),
  };
  const seats = useOrder(subjects.people, calls, Math.max(1, first - ahead), me);
  const people = seats.map((identity) => keyOf(identity));
  const { large, rest, float } = stage({ ...cast, people }, wishes, fits);
  const laid = lay({ large, screen, rest, float, corner: wishes.corner, page: wishes.page, most }, width, height);

  const shown = laid.places.map(({ key }) => key);
  useSubscriptions(subjects, shown, width > 0);
  const others = [cast.speaker, ...people].find((key) => key !== null && key !== self && shown.includes(key));
  return { ...laid, subjects, screens, order: [...screens, ...people], main: large[0] ?? others ?? self };
}

/** Has the server send what is shown and nothing else. */
function useSubscriptions({ all }: Subjects, shown: readonly string[], known: boolean): void {
  const [subscriptions] = useState(() => new Subscriptions());
  const keys = shown.join();
  useEffect(() => {
    if (!known) return;
    const remote = [...all.values()].flatMap(({ key, publication }) => (publication instanceof RemoteTrackPublication ? [{ key, publication }] : []));
    const wanted = new Set(keys.split(","));
    subscriptions.follow(
      remote.map(({ publication }) => publication),
      new Set(remote.filter(({ key }) => wanted.has(key)).map(({ publication }) => publication)),
    );
  }, [subscriptions, all, keys, known]);
  useEffect(
    () => () => {
      subscriptions.close();
    },
    [subscriptions],
  );
}
