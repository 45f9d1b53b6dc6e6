import { LogLevel, Room, RoomEvent, setLogLevel } from "livekit-client";
import { reconnectPolicy } from "../room/media/policy";
import { Recorder } from "./recorder";
import { begin, type Form, Server } from "./server";

setLogLevel(LogLevel.warn);

const FORMS: readonly [Form, string][] = [
  ["mp4", "video/mp4;codecs=avc1.42E01F,opus"],
  ["webm", "video/webm;codecs=vp8,opus"],
];
/** Milliseconds before the media server is tried again. */
const AGAIN = 500;

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
  room.on(RoomEvent.Disconnected, () => { recorder.stop(); });
  let media = part.media;
  for (let entered = false; !entered; ) {
    try {
      await room.connect(media.url, media.token, { autoSubscribe: false, maxRetries: 0 });
      entered = true;
    } catch {
      if (!(await server.standing()).go_on) {
        await server.end();
        close();
        return;
      }
      await new Promise((done) => setTimeout(done, AGAIN));
      media = await server.token();
    }
  }
  await recorder.start();
}

main().catch(() => {
  close();
});
