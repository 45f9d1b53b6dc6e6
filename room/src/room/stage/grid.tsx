import type { TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRef, useState } from "react";
import { useSize } from "../ui/size";
import { t } from "../words";
import { capacity, fit } from "./layout";
import { Tile } from "./tile";
import { useOrder } from "./use-order";

const ARROW =
  "absolute top-1/2 z-10 grid size-11 -translate-y-1/2 place-items-center rounded-full bg-black/60 text-white hover:bg-black/80 disabled:opacity-30";

/** Everybody, as large as fits; what does not fit is on further pages. */
export function Grid({ cameras }: { cameras: readonly TrackReferenceOrPlaceholder[] }) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [wanted, setPage] = useState(0);
  const perPage = capacity(width, height);
  const byIdentity = new Map(cameras.map((camera) => [camera.participant.identity, camera]));
  const order = useOrder([...byIdentity.keys()], perPage);
  const pages = Math.max(1, Math.ceil(order.length / perPage));
  const page = Math.min(wanted, pages - 1);
  const shown = order
    .slice(page * perPage, (page + 1) * perPage)
    .map((identity) => byIdentity.get(identity))
    .filter((camera) => camera !== undefined);
  const tile = fit(pages > 1 ? perPage : shown.length, width, height);

  return (
    <div ref={box} className="relative size-full">
      <ul className="flex size-full flex-wrap content-center justify-center gap-3" aria-label={t("stage.people")}>
        {width > 0 &&
          shown.map((camera) => (
            <li key={camera.participant.identity} style={{ width: tile.width, height: tile.height }}>
              <Tile reference={camera} upright={tile.height > tile.width} small={tile.width < 220} />
            </li>
          ))}
      </ul>
      {pages > 1 && (
        <>
          <button
            type="button"
            className={`${ARROW} left-1`}
            disabled={page === 0}
            aria-label={t("stage.previous")}
            onClick={() => {
              setPage(page - 1);
            }}
          >
            <ChevronLeft aria-hidden />
          </button>
          <button
            type="button"
            className={`${ARROW} right-1`}
            disabled={page === pages - 1}
            aria-label={t("stage.next")}
            onClick={() => {
              setPage(page + 1);
            }}
          >
            <ChevronRight aria-hidden />
          </button>
          <p role="status" className="absolute bottom-1 left-1/2 -translate-x-1/2 rounded-full bg-black/60 px-3 py-1 text-xs text-white">
            {t("stage.page", { page: page + 1, pages })}
          </p>
        </>
      )}
    </div>
  );
}
