import { LogLevel, Room, RoomEvent, setLogLevel } from "livekit-client";
import { reconnectPolicy } from "../room/media/policy";
import { Problem } from "../room/api/problem";
import type { Media } from "../room/api/types";
import { Recorder } from "./recorder";
import { begin, type Form, Server } from "./server";

setLogLevel(LogLevel.warn);

const FORMS: readonly [Form, string][] = [
  ["mp4", "video/mp4;codecs=avc1.42E01F,opus"],
  ["webm", "video/webm;codecs=vp8,opus"],
];
/** Milliseconds before the media server is tried again. */
const AGAIN = 300;

async function main(): Promise<void> {
  const code = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  const found = FORMS.find(([, type]) => MediaRecorder.isTypeSupported(type));
  if (!code || found === undefined) {
    close();
    return;
  }
  const [form, type] = found;
  const part = await begin(code, form);
  const server = new Server(part.key);
  const room = new Room({ adaptiveStream: false, dynacast: false, reconnectPolicy, disconnectOnPageLeave: false });
  const recorder = new Recorder(server, room, type, part, () => {
    close();
  });
  await enter(room, server, part.media);
  room.on(RoomEvent.Disconnected, () => {
    // A media server that was started anew has forgotten its rooms: the film goes on, and so do we.
    if (!recorder.isOver) void enter(room, server).catch(recorder.stop);
  });
  await recorder.start();
}

/** Comes into the room, however long that takes while it is to be recorded. */
async function enter(room: Room, server: Server, first?: Media): Promise<void> {
  for (let media = first; ; media = undefined) {
    try {
      const { url, token } = media ?? (await server.token());
      await room.connect(url, token, { autoSubscribe: false, maxRetries: 0 });
      return;
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) throw error;
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

main().catch(() => {
  close();
});
