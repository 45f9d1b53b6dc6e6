import { CameraOff, Mic, MicOff, Settings, ShieldCheck, Sparkles, Video, VideoOff, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import { CheckConnection } from "../check/open";
import { mayBlur } from "../media/blur";
import { type Kind, KINDS } from "../media/devices";
import type { Cause } from "../media/failure";
import { canChooseSpeaker } from "../media/gear";
import type { Preview } from "../media/preview";
import { chime } from "../notices/chime";
import { OpenSettings } from "../settings/open";
import { cx } from "../ui/classes";
import { useStore } from "../ui/store";
import { t } from "../words";
import { DevicePick } from "./device-pick";
import { LevelMeter } from "./level-meter";
import { Refusal } from "./refusal";
import { SelfView } from "./self-view";
import { useQuiet } from "./use-quiet";

/** Camera and microphone before entering: the picture that will be sent, switches, choice, and what went wrong. */
export function PreviewPane({ preview }: { preview: Preview }) {
  const state = useStore(preview.state);
  const { camera, microphone, failures, wants, opening, replaced } = state;
  const quiet = useQuiet(microphone);
  const refused = KINDS.filter((kind) => wants[kind] && failures[kind] !== undefined);
  return (
    <section aria-label={t("door.devices")} className="min-w-0">
      <div className="room-mirror">
        {camera ? <SelfView track={camera} /> : <NoPicture preview={preview} />}
        <div aria-live="polite" className={cx("absolute inset-x-0 top-0 flex flex-col items-center gap-2 p-3", !camera && "bottom-16 justify-center")}>
          {together(refused, failures).map((kinds) => (
            <Refusal key={kinds.join()} preview={preview} kinds={kinds} cause={failures[kinds[0]] ?? "unknown"} slim={camera !== null} />
          ))}
          {replaced.map((kind) => (
            <Note key={kind}>{t(`device.${kind}.replaced`)}</Note>
          ))}
          {quiet === "silent" && <Note title={t("silence.title")}>{t("door.silence")}</Note>}
          {quiet === "muted" && <Note title={t("system.title")}>{t("system.text")}</Note>}
          {state.blur === "starting" && <Note>{t("blur.starting")}</Note>}
          {state.blur === "failed" && <Note>{t("blur.failed")}</Note>}
        </div>
        <div className="absolute inset-x-0 bottom-0 flex items-center justify-center gap-3 p-4">
          {KINDS.map((kind) => {
            const on = wants[kind] && failures[kind] === undefined;
            const [On, Off] = kind === "camera" ? [Video, VideoOff] : [Mic, MicOff];
            return (
              <Round
                key={kind}
                label={on ? t(`control.${kind}.turn-off`) : t(`control.${kind}.turn-on`)}
                look={on ? "on" : "off"}
                busy={opening.includes(kind)}
                onClick={() => void preview.turn(kind, !on)}
              >
                {on ? <On aria-hidden /> : <Off aria-hidden />}
                {kind === "microphone" && microphone && <LevelMeter track={microphone} className="absolute inset-x-3.5 bottom-1.5 h-1 bg-white/25" />}
              </Round>
            );
          })}
          {mayBlur() && <BlurButton preview={preview} />}
          <OpenSettings gear={preview} className="room-glass" label={t("door.settings")}>
            <Settings aria-hidden />
          </OpenSettings>
        </div>
      </div>
      <div className="mt-4 grid gap-2 max-sm:hidden sm:grid-cols-3">
        <DevicePick gear={preview} outlet="microphone" />
        <DevicePick gear={preview} outlet="camera" />
        {canChooseSpeaker() && <DevicePick gear={preview} outlet="speaker" />}
      </div>
      <div className="mt-2 flex flex-wrap gap-2 max-sm:hidden">
        <button
          type="button"
          className="btn btn-ghost btn-sm rounded-full font-normal"
          onClick={() => {
            chime("test");
          }}
        >
          <Volume2 aria-hidden className="size-4" />
          {t("door.speaker.test")}
        </button>
        <CheckConnection />
      </div>
    </section>
  );
}

/** Devices that did not open, those with the same cause as one. */
function together(refused: readonly Kind[], failures: Partial<Record<Kind, Cause>>): (readonly [Kind, ...Kind[]])[] {
  const [first, second] = refused;
  if (!first) return [];
  if (!second) return [[first]];
  return failures[first] === failures[second] ? [[first, second]] : [[first], [second]];
}

/** Where the picture would be. */
function NoPicture({ preview }: { preview: Preview }) {
  const { asking, opening, failures, wants } = useStore(preview.state);
  if (asking) {
    return (
      <div role="status" className="grid size-full place-items-center px-6 pb-14 text-center text-white">
        <div className="max-w-sm">
          <ShieldCheck aria-hidden className="mx-auto size-9 text-[#9bd1ff]" />
          <p className="mt-3 text-lg font-semibold">{t("door.asking")}</p>
          <p className="mt-1 text-sm text-white/80">{t("door.asking.text")}</p>
        </div>
      </div>
    );
  }
  if (wants.camera && failures.camera !== undefined) return null;
  const starting = opening.includes("camera");
  return (
    <p className="flex size-full flex-col items-center justify-center gap-3 pb-10 text-white/85">
      {starting ? <span aria-hidden className="loading loading-spinner loading-md" /> : <CameraOff aria-hidden className="size-8" />}
      {starting ? t("door.opening") : t("door.camera-off")}
    </p>
  );
}

function Note({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <p role="note" className="max-w-lg rounded-2xl bg-[#0b0e12]/85 px-4 py-2 text-sm text-white">
      {title !== undefined && <strong className="block font-semibold">{title}</strong>}
      {children}
    </p>
  );
}

function BlurButton({ preview }: { preview: Preview }) {
  const { blur } = useStore(preview.state);
  const on = blur === "on" || blur === "starting";
  return (
    <Round label={on ? t("blur.turn-off") : t("blur.turn-on")} look="plain" active={on} busy={blur === "starting"} onClick={() => void preview.setBlur(!on)}>
      <Sparkles aria-hidden />
    </Round>
  );
}

interface RoundProps {
  label: string;
  look: "on" | "off" | "plain";
  active?: boolean;
  busy: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Round({ label, look, active, busy, onClick, children }: RoundProps) {
  return (
    <button
      type="button"
      className="room-glass"
      data-off={look === "off"}
      data-active={active === true}
      aria-pressed={active}
      aria-label={label}
      aria-busy={busy}
      title={label}
      onClick={onClick}
    >
      {children}
      {busy && <span aria-hidden className="absolute inset-0 rounded-full border-2 border-current border-t-transparent opacity-70 motion-safe:animate-spin" />}
    </button>
  );
}
