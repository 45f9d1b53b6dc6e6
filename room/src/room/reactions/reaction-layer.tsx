import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { tn } from "../words";
import type { Float } from "./floats";
import { EMOJI } from "./kinds";

/** Reactions over the tiles of those who sent them, or at the lower left. The announcer says them. */
export function ReactionLayer({ inside }: { inside: Inside }) {
  const floats = useStore(inside.reactions.floats);
  return (
    <div aria-hidden className="room-reactions">
      {floats.map((float) => (
        <Floating key={float.id} float={float} />
      ))}
    </div>
  );
}

/** Beside one another where several rise from the same place, as a share of its width. */
const LANES = [0.5, 0.24, 0.76];

/** Puts it over its sender's tile, if that is in sight; the style sheet has it at the lower left. */
function place(element: HTMLElement | null, { identity, id }: Float): void {
  const layer = element?.parentElement;
  const tile = identity && layer?.parentElement?.querySelector(`article[data-identity="${CSS.escape(identity)}"]`);
  if (!layer || !tile) return;
  const within = layer.getBoundingClientRect();
  const { left, bottom, width, height } = tile.getBoundingClientRect();
  const x = left - within.left + width * (LANES[id % LANES.length] ?? 0.5);
  const y = bottom - within.top - height * 0.25;
  if (width === 0 || x < 0 || x > within.width || y < 0 || y > within.height) return;
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.setProperty("--rise", `${-Math.max(48, height * 0.45)}px`);
  element.dataset.over = "tile";
}

function Floating({ float }: { float: Float }) {
  const crowd = float.identity === "";
  return (
    <div
      ref={(element) => {
        if (element && element.dataset.over === undefined) place(element, float);
      }}
      data-reaction={float.reaction}
      className="room-reaction"
    >
      <p className="room-reaction-emoji">
        {EMOJI[float.reaction]}
        {!crowd && float.count > 1 && <span className="room-reaction-count">{float.count}</span>}
      </p>
      <p className="room-reaction-name">{crowd ? tn("reaction.more", float.count) : float.name}</p>
    </div>
  );
}
