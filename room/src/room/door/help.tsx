import {
  AppWindow,
  CircleHelp,
  Grid2x2,
  ListChecks,
  LogOut,
  Menu as MenuIcon,
  MicOff,
  PackageOpen,
  Plug,
  Power,
  RotateCw,
  Settings,
  SlidersHorizontal,
  Smartphone,
  ToggleRight,
  VideoOff,
  X,
  type LucideIcon,
} from "lucide-react";
import { useEffect } from "react";
import type { Kind } from "../media/devices";
import type { Preview } from "../media/preview";
import { here } from "../media/system";
import { Dialog } from "../ui/dialog";
import { useStore } from "../ui/store";
import { t } from "../words";
import { type Sign, stepsFor } from "./cures";

const SIGNS: Record<Exclude<Sign, "barred">, LucideIcon> = {
  address: SlidersHorizontal,
  switch: ToggleRight,
  again: RotateCw,
  close: X,
  menu: MenuIcon,
  permissions: ListChecks,
  settings: Settings,
  app: Smartphone,
  quit: LogOut,
  package: PackageOpen,
  tiles: Grid2x2,
  plug: Plug,
  lid: Power,
  restart: RotateCw,
  question: CircleHelp,
  other: AppWindow,
};
const BARRED = { camera: VideoOff, microphone: MicOff };

/** Why a device does not open and what to do, in this browser; closes by itself once it is open. */
export default function HelpDialog({ preview, kinds, onClose }: { preview: Preview; kinds: readonly Kind[]; onClose: () => void }) {
  const { failures, opening } = useStore(preview.state);
  const what = kinds.length > 1 ? "both" : (kinds[0] ?? "camera");
  const cause = kinds.map((kind) => failures[kind]).find((one) => one !== undefined);
  useEffect(() => {
    if (cause === undefined) onClose();
  }, [cause, onClose]);
  if (cause === undefined) return null;
  return (
    <Dialog
      title={t(`device.help.${what}`)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="btn btn-ghost rounded-full" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="btn btn-primary rounded-full" disabled={opening.length > 0} onClick={() => void preview.retry(kinds)}>
            {cause === "dismissed" ? t("device.ask-again") : t("retry")}
          </button>
        </>
      }
    >
      <p>{t(`device.${cause}`)}</p>
      <ol className="mt-4 flex flex-col gap-3">
        {stepsFor(cause, what, here()).map(({ sign, text }) => {
          const Icon = sign === "barred" ? BARRED[kinds[0] ?? "camera"] : SIGNS[sign];
          return (
            <li key={text} className="flex items-center gap-4 rounded-2xl bg-base-200 p-3">
              <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-base-100 text-primary">
                <Icon aria-hidden className="size-5" />
              </span>
              <span className="text-sm text-base-content">{text}</span>
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}
