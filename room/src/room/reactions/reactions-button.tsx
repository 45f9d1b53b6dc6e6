import { SmilePlus } from "lucide-react";
import { type KeyboardEvent, useId, useRef } from "react";
import { placeMenu } from "../ui/place";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { EMOJI, REACTIONS } from "./kinds";

/** Opens the row of reactions; it stays open, for more than one clap. */
export function ReactionsButton({ inside }: { inside: Inside }) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const row = useRef<HTMLDivElement>(null);
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
        aria-label={t("reaction.title")}
        title={t("reaction.title")}
      >
        <SmilePlus aria-hidden />
      </button>
      <div
        ref={row}
        id={id}
        popover="auto"
        role="group"
        aria-label={t("reaction.title")}
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
      </div>
    </div>
  );
}
