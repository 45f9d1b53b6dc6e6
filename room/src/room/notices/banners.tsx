import { useAudioPlayback } from "@livekit/components-react";
import { Volume2, WifiOff } from "lucide-react";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** What stands in the way right now, in words. */
export function Banners({ inside }: { inside: Inside }) {
  const link = useStore(inside.connection.link);
  const trouble = useStore(inside.connection.trouble);
  const { canPlayAudio, startAudio } = useAudioPlayback(inside.room);
  const away = link === "reconnecting" || link === "rejoining";
  const stuck = (link === "connecting" && trouble !== null) || trouble === "offline";
  return (
    <>
      <div role="status">
        {(away || stuck) && (
          <div className="room-banner">
            <WifiOff aria-hidden className="size-4 shrink-0" />
            <p>
              <strong className="font-semibold">{trouble === "offline" ? t("link.offline") : away ? t("link.reconnecting") : t("link.stuck")}</strong>{" "}
              {t(`trouble.${trouble ?? "network"}`)}
            </p>
          </div>
        )}
      </div>
      {link === "connected" && !canPlayAudio && (
        <div role="alert" className="room-banner">
          <Volume2 aria-hidden className="size-4 shrink-0" />
          <p>{t("sound.blocked")}</p>
          <button type="button" className="btn btn-sm rounded-full" onClick={() => void startAudio()}>
            {t("sound.start")}
          </button>
        </div>
      )}
    </>
  );
}
