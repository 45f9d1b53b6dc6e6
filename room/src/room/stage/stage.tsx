import { Suspense, useRef } from "react";
import { useHands, useSpotlit } from "../people/use-hall";
import { later } from "../ui/later";
import { useSize } from "../ui/size";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Alone } from "./alone";
import { CameraOn } from "./camera-on";
import { Pager } from "./pager";
import { Screens } from "./screens";
import { ShareCard } from "./share-card";
import { Tile } from "./tile";
import { usePaging } from "./use-paging";
import { useStage } from "./use-stage";

const PopOutPage = later(() => import("./pop-out-page"));

interface Props {
  inside: Inside;
  /** The meeting's link, once it is known. */
  link: string;
  dimmed: boolean;
}

/** The middle of the room. One layer of tiles; layouts only say where each one is, so that no picture blinks. */
export function Stage({ inside, link, dimmed }: Props) {
  const { view } = inside;
  const layer = useRef<HTMLDivElement>(null);
  const size = useSize(layer);
  const spotlit = useSpotlit(inside);
  const hands = useHands(inside);
  const seen = useStage(inside, size, spotlit, hands);
  const { pin, selfView } = useStore(view.wishes);
  const popped = useStore(view.popOut.window);
  const swipe = usePaging(view, seen.page, seen.pages);
  const { all, people, sharing } = seen.subjects;
  const places = new Map(seen.places.map((place) => [place.key, place]));
  const large = seen.places.find(({ part }) => part === "large")?.key ?? null;
  const main = all.get(seen.main);

  return (
    <div className="room-stage" data-dimmed={dimmed}>
      {sharing && <ShareCard inside={inside} />}
      <div ref={layer} className="room-layer" {...swipe}>
        <ul aria-label={t("stage.people")}>
          {seen.order.map((key) => {
            const place = places.get(key);
            const subject = all.get(key);
            if (!place || !subject || size.width === 0) return null;
            const { identity, participant, source, publication } = subject;
            return (
              <Tile
                key={key}
                name={key}
                inside={inside}
                identity={identity}
                participant={participant}
                source={source}
                publication={publication}
                x={place.x}
                y={place.y}
                width={place.width}
                height={place.height}
                part={place.part}
                pinned={pin === key}
                spotlit={spotlit.includes(identity)}
                hand={hands.indexOf(identity) + 1}
              />
            );
          })}
        </ul>
        <Screens view={view} subjects={all} screens={seen.screens} large={large} pin={pin} />
        {seen.pager && <Pager view={view} page={seen.page} pages={seen.pages} box={seen.pager} />}
        {selfView === "hidden" && <CameraOn inside={inside} />}
        {people.length === 1 && seen.screens.length === 0 && link && !dimmed && <Alone link={link} />}
      </div>
      {popped && main && (
        <Suspense>
          <PopOutPage inside={inside} place={popped} subject={main} />
        </Suspense>
      )}
    </div>
  );
}
