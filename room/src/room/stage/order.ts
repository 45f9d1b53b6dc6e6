/** Who must be seen now, and who was heard of last. */
export interface Calls {
  /** Raised hands, then speakers: who is wanted more comes first. */
  wanted: readonly string[];
  /** Grows with each turn of speaking. */
  spokeAt: ReadonlyMap<string, number>;
  /** Who has a place elsewhere: is large, floats or is hidden. */
  elsewhere: ReadonlySet<string>;
}

/**
 * Keeps people where they are.
 *
 * Oneself comes first. Who stays keeps the place, who comes goes to the end. Only somebody who
 * raises a hand or speaks on a later page moves: they swap with the one of the first page who
 * has been silent longest; never with oneself, nor with one who is wanted more.
 */
export function arrange(
  before: readonly string[],
  present: readonly string[],
  { wanted, spokeAt, elsewhere }: Calls,
  perPage: number,
  self: string,
): string[] {
  const here = new Set(present);
  const stayed = before.filter((identity) => here.has(identity));
  const known = new Set(stayed);
  const fresh = present.filter((identity) => !known.has(identity));
  const order = [...fresh.filter((one) => one === self), ...stayed, ...fresh.filter((one) => one !== self)];
  const rank = (identity: string): number => (wanted.includes(identity) ? wanted.indexOf(identity) : wanted.length);
  for (const one of wanted) {
    const seats = order.filter((identity) => !elsewhere.has(identity));
    if (seats.indexOf(one) < perPage) continue;
    const quiet = seats
      .slice(0, perPage)
      .filter((identity) => identity !== self && rank(identity) > rank(one))
      .sort((a, b) => rank(b) - rank(a) || (spokeAt.get(a) ?? 0) - (spokeAt.get(b) ?? 0))[0];
    if (quiet === undefined) break;
    const place = order.indexOf(one);
    order[order.indexOf(quiet)] = one;
    order[place] = quiet;
  }
  return order;
}
