/** A page of livekit-client alone, with the devices and wishes that Troth's room has (media/room.ts, media/devices.ts). */
import { createLocalTracks, Room, RoomEvent, Track, VideoPresets } from "/livekit-client.js";

const { url, token } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const capture = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, voiceIsolation: false },
  video: { resolution: VideoPresets.h720.resolution },
};
const room = new Room({
  adaptiveStream: true,
  dynacast: true,
  publishDefaults: {
    videoCodec: "vp8",
    simulcast: true,
    videoEncoding: VideoPresets.h720.encoding,
    videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
  },
});
const button = document.querySelector("button");
const tracks = await createLocalTracks(capture);
await room.prepareConnection(url);

room.on(RoomEvent.TrackSubscribed, (track) => {
  const element = Object.assign(track.attach(), { width: 640, height: 360 });
  document.body.append(element);
  if (track.kind === Track.Kind.Video) {
    element.requestVideoFrameCallback(() => performance.mark("bare:first-frame"));
  }
});

button.addEventListener("click", async () => {
  performance.mark("bare:join-click");
  void room.startAudio();
  await room.connect(url, token);
  for (const track of tracks) await room.localParticipant.publishTrack(track);
  performance.mark("bare:published");
});
window.leave = () => room.disconnect();
window.alone = () => room.remoteParticipants.size === 0;
button.disabled = false;
