import { useStore } from "../ui/store";
import { t } from "../words";
import type { Recorded } from "./recorded";

/** Says for as long as it goes on that a recording is made; pressed, who began it and what one said to it. */
export function RecordBadge({ recorded }: { recorded: Recorded }) {
  const recording = useStore(recorded.state)?.recording;
  if (!recording) return null;
  const { state, mine } = recording;
  const words =
    state === "running" ? t(mine === "agreed" ? "record.running" : "record.running.out") : state === "stopping" ? t("record.stopping") : t("record.asked");
  return (
    <button
      type="button"
      data-recording={state}
      className="flex min-h-7 shrink-0 cursor-pointer items-center gap-1.5 rounded-full bg-white/10 px-2.5 py-1 text-xs hover:bg-white/20"
      onClick={() => {
        recorded.shown.set("answer");
      }}
    >
      <span aria-hidden className="room-recording-dot" />
      {words}
    </button>
  );
}
