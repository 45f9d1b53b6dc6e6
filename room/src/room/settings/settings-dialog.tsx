import { AudioLines, type LucideIcon, SlidersHorizontal, Video } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import type { Gear } from "../media/gear";
import { cx } from "../ui/classes";
import { Dialog } from "../ui/dialog";
import { t } from "../words";
import { GeneralTab } from "./general-tab";
import { SoundTab } from "./sound-tab";
import { VideoTab } from "./video-tab";

const TABS = ["sound", "video", "general"] as const;
type Tab = (typeof TABS)[number];
const ICON: Record<Tab, LucideIcon> = { sound: AudioLines, video: Video, general: SlidersHorizontal };

/** Devices, what is done to sound and picture, and habits; all of it at once, without a save button. */
export default function SettingsDialog({ gear, onClose }: { gear: Gear; onClose: () => void }) {
  const [tab, setTab] = useState<Tab>("sound");
  const id = useId();

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? "sound";
    setTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };

  return (
    <Dialog
      wide
      title={t("settings.title")}
      onClose={onClose}
      actions={
        <button type="button" className="btn btn-primary rounded-full" onClick={onClose}>
          {t("settings.done")}
        </button>
      }
    >
      <div role="tablist" aria-label={t("settings.title")} className="flex gap-1 rounded-full bg-base-200 p-1" onKeyDown={onKeyDown}>
        {TABS.map((one) => {
          const Icon = ICON[one];
          return (
            <button
              key={one}
              id={`${id}-${one}`}
              type="button"
              role="tab"
              aria-selected={tab === one}
              aria-controls={`${id}-panel`}
              tabIndex={tab === one ? 0 : -1}
              className={cx(
                "flex h-10 flex-1 cursor-pointer items-center justify-center gap-2 rounded-full text-sm font-medium",
                tab === one ? "bg-base-100 text-base-content shadow-sm" : "text-base-content/75 hover:text-base-content",
              )}
              onClick={() => {
                setTab(one);
              }}
            >
              <Icon aria-hidden className="size-4" />
              {t(`settings.${one}`)}
            </button>
          );
        })}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className="mt-5 flex flex-col gap-5 text-base-content sm:min-h-92">
        {tab === "sound" && <SoundTab gear={gear} />}
        {tab === "video" && <VideoTab gear={gear} />}
        {tab === "general" && <GeneralTab />}
      </div>
    </Dialog>
  );
}
