import { Lock, SignalLow } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { CaptionsBadge } from "../captions/captions-badge";
import { RecordBadge } from "../recording/record-badge";
import { LayoutMenu } from "./layout-menu";
import { PopOutButton } from "./pop-out-button";

/** The meeting's name, whether it is locked, a small word about the connection, and how to see the others. */
export function TopBar({ heading, title, inside }: { heading: RefObject<HTMLHeadingElement | null>; title: string; inside: Inside }) {
  const session = useStore(inside.hall.session);
  const link = useStore(inside.connection.link);
  const poor = useStore(inside.quality.reason);
  return (
    <header className="flex min-h-12 items-center gap-x-3 px-4 pt-2 text-white max-sm:flex-wrap">
      <h1 ref={heading} tabIndex={-1} className="min-w-0 truncate text-base font-medium outline-none max-sm:flex-1">
        {title}
      </h1>
      <RecordBadge recorded={inside.recorded} />
      <CaptionsBadge captions={inside.captions} />
      {session?.locked && (
        <span className="flex shrink-0 items-center gap-1.5 rounded-full bg-white/10 px-2.5 py-1 text-xs">
          <Lock aria-hidden className="size-3" />
          {t("room.locked")}
        </span>
      )}
      <span role="status" className="ml-auto flex min-w-0 items-center gap-1.5 text-xs text-white/75 max-sm:order-last max-sm:w-full">
        {link === "connecting" && <Slowly text={t("link.connecting")} after={800} />}
        {link === "hiccup" && <Slowly text={t("link.hiccup")} after={1_500} />}
        {link === "connected" && poor && (
          <>
            <SignalLow aria-hidden className="size-3.5 shrink-0 text-[#ffd27a]" />
            <span className="min-w-0" data-quality={poor}>
              <strong className="font-medium text-white">{t("link.poor")}.</strong> {t(`quality.${poor}`)}
            </span>
          </>
        )}
      </span>
      <PopOutButton inside={inside} />
      <LayoutMenu inside={inside} />
    </header>
  );
}

/** Says it only when it lasts. */
function Slowly({ text, after }: { text: string; after: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(true);
    }, after);
    return () => {
      clearTimeout(timer);
    };
  }, [after]);
  return shown ? text : null;
}
