import {
  Hand,
  Hourglass,
  MessageCircleQuestion,
  MicOff,
  MonitorX,
  PenLine,
  Shield,
  ShieldOff,
  Sparkles,
  UserMinus,
  UserRoundCheck,
  VideoOff,
  Volume2,
} from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import type { Bars } from "../api/types";
import { later } from "../ui/later";
import type { Item } from "../ui/menu";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { type Deed, deedsFor } from "./deeds";
import type { Asked } from "./person-dialog";
import type { PersonState } from "./use-person-state";

const PersonDialog = later(() => import("./person-dialog"));

const BARS = ["microphone", "camera", "share", "chat"] as const;
const NOTHING_BARRED: Bars = { microphone: true, camera: true, share: true, chat: true };

type Simple = Exclude<Deed, "bars">;

const ICONS: Record<Simple, ReactNode> = {
  volume: <Volume2 aria-hidden className="size-4" />,
  rename: <PenLine aria-hidden className="size-4" />,
  "lower-hand": <Hand aria-hidden className="size-4" />,
  spotlight: <Sparkles aria-hidden className="size-4" />,
  unspotlight: <Sparkles aria-hidden className="size-4" />,
  mute: <MicOff aria-hidden className="size-4" />,
  "ask-microphone": <MessageCircleQuestion aria-hidden className="size-4" />,
  "stop-camera": <VideoOff aria-hidden className="size-4" />,
  "ask-camera": <MessageCircleQuestion aria-hidden className="size-4" />,
  "stop-share": <MonitorX aria-hidden className="size-4" />,
  "make-cohost": <Shield aria-hidden className="size-4" />,
  "take-back": <ShieldOff aria-hidden className="size-4" />,
  "hand-over": <UserRoundCheck aria-hidden className="size-4" />,
  "put-back": <Hourglass aria-hidden className="size-4" />,
  remove: <UserMinus aria-hidden className="size-4" />,
};

const LABELS = {
  volume: "people.volume",
  rename: "people.rename.them",
  "lower-hand": "host.lower",
  spotlight: "host.spotlight",
  unspotlight: "host.unspotlight",
  mute: "host.mute",
  "ask-microphone": "host.ask.microphone",
  "stop-camera": "host.camera",
  "ask-camera": "host.ask.camera",
  "stop-share": "host.share",
  "make-cohost": "host.cohost",
  "take-back": "host.take-back",
  "hand-over": "host.hand-over",
  "put-back": "host.put-back",
  remove: "host.remove",
} as const satisfies Record<Simple, string>;

/** What one may do to somebody, as items of a menu, and the question that stands open before one of them is done. */
export function useDeeds(inside: Inside, state: PersonState): { items: Item[]; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null);
  const rules = useStore(inside.hall.session)?.rules;
  const { identity, name, self } = state;
  const { attendance } = inside;
  const bars = inside.hall.people.get().get(identity)?.may ?? NOTHING_BARRED;

  const request = (deed: () => Promise<unknown>, told = ""): void => {
    void inside.attempt(deed).then((done) => {
      if (done && told) inside.notices.tell(told);
    });
  };
  const does: Record<Simple, () => void> = {
    volume: () => { setAsked("volume"); },
    rename: () => { setAsked("rename"); },
    "hand-over": () => { setAsked("hand-over"); },
    remove: () => { setAsked("remove"); },
    "put-back": () => { request(() => attendance.putBack(identity)); },
    "lower-hand": () => { request(() => (self ? attendance.raiseHand(false) : attendance.changePerson(identity, { hand: false }))); },
    spotlight: () => { request(() => attendance.changePerson(identity, { spotlit: true })); },
    unspotlight: () => { request(() => attendance.changePerson(identity, { spotlit: false })); },
    mute: () => { request(() => attendance.mute(identity, "microphone")); },
    "stop-camera": () => { request(() => attendance.mute(identity, "camera")); },
    "stop-share": () => { request(() => attendance.mute(identity, "screen_share")); },
    "ask-microphone": () => { request(() => attendance.ask(identity, "microphone"), t("host.asked", { name })); },
    "ask-camera": () => { request(() => attendance.ask(identity, "camera"), t("host.asked", { name })); },
    "make-cohost": () => { request(() => attendance.changePerson(identity, { cohost: true })); },
    "take-back": () => { request(() => attendance.changePerson(identity, { cohost: false })); },
  };

  const items = deedsFor(state).flatMap((deed): Item[] => {
    if (deed === null) return [{ divider: true }];
    if (deed !== "bars") {
      const label = self && deed === "rename" ? t("people.rename") : t(LABELS[deed]);
      return [{ label, icon: ICONS[deed], danger: deed === "remove", onSelect: does[deed] }];
    }
    return [
      { heading: t("host.bars", { name }) },
      ...BARS.map((what) => ({
        label: t(`host.bars.${what}`),
        on: bars[what] && rules?.[what] !== false,
        onSelect: () => { request(() => attendance.changePerson(identity, { may: { [what]: !bars[what] } })); },
        ...(rules?.[what] === false ? { refused: t("host.bars.all") } : {}),
      })),
    ];
  });

  const dialog = asked && (
    <Suspense>
      <PersonDialog
        asked={asked}
        inside={inside}
        identity={identity}
        name={name}
        self={self}
        onClose={() => {
          setAsked(null);
        }}
      />
    </Suspense>
  );
  return { items, dialog };
}
