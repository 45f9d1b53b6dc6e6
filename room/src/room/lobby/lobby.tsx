import { Hourglass } from "lucide-react";
import { useEffect, useRef } from "react";
import { Frame } from "../door/frame";
import { PreviewPane } from "../door/preview";
import { type Store, useStore } from "../ui/store";
import type { Visit } from "../visit/visit";
import { clock, t, tn } from "../words";
import type { Patience } from "./patience";

interface Props {
  visit: Visit;
  title: string;
  patience: Patience;
  /** When the wait began. */
  since: string;
  /** What a host wrote to who waits. */
  told: Store<string>;
}

/** Waiting outside: the preview stays, nothing of the room is shown. */
export function LobbyPage({ visit, title, patience, since, told }: Props) {
  const door = useStore(visit.door);
  const minutes = useStore(patience.asking);
  const asked = minutes !== null;
  const word = useStore(told);
  const heading = useRef<HTMLHeadingElement>(null);
  const name = title || door.title || t("door.untitled");
  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = asked ? t("lobby.page.asked", { title: name }) : t("lobby.page", { title: name });
  }, [asked, name]);

  return (
    <Frame home={door.urls.home} preview={<PreviewPane preview={visit.preview} />}>
      {asked ? (
        <Hourglass aria-hidden className="size-8 text-primary" />
      ) : (
        <span aria-hidden className="loading loading-dots loading-lg text-primary motion-reduce:hidden" />
      )}
      <h1 ref={heading} tabIndex={-1} className="mt-4 text-2xl font-semibold tracking-tight outline-none">
        {asked ? t("lobby.still") : t("lobby.title")}
      </h1>
      <p className="mt-2 font-medium break-words">{name}</p>
      <p role="status" className="mt-2 text-base-content/75">
        {asked ? tn("lobby.still.text", minutes) : t("lobby.text")}
      </p>
      <p className="mt-2 text-sm text-base-content/75">{t("lobby.waiting-since", { time: clock(since) })}</p>
      <div role="status">
        {word && (
          <p className="mt-4 rounded-2xl bg-base-200 px-4 py-3 break-words">
            <span className="block text-sm text-base-content/75">{t("lobby.told")}</span>
            {word}
          </p>
        )}
      </div>
      <div className="mt-8 flex flex-col gap-3">
        {asked && (
          <button
            type="button"
            className="btn btn-primary w-full rounded-full"
            onClick={() => {
              patience.goOn(Date.now());
              heading.current?.focus();
            }}
          >
            {t("lobby.go-on")}
          </button>
        )}
        <button type="button" className="btn btn-outline w-full rounded-full" onClick={() => void visit.cancel()}>
          {t("lobby.cancel")}
        </button>
      </div>
    </Frame>
  );
}
