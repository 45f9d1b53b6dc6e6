import type { Person } from "../api/types";

/** Identities of those for whom the server noted a moment, in its order; the identity decides between equal moments. */
export function inOrder(people: Iterable<Person>, moment: "hand_at" | "spotlit_at"): string[] {
  return [...people]
    .flatMap((person) => (person[moment] === null ? [] : [{ at: Date.parse(person[moment]), identity: person.identity }]))
    .sort((a, b) => a.at - b.at || (a.identity < b.identity ? -1 : 1))
    .map(({ identity }) => identity);
}
