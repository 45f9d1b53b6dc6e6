import { Volume2 } from "lucide-react";
import { useState } from "react";
import { DevicePick } from "../door/device-pick";
import { LevelMeter } from "../door/level-meter";
import { readChoices } from "../media/choices";
import { canChooseSpeaker, type Gear, type Sound } from "../media/gear";
import { chime } from "../notices/chime";
import { useStore } from "../ui/store";
import { t } from "../words";
import { Switch } from "./switch";

const PROCESSING: readonly (keyof Sound)[] = ["echo", "noise", "gain"];

/** Microphone and loudspeaker, and what the browser does to one's sound. */
export function SoundTab({ gear }: { gear: Gear }) {
  const { microphone } = useStore(gear.state);
  const [sound, setSound] = useState<Sound>(() => readChoices());
  return (
    <>
      <section aria-label={t("device.microphone")}>
        <h3 className="mb-2 text-sm font-semibold">{t("device.microphone")}</h3>
        <DevicePick gear={gear} outlet="microphone" />
        <LevelMeter track={microphone} className="mt-3 h-1.5 bg-base-content/15" />
        <p className="mt-1.5 text-sm text-base-content/75">{microphone ? t("settings.level") : t("settings.level.off")}</p>
      </section>
      <section aria-label={t("device.speaker")}>
        <h3 className="mb-2 text-sm font-semibold">{t("device.speaker")}</h3>
        <div className="flex flex-wrap items-center gap-2">
          {canChooseSpeaker() && <DevicePick gear={gear} outlet="speaker" className="min-w-48 flex-1" />}
          <button
            type="button"
            className="btn h-10 rounded-full font-normal"
            onClick={() => {
              chime("test");
            }}
          >
            <Volume2 aria-hidden className="size-4" />
            {t("door.speaker.test")}
          </button>
        </div>
      </section>
      <section aria-label={t("settings.processing")} className="flex flex-col gap-3">
        <h3 className="text-sm font-semibold">{t("settings.processing")}</h3>
        {PROCESSING.map((one) => (
          <Switch
            key={one}
            label={t(`settings.${one}`)}
            text={t(`settings.${one}.text`)}
            on={sound[one]}
            onChange={(on) => {
              setSound({ ...sound, [one]: on });
              void gear.setSound({ [one]: on });
            }}
          />
        ))}
      </section>
    </>
  );
}
