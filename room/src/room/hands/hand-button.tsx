import { Hand } from "lucide-react";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { flipHand, useHandNumber } from "./use-hands";

/** Raises and lowers my hand; shows my place in the queue. */
export function HandButton({ inside }: { inside: Inside }) {
  const place = useHandNumber(inside, inside.entry.identity);
  const label = place > 0 ? t("hand.lower") : t("hand.raise");
  return (
    <button
      type="button"
      className="room-round"
      data-active={place > 0}
      aria-label={place > 0 ? t("hand.lower.place", { place }) : label}
      title={label}
      onClick={() => void flipHand(inside)}
    >
      <Hand aria-hidden />
      {place > 0 && (
        <span aria-hidden className="room-badge">
          {place}
        </span>
      )}
    </button>
  );
}
