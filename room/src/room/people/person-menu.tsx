import { EllipsisVertical } from "lucide-react";
import { Menu } from "../ui/menu";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { useDeeds } from "./use-deeds";
import type { PersonState } from "./use-person-state";

/** What one may do to somebody, as a menu; nothing where there is nothing to do. */
export function PersonMenu({ inside, state }: { inside: Inside; state: PersonState }) {
  const { items, dialog } = useDeeds(inside, state);
  if (items.length === 0) return null;
  return (
    <>
      <Menu
        label={state.self ? t("host.menu.self") : t("host.menu", { name: state.name })}
        button={<EllipsisVertical aria-hidden className="size-4" />}
        buttonClass="btn btn-ghost btn-circle btn-sm"
        items={items}
        side="bottom"
        align="end"
      />
      {dialog}
    </>
  );
}
