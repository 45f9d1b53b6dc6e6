import { MicOff, VideoOff } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import type { Kind } from "../media/devices";
import type { Cause } from "../media/failure";
import type { Preview } from "../media/preview";
import { t } from "../words";

const HelpDialog = lazy(() => import("./help"));

/** A device that did not open: why, and the way out. Over the picture's dark ground. */
export function Refusal({ preview, kind, cause, small }: { preview: Preview; kind: Kind; cause: Cause; small: boolean }) {
  const [helping, setHelping] = useState(false);
  const close = useCallback(() => {
    setHelping(false);
  }, []);
  const Icon = kind === "camera" ? VideoOff : MicOff;
  return (
    <div role="note" data-refusal={kind} className="flex max-w-lg items-center gap-3 rounded-2xl bg-[#0b0e12]/85 px-4 py-3 text-left text-sm text-white">
      <Icon aria-hidden className="size-5 shrink-0 text-[#ff9ea2] max-sm:hidden" />
      <div className="min-w-0">
        <p className="font-semibold">{t(`device.${kind}.off`)}</p>
        <p className={small ? "text-white/80 max-sm:hidden" : "text-white/80"}>{t(`device.${cause}`)}</p>
      </div>
      {cause === "unblurred" ? (
        <button type="button" className="room-pill shrink-0" onClick={() => void preview.setBlur(false)}>
          {t("device.unblur")}
        </button>
      ) : (
        <button
          type="button"
          className="room-pill shrink-0"
          onClick={() => {
            setHelping(true);
          }}
        >
          {t("device.help")}
        </button>
      )}
      {helping && (
        <Suspense>
          <HelpDialog preview={preview} kind={kind} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
