import type { Participant } from "livekit-client";
import { EyeOff, LayoutGrid, PictureInPicture2 } from "lucide-react";
import type { RefObject } from "react";
import { useDeeds } from "../people/use-deeds";
import { usePersonState } from "../people/use-person-state";
import type { Item } from "../ui/menu";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { CORNERS } from "./layout";
import { TileMenu } from "./tile-menu";

interface Props {
  label: string;
  inside: Inside;
  name: string;
  participant: Participant;
  hand: number;
  floats: boolean;
  pinned: boolean;
  article: RefObject<HTMLElement | null>;
}

/** What one may do with somebody's tile, and to them as in the list of people. */
export function PersonTileMenu({ label, inside, name, participant, hand, floats, pinned, article }: Props) {
  const deeds = useDeeds(inside, usePersonState(inside, participant, hand));
  const { corner } = useStore(inside.view.wishes);
  const items: Item[] = [];
  if (participant.isLocal) {
    items.push(
      {
        label: floats ? t("self.tile") : t("self.float"),
        icon: floats ? <LayoutGrid aria-hidden className="size-4" /> : <PictureInPicture2 aria-hidden className="size-4" />,
        onSelect: () => {
          inside.view.showSelf(floats ? "tile" : "float");
        },
      },
      {
        label: t("self.hide"),
        icon: <EyeOff aria-hidden className="size-4" />,
        onSelect: () => {
          inside.view.showSelf("hidden");
        },
      },
    );
    if (floats) {
      items.push({ heading: t("self.move") });
      for (const one of CORNERS) {
        items.push({
          label: t(`corner.${one}`),
          checked: corner === one,
          onSelect: () => {
            inside.view.moveSelf(one);
          },
        });
      }
    }
  }
  if (deeds.items.length > 0) items.push({ divider: true }, ...deeds.items);
  return (
    <TileMenu label={label} inside={inside} name={name} pinned={pinned} article={article} items={items}>
      {deeds.dialog}
    </TileMenu>
  );
}
