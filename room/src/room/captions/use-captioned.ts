import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";

/** Whether captions are on, and this person has them shown. */
export function useCaptioned(inside: Inside): boolean {
  const state = useStore(inside.captions.state);
  const { captions } = useStore(inside.captions.look);
  return captions && state !== null && state.standing !== "off";
}
