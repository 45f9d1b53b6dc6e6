import { Activity } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { t } from "../words";

const CheckDialog = lazy(() => import("./check-dialog"));

/** A button that opens the check of the connection. */
export function CheckConnection({ className = "btn btn-ghost btn-sm rounded-full font-normal" }: { className?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Activity aria-hidden className="size-4" />
        {t("door.check")}
      </button>
      {open && (
        <Suspense>
          <CheckDialog
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
