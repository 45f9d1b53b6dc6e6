import { LocalVideoTrack, ParticipantEvent, Track } from "livekit-client";
import { setBlur } from "./blur";
import { keepChoices, readChoices } from "./choices";
import type { Inside } from "../visit/inside";
import { t } from "../words";

/**
 * Sends less when the device can't keep up.
 *
 * Blurring costs the most, but is never taken away unasked: the person wanted
 * the room behind them unseen.
 */
export function easeCpu(inside: Inside): void {
  inside.room.localParticipant.on(ParticipantEvent.LocalTrackCpuConstrained, (track) => {
    if (track.source !== Track.Source.Camera || !(track instanceof LocalVideoTrack)) return;
    void track.prioritizePerformance().catch(() => undefined);
    const blurred = readChoices().blur;
    inside.notices.tell(t("cpu.title"), {
      text: blurred ? t("cpu.blur") : t("cpu.text"),
      about: "cpu",
      action: blurred
        ? {
            label: t("cpu.unblur"),
            onSelect: () => {
              keepChoices({ blur: false });
              void setBlur(track, false);
            },
          }
        : null,
    });
  });
}
