import { Mic, MicOff, TriangleAlert, Video, VideoOff } from "lucide-react";
import { KINDS } from "../media/devices";
import type { Preview } from "../media/preview";
import { cx } from "../ui/classes";
import { useStore } from "../ui/store";
import { t } from "../words";
import { DevicePick } from "./device-pick";
import { LevelMeter } from "./level-meter";
import { SelfView } from "./self-view";

const ROUND = "grid size-12 place-items-center rounded-full transition-colors";

/** Camera and microphone before entering, with switches, choice and what went wrong. */
export function PreviewPane({ preview }: { preview: Preview }) {
  const state = useStore(preview.state);
  const { wants, failures, opening } = state;
  return (
    <section aria-label={t("door.devices")} className="min-w-0">
      <div className="relative aspect-video overflow-hidden rounded-3xl bg-[#14181d] shadow-lg max-sm:aspect-[4/3]">
        <SelfView track={state.camera} opening={opening.includes("camera")} />
        <div className="absolute inset-x-0 bottom-0 flex items-end justify-center gap-3 bg-linear-to-t from-black/60 p-4 pt-12">
          {KINDS.map((kind) => {
            const on = wants[kind] && failures[kind] === undefined;
            const [On, Off] = kind === "camera" ? [Video, VideoOff] : [Mic, MicOff];
            const label = on ? t(`control.${kind}.turn-off`) : t(`control.${kind}.turn-on`);
            return (
              <button
                key={kind}
                type="button"
                className={cx(ROUND, on ? "bg-white/20 text-white backdrop-blur hover:bg-white/30" : "bg-[#e5484d] text-white hover:bg-[#f0686d]")}
                aria-label={label}
                title={label}
                onClick={() => void preview.turn(kind, !on)}
              >
                {on ? <On aria-hidden className="size-5" /> : <Off aria-hidden className="size-5" />}
              </button>
            );
          })}
        </div>
      </div>
      <div aria-live="polite">
        {KINDS.map((kind) => {
          const cause = failures[kind];
          return cause === undefined || !wants[kind] ? null : (
            <p key={kind} role="note" className="mt-3 flex gap-3 rounded-2xl bg-warning/15 px-4 py-3 text-sm">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>
                <strong className="font-semibold">{t(`device.${kind}.off`)}.</strong> {t(`device.${cause}`)}
              </span>
            </p>
          );
        })}
        {state.replaced.map((kind) => (
          <p key={kind} role="note" className="mt-3 rounded-2xl bg-info/15 px-4 py-3 text-sm">
            {t(`device.${kind}.replaced`)}
          </p>
        ))}
      </div>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <div>
          <DevicePick
            kind="microphone"
            devices={state.devices}
            chosen={state.chosen.microphone}
            onChoose={(id) => void preview.choose("microphone", id)}
          />
          <LevelMeter track={state.microphone} className="mt-2" />
        </div>
        <DevicePick kind="camera" devices={state.devices} chosen={state.chosen.camera} onChoose={(id) => void preview.choose("camera", id)} />
      </div>
    </section>
  );
}
