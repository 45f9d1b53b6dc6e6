import { type Participant, Track, type TrackPublication } from "livekit-client";
import { memo } from "react";
import type { Inside } from "../visit/inside";
import type { Part } from "./layout";
import { PersonTile } from "./person-tile";
import { ScreenTile } from "./screen-tile";
import { useDrag } from "./use-drag";

/** Plain values only: a tile is drawn anew when something of its own changed. */
export interface TileProps {
  /** Its key: who and which picture. */
  name: string;
  inside: Inside;
  identity: string;
  participant: Participant;
  source: Track.Source;
  publication: TrackPublication | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
  part: Part;
  pinned: boolean;
  spotlit: boolean;
  /** The place in the queue of raised hands, from 1; 0 for none. */
  hand: number;
}

/** A tile at its place. */
export const Tile = memo(function Tile(props: TileProps) {
  const { x, y, width, height, part, source, inside, name, pinned } = props;
  const drag = useDrag(part === "float" ? inside.view : null);
  return (
    <li
      data-part={part}
      data-key={name}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      onDoubleClick={({ target }) => {
        if (target instanceof Element && !target.closest("button, [popover], [data-zoomed]")) inside.view.pin(pinned ? null : name);
      }}
      {...drag}
    >
      {source === Track.Source.ScreenShare ? <ScreenTile {...props} /> : <PersonTile {...props} />}
    </li>
  );
});
