import { Check, Copy, X } from "lucide-react";
import { useState } from "react";
import { useCopy } from "../ui/copy";
import { t } from "../words";

/** Shown while nobody else is here: how to bring somebody in. */
export function Alone({ link }: { link: string }) {
  const { copied, copy } = useCopy();
  const [gone, setGone] = useState(false);
  if (gone) return null;
  return (
    <aside aria-label={t("alone.title")} className="absolute bottom-3 left-3 w-80 max-w-[calc(100%-1.5rem)] rounded-2xl bg-base-100 p-5 text-base-content shadow-xl">
      <div className="flex items-start justify-between gap-2">
        <h2 className="font-semibold">{t("alone.title")}</h2>
        <button
          type="button"
          className="btn btn-ghost btn-circle btn-sm -mt-1 -mr-2"
          aria-label={t("dismiss")}
          onClick={() => {
            setGone(true);
          }}
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <p className="mt-1 text-sm text-base-content/75">{t("alone.text")}</p>
      <p className="mt-3 truncate rounded-xl bg-base-200 px-3 py-2 text-sm" title={link}>
        {link.replace(/^https?:\/\//, "")}
      </p>
      <button type="button" className="btn btn-primary btn-sm mt-3 w-full rounded-full" onClick={() => void copy(link)}>
        {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
        {copied ? t("copied") : t("control.copy")}
      </button>
    </aside>
  );
}
