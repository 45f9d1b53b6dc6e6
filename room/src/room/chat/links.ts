export type Part = { text: string } | { text: string; href: string };

const CANDIDATE = /\b(?:https?:\/\/|mailto:)[^\s<>"']+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const TRAILING = /[.,;:!?…)\]}]+$/;

/** Closing brackets that an opening one in the address pairs stay with it. */
function trimmed(candidate: string): string {
  let address = candidate;
  for (;;) {
    const tail = TRAILING.exec(address)?.[0];
    if (tail === undefined) return address;
    const last = address.at(-1);
    if (last === ")" && address.split("(").length === address.split(")").length) return address;
    address = address.slice(0, -1);
  }
}

function hrefOf(address: string): string | null {
  const full = /^(https?:|mailto:)/i.test(address) ? address : `mailto:${address}`;
  try {
    const url = new URL(full);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits a text into plain parts and links; only http, https and mail become links. */
export function linked(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(CANDIDATE)) {
    const address = trimmed(found[0]);
    const href = hrefOf(address);
    if (href === null) continue;
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    parts.push({ text: address, href });
    from = found.index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}
