/**
 * Keeps people where they are.
 *
 * Oneself comes first. Who stays keeps the place, who comes goes to the end. Only somebody who
 * speaks on a later page moves: they swap with the one of the first page who
 * has been silent longest (never oneself). `spokeAt` grows with each turn.
 */
export function arrange(
  before: readonly string[],
  present: readonly string[],
  speakers: readonly string[],
  spokeAt: ReadonlyMap<string, number>,
  perPage: number,
  self: string,
): string[] {
  const here = new Set(present);
  const stayed = before.filter((identity) => here.has(identity));
  const known = new Set(stayed);
  const fresh = present.filter((identity) => !known.has(identity));
  const order = [...fresh.filter((one) => one === self), ...stayed, ...fresh.filter((one) => one !== self)];
  for (const speaker of speakers) {
    const place = order.indexOf(speaker);
    if (place < perPage) continue;
    const quiet = order
      .slice(0, perPage)
      .filter((identity) => identity !== self && !speakers.includes(identity))
      .sort((a, b) => (spokeAt.get(a) ?? 0) - (spokeAt.get(b) ?? 0))[0];
    if (quiet === undefined) break;
    order[order.indexOf(quiet)] = speaker;
    order[place] = quiet;
  }
  return order;
}
