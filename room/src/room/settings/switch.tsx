import { useId } from "react";

interface Props {
  label: string;
  text?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

/** Something that is on or off. */
export function Switch({ label, text, on, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="block cursor-pointer text-sm font-medium">
          {label}
        </label>
        {text !== undefined && (
          <p id={`${id}-text`} className="text-sm text-base-content/75">
            {text}
          </p>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="toggle toggle-primary shrink-0"
        checked={on}
        aria-describedby={text === undefined ? undefined : `${id}-text`}
        onChange={({ target }) => {
          onChange(target.checked);
        }}
      />
    </div>
  );
}
