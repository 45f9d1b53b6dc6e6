import { SearchX } from "lucide-react";
import type { Door } from "../api/types";
import { t } from "../words";
import { Card } from "./card";

export function MissingPage({ urls }: { urls: Door["urls"] }) {
  return (
    <Card home={urls.home} icon={<SearchX aria-hidden className="size-8" />} title={t("missing.title")} text={t("missing.text")}>
      <a className="btn btn-primary" href={urls.home}>
        {t("after.home")}
      </a>
    </Card>
  );
}
