import { EllipsisVertical, Maximize, Minimize, Pin, PinOff } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { type Item, Menu } from "../ui/menu";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { useFullScreen } from "./use-full-screen";

interface Props {
  /** What the tile is called. */
  label: string;
  inside: Inside;
  name: string;
  pinned: boolean;
  article: RefObject<HTMLElement | null>;
  /** What can be done besides. */
  items: readonly Item[];
  children: ReactNode;
}

/** What one may do with a tile. */
export function TileMenu({ label, inside, name, pinned, article, items, children }: Props) {
  const full = useFullScreen(article);
  const own: Item[] = [
    {
      label: pinned ? t("tile.unpin") : t("tile.pin"),
      icon: pinned ? <PinOff aria-hidden className="size-4" /> : <Pin aria-hidden className="size-4" />,
      onSelect: () => {
        inside.view.pin(pinned ? null : name);
      },
    },
  ];
  if (full.offered) {
    own.push({
      label: full.on ? t("share.small") : t("share.full"),
      icon: full.on ? <Minimize aria-hidden className="size-4" /> : <Maximize aria-hidden className="size-4" />,
      onSelect: full.flip,
    });
  }
  return (
    <div className="room-tile-menu">
      <Menu
        label={t("tile.menu", { name: label })}
        button={<EllipsisVertical aria-hidden className="size-4" />}
        buttonClass="room-tile-button"
        items={[...own, ...items]}
        side="bottom"
        align="end"
      />
      {children}
    </div>
  );
}
