import { useTracks } from "@livekit/components-react";
import { Track } from "livekit-client";
import { t } from "../words";
import { Alone } from "./alone";
import { Grid } from "./grid";
import { ShareView } from "./share-view";
import { useShares } from "./shares";
import { Tile } from "./tile";

const CAMERAS = [{ source: Track.Source.Camera, withPlaceholder: true }];
const SHARES = [Track.Source.ScreenShare];

/** The middle of the room: everybody in a grid, or a shared screen with people beside it. */
export function Stage({ link, dimmed }: { link: string; dimmed: boolean }) {
  const cameras = useTracks(CAMERAS);
  const shares = useShares(useTracks(SHARES));
  const alone = cameras.length === 1 && !shares.shown;

  return (
    <div className="relative flex size-full min-h-0 gap-3 transition-opacity data-[dimmed=true]:opacity-50 max-lg:flex-col" data-dimmed={dimmed}>
      {shares.shown ? (
        <>
          <ShareView shares={shares} />
          <ul tabIndex={0} aria-label={t("stage.people")} className="room-strip">
            {cameras.map((camera) => (
              <li key={camera.participant.identity}>
                <Tile reference={camera} upright={false} small />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Grid cameras={cameras} />
      )}
      {alone && link && !dimmed && <Alone link={link} />}
    </div>
  );
}
