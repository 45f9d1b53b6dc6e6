import { t } from "../words";

/** The mark and the name, as on the pages; leads to the first page. */
export function Brand({ home }: { home: string }) {
  return (
    <a href={home} className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden>
        <rect className="fill-primary" width="32" height="32" rx="9" />
        <g className="stroke-primary-content" fill="none" strokeWidth="2.6">
          <circle cx="12.4" cy="16" r="5.9" />
          <circle cx="19.6" cy="16" r="5.9" />
        </g>
      </svg>
      {t("brand")}
    </a>
  );
}
