import { Captions as Icon } from "lucide-react";
import { useStore } from "../ui/store";
import { t } from "../words";
import type { Captions } from "./captions";

/** Says for as long as captions are on that they are; pressed, who turned them on and what one said to it. */
export function CaptionsBadge({ captions }: { captions: Captions }) {
  const state = useStore(captions.state);
  if (!state || state.standing === "off") return null;
  const words = t(state.standing === "on" ? (state.mine === "agreed" ? "captions.on" : "captions.on.out") : state.standing === "missing" ? "captions.missing" : "captions.starting");
  return (
    <button
      type="button"
      data-captions={state.standing}
      className="flex min-h-7 shrink-0 cursor-pointer items-center gap-1.5 rounded-full bg-white/10 px-2.5 py-1 text-xs hover:bg-white/20"
      onClick={() => {
        captions.shown.set("answer");
      }}
    >
      <Icon aria-hidden className="size-3.5" />
      {words}
    </button>
  );
}
