import { Checker, type CheckInfo, Track } from "livekit-client";

const LOOK = 250;
const PATIENCE = 8_000;

/** Sends a drawn picture and a made tone: no camera or microphone is needed, nor heard. */
export class PublishCheck extends Checker {
  #rtt: number | null = null;

  get description(): string {
    return "Sending sound and pictures";
  }

  override getInfo(): CheckInfo {
    return { ...super.getInfo(), data: { rtt: this.#rtt } };
  }

  protected async perform(): Promise<void> {
    const room = await this.connect();
    const made = make();
    try {
      const [picture, sound] = await Promise.all([
        room.localParticipant.publishTrack(made.picture, { source: Track.Source.Camera, simulcast: false }),
        room.localParticipant.publishTrack(made.sound, { source: Track.Source.Microphone }),
      ]);
      const until = Date.now() + PATIENCE;
      let arrived: number[] = [];
      while (Date.now() < until && arrived.length < 2) {
        await new Promise((done) => setTimeout(done, LOOK));
        arrived = (await Promise.all([picture, sound].map(({ track }) => roundTrip(track?.sender)))).filter((rtt) => rtt !== null);
      }
      if (arrived.length < 2) throw new Error(`${arrived.length} of 2 tracks arrived at the server`);
      this.#rtt = Math.round(Math.max(...arrived) * 1000);
      this.appendMessage(`both tracks arrived, round trip ${this.#rtt} ms`);
    } finally {
      made.stop();
    }
  }
}

/** Seconds to the server and back, once it has confirmed that something arrived. */
async function roundTrip(sender: RTCRtpSender | undefined): Promise<number | null> {
  let rtt: number | null = null;
  const report = await sender?.getStats();
  report?.forEach((entry: RTCStats & { roundTripTime?: number }) => {
    if (entry.type === "remote-inbound-rtp" && entry.roundTripTime !== undefined) rtt = entry.roundTripTime;
  });
  return rtt;
}

function make(): { picture: MediaStreamTrack; sound: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const pen = canvas.getContext("2d");
  let hue = 0;
  const draw = (): void => {
    if (!pen) return;
    hue = (hue + 7) % 360;
    pen.fillStyle = `hsl(${hue} 60% 50%)`;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  };
  draw();
  const timer = setInterval(draw, 100);
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.connect(out);
  tone.start();
  const [picture] = canvas.captureStream(10).getVideoTracks();
  const [sound] = out.stream.getAudioTracks();
  if (!picture || !sound) throw new Error("this browser makes no tracks of its own");
  return {
    picture,
    sound,
    stop: () => {
      clearInterval(timer);
      picture.stop();
      sound.stop();
      void context.close();
    },
  };
}
