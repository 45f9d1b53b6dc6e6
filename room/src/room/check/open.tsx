import { Activity } from "lucide-react";
import { Suspense, useState } from "react";
import { later } from "../ui/later";
import { t } from "../words";

const CheckDialog = later(() => import("./check-dialog"));

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
