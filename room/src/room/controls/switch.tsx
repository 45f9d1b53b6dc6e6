import { useId, useState } from "react";

interface Props {
  label: string;
  text?: string;
  on: boolean;
  /** Resolves when the server has answered; false when it refused. */
  onFlip: (on: boolean) => Promise<boolean>;
}

/** A rule that is on or off: shown as asked at once, as the server has it in the end. */
export function Switch({ label, text, on, onFlip }: Props) {
  const [asked, setAsked] = useState<boolean | null>(null);
  const more = useId();
  const flip = async (): Promise<void> => {
    if (asked !== null) return;
    setAsked(!on);
    await onFlip(!on);
    setAsked(null);
  };
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block text-sm">{label}</span>
        {text !== undefined && (
          <span id={more} aria-hidden className="block text-xs text-base-content/75">
            {text}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="toggle toggle-primary shrink-0"
        aria-describedby={text === undefined ? undefined : more}
        checked={asked ?? on}
        onChange={() => void flip()}
      />
    </label>
  );
}
