/** A text as it is searched for: without accents and capitals. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether each word of the search begins a word of the name. */
export function matches(name: string, search: string): boolean {
  const words = plain(name).split(/[^\p{L}\p{N}]+/u);
  return plain(search)
    .split(/\s+/)
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}

interface Arrived {
  isLocal: boolean;
  joinedAt: Date | undefined;
  identity: string;
}

/** Oneself first, then by arrival: a list one moderates must not move. */
export function byArrival(a: Arrived, b: Arrived): number {
  if (a.isLocal !== b.isLocal) return a.isLocal ? -1 : 1;
  return (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0) || (a.identity < b.identity ? -1 : 1);
}
