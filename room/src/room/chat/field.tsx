import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef } from "react";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  value: string;
  onChange: (value: string) => void;
  onEnter: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  placeholder?: string;
  invalid: boolean;
  describedBy?: string | undefined;
}

function grow(field: HTMLElement): void {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
}

/** A text that grows with its lines. Enter sends, but not while a character is being composed; Shift+Enter breaks the line. */
export function Field({ field, label, value, onChange, onEnter, onKeyDown, placeholder, invalid, describedBy }: Props) {
  const id = useId();
  // Safari ends a composition before the keydown of its Enter.
  const composed = useRef(false);

  useLayoutEffect(() => {
    if (field.current) grow(field.current);
  }, [field, value]);

  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <textarea
        id={id}
        ref={field}
        rows={1}
        value={value}
        placeholder={placeholder}
        enterKeyHint="send"
        className="max-h-40 min-w-0 flex-1 resize-none bg-transparent py-2 text-sm outline-none placeholder:text-base-content/70"
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || composed.current) return;
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            onEnter();
          } else onKeyDown?.(event);
        }}
        onCompositionStart={() => {
          composed.current = true;
        }}
        onCompositionEnd={() => {
          setTimeout(() => {
            composed.current = false;
          });
        }}
      />
    </>
  );
}
