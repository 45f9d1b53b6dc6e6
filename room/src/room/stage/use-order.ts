import { useState } from "react";
import { arrange, type Calls } from "./order";

/** The lasting order of seats, by identity. */
export function useOrder(present: readonly string[], calls: Calls, perPage: number, self: string): readonly string[] {
  const [seating, setSeating] = useState<{ from: string; order: readonly string[] }>({ from: "", order: [] });
  const from = JSON.stringify([present, calls.wanted, [...calls.elsewhere], perPage, self]);
  if (from === seating.from) return seating.order;
  const order = arrange(seating.order, present, calls, perPage, self);
  setSeating({ from, order });
  return order;
}
