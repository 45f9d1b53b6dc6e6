import { useState } from "react";

/** With the newest last: who stays keeps the place, who comes goes to the end. */
export function inOrderOfArrival(before: readonly string[], now: readonly string[]): readonly string[] {
  return [...before.filter((key) => now.includes(key)), ...now.filter((key) => !before.includes(key))];
}

/** The keys in the order in which they were first seen here. */
export function useArrival(keys: readonly string[]): readonly string[] {
  const [arrived, setArrived] = useState<readonly string[]>([]);
  const order = inOrderOfArrival(arrived, keys);
  if (order.join() !== arrived.join()) setArrived(order);
  return order;
}
