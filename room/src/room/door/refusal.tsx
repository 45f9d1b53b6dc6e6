import { MicOff, VideoOff } from "lucide-react";
import { Suspense, useCallback, useState } from "react";
import type { Kind } from "../media/devices";
import type { Cause } from "../media/failure";
import type { Preview } from "../media/preview";
import { cx } from "../ui/classes";
import { later } from "../ui/later";
import { t } from "../words";

const HelpDialog = later(() => import("./help"));

interface Props {
  preview: Preview;
  kinds: readonly [Kind, ...Kind[]];
  cause: Cause;
  /** Over somebody's picture. */
  slim: boolean;
}

/** A device that did not open: why, and the way out. On the picture's dark ground. */
export function Refusal({ preview, kinds, cause, slim }: Props) {
  const [helping, setHelping] = useState(false);
  const close = useCallback(() => {
    setHelping(false);
  }, []);
  const what = kinds.length > 1 ? "both" : kinds[0];
  const Icon = what === "microphone" ? MicOff : VideoOff;
  return (
    <div
      role="note"
      data-refusal={what}
      className={cx(
        "flex w-full max-w-lg items-center gap-3 rounded-2xl px-4 py-2.5 text-sm text-white",
        slim ? "bg-[#0b0e12]/85 text-left" : "flex-col text-center",
      )}
    >
      <Icon aria-hidden className="size-6 shrink-0 text-[#ff9ea2] max-sm:hidden" />
      <div className={cx("min-w-0", slim && "flex-1")}>
        <p className={slim ? "font-semibold" : "text-base font-semibold"}>{t(`device.${what}.off`)}</p>
        <p className={cx("text-white/80", slim && "max-sm:hidden")}>
          {t(`device.${cause}`)} {t("door.without")}
        </p>
      </div>
      <button
        type="button"
        className="room-pill shrink-0"
        onClick={() => {
          if (cause === "unblurred") void preview.setBlur(false);
          else setHelping(true);
        }}
      >
        {cause === "unblurred" ? t("device.unblur") : t("device.help")}
      </button>
      {helping && (
        <Suspense>
          <HelpDialog preview={preview} kinds={kinds} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
