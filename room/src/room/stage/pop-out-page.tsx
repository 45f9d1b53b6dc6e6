import { Track } from "livekit-client";
import { Mic, MicOff, PhoneOff, Video, VideoOff } from "lucide-react";
import { createPortal } from "react-dom";
import { flip } from "../controls/keys";
import type { Kind } from "../media/devices";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Avatar } from "./avatar";
import { ON_MUTE, ON_NAME, useObserved } from "./observe";
import { Picture } from "./picture";
import type { Subject } from "./use-tiles";

interface Props {
  inside: Inside;
  place: Window;
  subject: Subject;
}

/** The small window: one picture, microphone, camera, leave; and a live region of its own. */
export default function PopOutPage({ inside, place, subject }: Props) {
  const { participant, publication, identity, source } = subject;
  const name = useObserved(participant, ON_NAME, () => participant.name) ?? "";
  const dark = useObserved(participant, ON_MUTE, () => participant.getTrackPublication(source)?.isMuted ?? true);
  const spoken = useStore(inside.notices.assertive);
  const screen = source === Track.Source.ScreenShare;
  return createPortal(
    <main className="room-pop-out">
      <div className="room-tile">
        {/* Keyed: another publication needs another element, attached in this window. */}
        {publication && <Picture key={publication.trackSid} publication={publication} self={participant.isLocal} shape={screen ? null : 16 / 9} hidden={dark} />}
        {(!publication || dark) && (
          <div className="absolute inset-0 grid place-items-center">
            <Avatar identity={identity} name={name} className="size-20 text-2xl" />
          </div>
        )}
        <p className="room-tile-name">
          <span className="truncate">{screen ? t("share.theirs", { name }) : participant.isLocal ? t("tile.self", { name }) : name}</span>
        </p>
      </div>
      <div role="group" aria-label={t("control.bar")} className="flex justify-center gap-3">
        <Switch inside={inside} kind="microphone" />
        <Switch inside={inside} kind="camera" />
        <button
          type="button"
          className="room-round leave"
          aria-label={t("control.leave")}
          title={t("control.leave")}
          onClick={() => void inside.leave()}
        >
          <PhoneOff aria-hidden />
        </button>
      </div>
      <p className="sr-only" aria-live="assertive">
        {spoken}
      </p>
    </main>,
    place.document.body,
  );
}

function Switch({ inside, kind }: { inside: Inside; kind: Kind }) {
  const on = useStore(inside.connection.wants)[kind];
  const label = on ? t(`control.${kind}.turn-off`) : t(`control.${kind}.turn-on`);
  const [On, Off] = kind === "camera" ? [Video, VideoOff] : [Mic, MicOff];
  return (
    <button type="button" className="room-round" data-off={!on} aria-label={label} title={label} onClick={() => void flip(inside, kind)}>
      {on ? <On aria-hidden /> : <Off aria-hidden />}
    </button>
  );
}
