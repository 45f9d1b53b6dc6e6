import { type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import type { Gear } from "../media/gear";
import { later } from "../ui/later";
import type { Inside } from "../visit/inside";
import { InsideGear } from "./inside-gear";

const SettingsDialog = later(() => import("./settings-dialog"));

/** A button that opens the settings. */
export function OpenSettings({ gear, className, label, children }: { gear: Gear; className: string; label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <Suspense>
          <SettingsDialog
            gear={gear}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The settings of somebody in the room. */
export function RoomSettings({ inside, onClose }: { inside: Inside; onClose: () => void }) {
  const gear = useMemo(() => new InsideGear(inside), [inside]);
  useEffect(() => gear.watch(), [gear]);
  return (
    <Suspense>
      <SettingsDialog gear={gear} onClose={onClose} />
    </Suspense>
  );
}
