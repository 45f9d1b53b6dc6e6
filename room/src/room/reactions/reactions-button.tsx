import { Hand, SmilePlus } from "lucide-react";
import { type KeyboardEvent, useId, useRef } from "react";
import { flipHand, useHandNumber } from "../hands/use-hands";
import { placeMenu } from "../ui/place";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { EMOJI, REACTIONS } from "./kinds";

/** Opens the row of reactions; it stays open, for more than one clap. On a phone the raised hand is in it too. */
export function ReactionsButton({ inside, narrow }: { inside: Inside; narrow: boolean }) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const hand = useHandNumber(inside, inside.entry.identity);
  const raised = narrow && hand > 0;
  const title = narrow ? t("reaction.title.hand") : t("reaction.title");
  const go = (event: KeyboardEvent): void => {
    const buttons = [...(row.current?.querySelectorAll("button") ?? [])];
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons.at(next % buttons.length)?.focus();
  };
  return (
    <div className="relative">
      <button
        ref={trigger}
        type="button"
        className="room-round"
        popoverTarget={id}
        data-active={raised}
        aria-label={raised ? t("reaction.title.up", { place: hand }) : title}
        title={title}
      >
        {raised ? <Hand aria-hidden /> : <SmilePlus aria-hidden />}
        {raised && (
          <span aria-hidden className="room-badge">
            {hand}
          </span>
        )}
      </button>
      <div
        ref={row}
        id={id}
        popover="auto"
        role="group"
        aria-label={title}
        className="room-menu room-reaction-row"
        onKeyDown={go}
        onToggle={({ newState }) => {
          if (newState !== "open" || !row.current || !trigger.current) return;
          placeMenu(row.current, trigger.current, "top", "center");
          row.current.querySelector("button")?.focus();
        }}
      >
        {REACTIONS.map((reaction) => (
          <button
            key={reaction}
            type="button"
            aria-label={t(`reaction.${reaction}`)}
            title={t(`reaction.${reaction}`)}
            className="room-reaction-choice"
            onClick={() => void inside.reactions.send(reaction)}
          >
            <span aria-hidden>{EMOJI[reaction]}</span>
          </button>
        ))}
        {narrow && (
          <button
            type="button"
            className="btn col-span-full mt-1 rounded-full"
            onClick={() => {
              row.current?.hidePopover();
              void flipHand(inside);
            }}
          >
            <Hand aria-hidden className="size-4" /> {hand > 0 ? t("hand.lower") : t("hand.raise")}
          </button>
        )}
      </div>
    </div>
  );
}
