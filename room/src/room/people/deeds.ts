import type { Rules } from "../api/types";

/** What can be done to somebody in the list, or by oneself. */
export type Deed =
  | "volume"
  | "rename"
  | "lower-hand"
  | "spotlight"
  | "unspotlight"
  | "mute"
  | "ask-microphone"
  | "stop-camera"
  | "ask-camera"
  | "stop-share"
  | "bars"
  | "make-cohost"
  | "take-back"
  | "hand-over"
  | "put-back"
  | "remove";

export interface View {
  /** Whether it is oneself. */
  self: boolean;
  /** Whether one leads, and whether they do. */
  leads: boolean;
  /** Whether they are the meeting's host, whom nobody bars or removes. */
  host: boolean;
  cohost: boolean;
  hand: boolean;
  spotlit: boolean;
  sharing: boolean;
  microphone: boolean;
  camera: boolean;
  /** What they may do after all. */
  may: Pick<Rules, "microphone" | "camera">;
  mayRename: boolean;
}

/** What one may do to somebody now, in the order of the menu; `null` draws a line. */
export function deedsFor(view: View): (Deed | null)[] {
  const { leads, self, host, cohost } = view;
  const when = (so: boolean, deed: Deed): Deed[] => (so ? [deed] : []);
  const groups: Deed[][] = [
    [
      ...when(!self, "volume"),
      ...when(self && view.mayRename, "rename"),
      ...when((leads || self) && view.hand, "lower-hand"),
      ...when(leads, view.spotlit ? "unspotlight" : "spotlight"),
    ],
  ];
  if (leads && !self) {
    groups.push([
      ...when(view.microphone, "mute"),
      ...when(!view.microphone && view.may.microphone, "ask-microphone"),
      ...when(view.camera, "stop-camera"),
      ...when(!view.camera && view.may.camera, "ask-camera"),
      ...when(view.sharing, "stop-share"),
    ]);
    if (!host) {
      if (!cohost) groups.push(["bars"]);
      groups.push([cohost ? "take-back" : "make-cohost", "hand-over", "rename", "put-back", "remove"]);
    }
  }
  return groups.filter((group) => group.length > 0).flatMap((group, place) => (place === 0 ? group : [null, ...group]));
}
