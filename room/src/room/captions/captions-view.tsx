import { ChevronsDown, Settings2, X } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** So near the end, in pixels, somebody reads along rather than back. */
const NEAR = 24;

/** What is said, over the lower stage. It follows what is new, unless somebody scrolled back to read. */
export default function CaptionsView({ inside }: { inside: Inside }) {
  const { captions } = inside;
  const lines = useStore(captions.lines);
  const look = useStore(captions.look);
  const standing = useStore(captions.state)?.standing;
  const list = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  useLayoutEffect(() => {
    if (follows && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines, look, follows]);
  return (
    <section className="room-captions" aria-label={t("captions.name")} data-size={look.captionsSize} data-colours={look.captionsColours}>
      <div
        ref={list}
        className="room-captions-lines"
        role="region"
        aria-label={t("captions.lines")}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          setFollows(scrollHeight - scrollTop - clientHeight < NEAR);
        }}
      >
        {lines.length === 0 && <p className="opacity-80">{t(standing === "on" ? "captions.none" : standing === "missing" ? "captions.missing" : "captions.starting")}</p>}
        {lines.map(({ key, name, text }, index) => (
          <p key={key}>
            {lines[index - 1]?.name !== name && <strong className="block text-[0.8em] font-semibold">{name}</strong>}
            {text}
          </p>
        ))}
      </div>
      <div className="room-captions-deeds">
        <button
          type="button"
          aria-label={t("captions.look")}
          title={t("captions.look")}
          onClick={() => {
            captions.shown.set("look");
          }}
        >
          <Settings2 aria-hidden />
        </button>
        <button
          type="button"
          aria-label={t("captions.hide")}
          title={t("captions.hide")}
          onClick={() => {
            captions.choose({ captions: false });
          }}
        >
          <X aria-hidden />
        </button>
        {!follows && (
          <button
            type="button"
            aria-label={t("captions.newest")}
            title={t("captions.newest")}
            onClick={() => {
              setFollows(true);
            }}
          >
            <ChevronsDown aria-hidden />
          </button>
        )}
      </div>
    </section>
  );
}
