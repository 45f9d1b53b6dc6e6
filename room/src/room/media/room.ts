import { LogLevel, Room, ScreenSharePresets, setLogLevel, VideoPresets } from "livekit-client";
import { readChoices } from "./choices";
import { soundOptions, VIDEO } from "./devices";
import { reconnectPolicy } from "./policy";

setLogLevel(LogLevel.warn);

/** The room as we want it; the first two are off by default in livekit-client. */
export function createRoom(): Room {
  const kept = readChoices();
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    // It leaves on `beforeunload` too, and so throws out whoever then stays: visit/visit.ts does it on pagehide.
    disconnectOnPageLeave: false,
    reconnectPolicy,
    audioCaptureDefaults: soundOptions(),
    videoCaptureDefaults: VIDEO,
    ...(kept.speakerId ? { audioOutput: { deviceId: kept.speakerId } } : {}),
    publishDefaults: {
      videoCodec: "vp8",
      simulcast: true,
      videoEncoding: VideoPresets.h720.encoding,
      videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
      screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
    },
  });
}
