import { useHands } from "../people/use-hall";
import type { Inside } from "../visit/inside";

/** Somebody's place in the queue of raised hands, from 1; 0 while their hand is down. */
export function useHandNumber(inside: Inside, identity: string): number {
  return useHands(inside).indexOf(identity) + 1;
}

/** Raises my hand, or lowers it; a refusal is told in words. */
export async function flipHand(inside: Inside): Promise<void> {
  await inside.attempt(() => inside.hands.flip());
}

/** A leader lowers somebody's hand. */
export async function lowerHand(inside: Inside, identity: string): Promise<void> {
  await inside.attempt(() => inside.attendance.changePerson(identity, { hand: false }));
}

/** A leader lowers all hands. */
export async function lowerHands(inside: Inside): Promise<void> {
  await inside.attempt(() => inside.attendance.lowerHands());
}
