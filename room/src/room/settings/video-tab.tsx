import { CameraOff } from "lucide-react";
import { DevicePick } from "../door/device-pick";
import { SelfView } from "../door/self-view";
import { mayBlur } from "../media/blur";
import type { Gear } from "../media/gear";
import { useStore } from "../ui/store";
import { t } from "../words";
import { Switch } from "./switch";

/** The camera, as the others see it. */
export function VideoTab({ gear }: { gear: Gear }) {
  const { camera, blur } = useStore(gear.state);
  return (
    <>
      <div className="relative mx-auto aspect-video w-full max-w-sm overflow-hidden rounded-2xl bg-[#14181d] text-white">
        {camera ? (
          <SelfView track={camera} />
        ) : (
          <p className="flex size-full flex-col items-center justify-center gap-2 text-sm">
            <CameraOff aria-hidden className="size-6" />
            {t("settings.camera-off")}
          </p>
        )}
      </div>
      <section aria-label={t("device.camera")}>
        <h3 className="mb-2 text-sm font-semibold">{t("device.camera")}</h3>
        <DevicePick gear={gear} outlet="camera" />
      </section>
      {mayBlur() && (
        <Switch
          label={t("blur.title")}
          text={blur === "starting" ? t("blur.starting") : blur === "failed" ? t("blur.failed") : t("blur.text")}
          on={blur === "on" || blur === "starting"}
          onChange={(on) => void gear.setBlur(on)}
        />
      )}
    </>
  );
}
