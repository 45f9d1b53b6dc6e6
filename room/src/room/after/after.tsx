import { Ban, CircleOff, DoorClosed, LogOut, MonitorSmartphone, WifiOff } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import type { Door } from "../api/types";
import { CheckConnection } from "../check/open";
import { type End, mayReturn } from "../media/end";
import { later } from "../ui/later";
import type { Inside } from "../visit/inside";
import type { Visit } from "../visit/visit";
import { t } from "../words";
import { Card } from "./card";

const LookBack = later(() => import("./look-back"));

const ICONS: Record<End, ReactNode> = {
  left: <LogOut aria-hidden className="size-8" />,
  ended: <DoorClosed aria-hidden className="size-8" />,
  removed: <Ban aria-hidden className="size-8" />,
  refused: <Ban aria-hidden className="size-8" />,
  elsewhere: <MonitorSmartphone aria-hidden className="size-8" />,
  gone: <CircleOff aria-hidden className="size-8" />,
  lost: <WifiOff aria-hidden className="size-8" />,
};

interface Props {
  visit: Visit;
  door: Door;
  end: End;
  /** The stay that is over; null when nobody was inside. */
  inside: Inside | null;
}

/** Why one is outside again, what one can do about it, how it was, and what is kept. */
export function AfterPage({ visit, door, end, inside }: Props) {
  const outside = door.me.signed_in ? door.urls.meetings : door.urls.home;
  return (
    <Card
      home={door.urls.home}
      icon={ICONS[end]}
      title={t(`after.${end}.title`)}
      about={inside?.title ?? door.title}
      text={t(`after.${end}.text`)}
      below={
        inside &&
        end !== "elsewhere" && (
          <Suspense>
            <LookBack door={door} inside={inside} asks={end === "left" || end === "ended" || end === "lost"} />
          </Suspense>
        )
      }
    >
      {mayReturn(end) && (
        <button type="button" className="btn btn-primary" onClick={() => void visit.rejoin()}>
          {end === "elsewhere" ? t("after.here") : t("after.rejoin")}
        </button>
      )}
      <a className={mayReturn(end) ? "btn btn-ghost" : "btn btn-primary"} href={outside}>
        {door.me.signed_in ? t("after.meetings") : t("after.home")}
      </a>
      {end === "lost" && <CheckConnection className="btn btn-ghost" />}
    </Card>
  );
}
