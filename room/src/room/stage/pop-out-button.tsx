import { PictureInPicture2 } from "lucide-react";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { canPopOut } from "./pop-out";

/** Opens the small window; absent where the browser has none. */
export function PopOutButton({ inside }: { inside: Inside }) {
  const { popOut } = inside.view;
  const open = useStore(popOut.window) !== null;
  if (!canPopOut()) return null;
  const label = open ? t("pop-out.close") : t("pop-out.open");
  return (
    <button
      type="button"
      className="room-plain"
      data-active={open}
      aria-label={label}
      title={label}
      onClick={() => {
        if (open) popOut.close();
        else void popOut.open();
      }}
    >
      <PictureInPicture2 aria-hidden className="size-5" />
    </button>
  );
}
