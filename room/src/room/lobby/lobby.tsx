import { useEffect, useRef } from "react";
import { Frame } from "../door/frame";
import { PreviewPane } from "../door/preview";
import type { Visit } from "../visit/visit";
import { useStore } from "../ui/store";
import { t } from "../words";

/** Waiting outside: the preview stays, nothing of the room is shown. */
export function LobbyPage({ visit, title }: { visit: Visit; title: string }) {
  const door = useStore(visit.door);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <Frame home={door.urls.home} preview={<PreviewPane preview={visit.preview} />}>
      <span aria-hidden className="loading loading-dots loading-lg text-primary" />
      <h1 ref={heading} tabIndex={-1} className="mt-4 text-2xl font-semibold tracking-tight outline-none">
        {t("lobby.title")}
      </h1>
      <p className="mt-2 font-medium break-words">{title || door.title}</p>
      <p role="status" className="mt-2 text-base-content/75">
        {t("lobby.text")}
      </p>
      <button type="button" className="btn btn-outline mt-8 w-full rounded-full" onClick={() => void visit.cancel()}>
        {t("lobby.cancel")}
      </button>
    </Frame>
  );
}
