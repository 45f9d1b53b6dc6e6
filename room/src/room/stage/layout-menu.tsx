import { LayoutGrid } from "lucide-react";
import { type Item, Menu } from "../ui/menu";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";

const LAYOUTS = ["auto", "grid", "speaker"] as const;
const TILES = [25, 49] as const;
const SELF = ["auto", "tile", "float", "hidden"] as const;

/** How this person wants to see the meeting. */
export function LayoutMenu({ inside }: { inside: Inside }) {
  const { view } = inside;
  const { layout, tiles, selfView } = useStore(view.wishes);
  const items: Item[] = [
    { heading: t("layout.title") },
    ...LAYOUTS.map((one) => ({
      label: t(`layout.${one}`),
      checked: layout === one,
      onSelect: () => {
        view.choose(one);
      },
    })),
    { heading: t("layout.tiles") },
    ...TILES.map((one) => ({
      label: t("layout.tiles.most", { number: one }),
      checked: tiles === one,
      onSelect: () => {
        view.fill(one);
      },
    })),
    { heading: t("self.title") },
    ...SELF.map((one) => ({
      label: t(`self.view.${one}`),
      checked: selfView === one,
      onSelect: () => {
        view.showSelf(one);
      },
    })),
  ];
  return <Menu label={t("layout.menu")} button={<LayoutGrid aria-hidden className="size-5" />} buttonClass="room-plain" items={items} side="bottom" align="end" />;
}
