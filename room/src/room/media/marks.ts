/** Moments of a join, for whoever measures the page. */
export type Mark = "join-click" | "answer" | "signal" | "connected" | "track" | "first-frame";

/** Sets `troth:<mark>` once per join; a new click starts over. */
export function mark(name: Mark): void {
  const full = `troth:${name}`;
  if (name === "join-click") {
    for (const old of performance.getEntriesByType("mark")) {
      if (old.name.startsWith("troth:")) performance.clearMarks(old.name);
    }
  } else if (performance.getEntriesByName(full).length > 0) {
    return;
  }
  performance.mark(full);
}
