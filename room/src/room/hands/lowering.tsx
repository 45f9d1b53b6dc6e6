import { Hand } from "lucide-react";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";

/** Asks who speaks with a raised hand whether it shall stay up. */
export function Lowering({ inside }: { inside: Inside }) {
  const seconds = useStore(inside.hands.lowering);
  if (seconds === null) return null;
  return (
    <div role="group" aria-label={t("hand.lowering.name")} className="room-ask">
      <Hand aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1">{tn("hand.lowering", seconds)}</p>
      <button
        type="button"
        className="btn btn-sm rounded-full"
        onClick={() => {
          inside.hands.keep();
        }}
      >
        {t("hand.keep")}
      </button>
    </div>
  );
}
