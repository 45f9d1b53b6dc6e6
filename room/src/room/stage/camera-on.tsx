import { Video } from "lucide-react";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/** Who hides their own picture is still told that it is sent. */
export function CameraOn({ inside }: { inside: Inside }) {
  const { camera } = useStore(inside.connection.wants);
  return (
    <div className="room-camera-on" data-on={camera}>
      {camera && <Video aria-hidden className="size-4 shrink-0" />}
      <span className="max-sm:sr-only">{camera ? t("self.camera-on") : t("self.hidden")}</span>
      <button
        type="button"
        onClick={() => {
          inside.view.showSelf("auto");
        }}
      >
        {t("self.show")}
      </button>
    </div>
  );
}
