import { Mic } from "lucide-react";
import { useStore } from "../ui/store";
import { t } from "../words";
import type { Hearing } from "./hearing";

/** Shown while Space is held; the announcer has said it. */
export function Talking({ hearing }: { hearing: Hearing }) {
  const talking = useStore(hearing.push.talking);
  if (!talking) return null;
  return (
    <p aria-hidden className="room-talking">
      <Mic className="size-4" />
      {t("talk.name")}
    </p>
  );
}
