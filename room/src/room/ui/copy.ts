import { useState } from "react";

/** Copies a text; `copied` is true for two seconds afterwards. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<boolean> } {
  const [copied, setCopied] = useState(false);
  const copy = async (text: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return false;
    }
    setCopied(true);
    setTimeout(() => {
      setCopied(false);
    }, 2_000);
    return true;
  };
  return { copied, copy };
}
