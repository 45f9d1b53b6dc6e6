import { useMemo } from "react";
import type { Person, Rules } from "../api/types";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { inOrder } from "./in-order";

/** Whether I have the host's rights. */
export function useLeads(inside: Inside): boolean {
  return useStore(inside.hall.leads);
}

/** What I may do. */
export function useMay(inside: Inside): Rules {
  return useStore(inside.hall.may);
}

/** What the server says about somebody; undefined when there is nothing to say. */
export function usePerson(inside: Inside, identity: string): Person | undefined {
  return useStore(inside.hall.people).get(identity);
}

/** Identities with a raised hand, the first first. */
export function useHands(inside: Inside): string[] {
  const people = useStore(inside.hall.people);
  return useMemo(() => inOrder(people.values(), "hand_at"), [people]);
}

/** Identities in the spotlight, the first first. */
export function useSpotlit(inside: Inside): string[] {
  const people = useStore(inside.hall.people);
  return useMemo(() => inOrder(people.values(), "spotlit_at"), [people]);
}
