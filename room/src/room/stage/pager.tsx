import { ChevronLeft, ChevronRight } from "lucide-react";
import { t } from "../words";
import type { Box } from "./layout";
import type { View } from "./view";

/** Leafs through people who don't fit on one page. */
export function Pager({ view, page, pages, box }: { view: View; page: number; pages: number; box: Box }) {
  return (
    <nav
      aria-label={t("stage.pages")}
      className="room-pager"
      style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width, height: box.height }}
    >
      <button type="button" disabled={page === 0} aria-label={t("stage.previous")} title={t("stage.previous")} onClick={() => { view.turnTo(page - 1); }}>
        <ChevronLeft aria-hidden />
      </button>
      <p role="status">{t("stage.page", { page: page + 1, pages })}</p>
      <button type="button" disabled={page === pages - 1} aria-label={t("stage.next")} title={t("stage.next")} onClick={() => { view.turnTo(page + 1); }}>
        <ChevronRight aria-hidden />
      </button>
    </nav>
  );
}
