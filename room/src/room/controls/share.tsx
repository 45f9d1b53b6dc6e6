import { useLocalParticipant } from "@livekit/components-react";
import { MonitorUp, MonitorX } from "lucide-react";
import { here } from "../media/system";
import { startSharing, stopSharing } from "../media/share";
import type { Action } from "../notices/notices";
import { useMay } from "../people/use-hall";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Round } from "./round";

/** Starts or stops sharing; waving the browser's picker away is no error. */
export async function flipSharing(inside: Inside): Promise<void> {
  if (inside.room.localParticipant.isScreenShareEnabled) {
    await stopSharing(inside.room);
  } else if ((await startSharing(inside.room)) === "blocked") {
    inside.notices.tell(t("share.blocked"), { text: t("share.blocked.text"), tone: "warning", action: toSettings() });
  }
}

const MACOS_SETTINGS = "x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture";

/** The way to the switch, on the one system that keeps the screen from a browser and can be sent to it. */
function toSettings(): Action | null {
  if (here().system !== "macos") return null;
  const open = (): void => {
    Object.assign(document.createElement("a"), { href: MACOS_SETTINGS }).click();
  };
  return { label: t("share.blocked.settings"), onSelect: open };
}

export function Share({ inside }: { inside: Inside }) {
  const { isScreenShareEnabled: sharing } = useLocalParticipant();
  const refused = !useMay(inside).share;
  return (
    <Round
      inside={inside}
      className="max-sm:hidden"
      label={sharing ? t("share.stop") : t("share.start")}
      refused={refused}
      {...(sharing ? { state: "active" as const } : {})}
      onClick={() => void flipSharing(inside)}
    >
      {sharing ? <MonitorX aria-hidden /> : <MonitorUp aria-hidden />}
    </Round>
  );
}
