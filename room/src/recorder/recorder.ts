import { type Room, RoomEvent } from "livekit-client";
import { readNews } from "../room/media/news";
import { Cast } from "./cast";
import { Mixer } from "./mixer";
import { Outbox } from "./outbox";
import { Painter } from "./painter";
import { arrange, asPlaces, type Tile } from "./scene";
import type { Part, Server, Standing } from "./server";
import { Voices } from "./voices";

const FRAMES = 25;
const CHUNK = 1_000;
/** Milliseconds between two looks at who is heard. */
const LISTEN = 100;
const PICTURE = 1_600_000;
const SOUND = 64_000;

/** Not yet in the language's own library. */
interface Options extends MediaRecorderOptions {
  videoKeyFrameIntervalDuration: number;
}

/** Draws and mixes a room, and brings its film to the server in chunks of a second. */
export class Recorder {
  readonly #server: Server;
  readonly #room: Room;
  readonly #layout: Part["layout"];
  readonly #onDone: () => void;
  readonly #cast: Cast;
  readonly #mixer = new Mixer();
  readonly #voices = new Voices();
  readonly #painter = new Painter();
  readonly #outbox: Outbox;
  readonly #media: MediaRecorder;
  #drawing: ReturnType<typeof setInterval> | undefined;
  #listening: ReturnType<typeof setInterval> | undefined;
  #number = 0;
  #began = 0;
  #shown = "";
  #over = false;

  constructor(server: Server, room: Room, type: string, part: Part, onDone: () => void) {
    this.#server = server;
    this.#room = room;
    this.#layout = part.layout;
    this.#onDone = onDone;
    this.#cast = new Cast(room, this.#mixer.hear);
    this.#cast.agree(part.agreed);
    this.#outbox = new Outbox(() => void this.#finish());
    const [picture] = this.#painter.canvas.captureStream(FRAMES).getVideoTracks();
    const options: Options = { mimeType: type, videoBitsPerSecond: PICTURE, audioBitsPerSecond: SOUND, videoKeyFrameIntervalDuration: CHUNK };
    this.#media = new MediaRecorder(new MediaStream([...(picture ? [picture] : []), this.#mixer.track]), options);
    room.on(RoomEvent.DataReceived, (payload, sender, _kind, topic) => {
      if (readNews(payload, sender, topic)?.kind === "recording") void this.#look();
    });
  }

  async start(): Promise<void> {
    await this.#mixer.open();
    this.#media.ondataavailable = ({ data }) => {
      this.#bring(data);
    };
    this.#media.onstop = () => void this.#end();
    this.#media.onerror = () => void this.#finish();
    this.#draw();
    this.#drawing = setInterval(this.#draw, 1000 / FRAMES);
    this.#began = performance.now();
    this.#media.start(CHUNK);
    this.#listening = setInterval(this.#listen, LISTEN);
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Ends the part with what there is. */
  readonly stop = (): void => {
    if (this.#over) return;
    this.#over = true;
    this.#rest();
    if (this.#media.state === "inactive") void this.#end();
    else this.#media.stop();
  };

  readonly #draw = (): void => {
    const stars = this.#cast.stars();
    const { last } = this.#cast.speakers.floor.get();
    const people = stars.map((one) => ({ identity: one.identity, hasScreen: one.screen !== null }));
    const tiles = arrange(people, this.#layout, last);
    this.#painter.draw(tiles, new Map(stars.map((one) => [one.identity, one])));
    this.#note(tiles);
  };

  /** Says where people stand, where that changed. */
  #note(tiles: readonly Tile[]): void {
    const places = asPlaces(tiles);
    const shown = JSON.stringify(places);
    if (shown === this.#shown || this.#media.state === "inactive") return;
    this.#shown = shown;
    this.#cast.size(new Set(tiles.filter((tile) => tile.width > 400).map((tile) => tile.identity)));
    const at = this.#at();
    this.#outbox.add({ size: shown.length, run: () => this.#server.move(at, places) });
  }

  /** Says who is heard, where that changed. */
  readonly #listen = (): void => {
    const at = this.#at();
    const heard = this.#voices.hear(at, this.#mixer.levels());
    if (heard !== null) this.#outbox.add({ size: heard.join().length, run: () => this.#server.hear(at, heard) });
  };

  /** Milliseconds of the part. */
  #at(): number {
    return Math.max(0, Math.round(performance.now() - this.#began));
  }

  #rest(): void {
    clearInterval(this.#drawing);
    clearInterval(this.#listening);
  }

  #bring(chunk: Blob): void {
    if (chunk.size === 0) return;
    this.#number += 1;
    const number = this.#number;
    this.#outbox.add({
      size: chunk.size,
      run: async () => {
        this.#hear(await this.#server.keep(number, chunk));
      },
    });
  }

  /** Asks at once where a message says that something changed; a chunk's answer says the same within a second. */
  async #look(): Promise<void> {
    try {
      this.#hear(await this.#server.standing());
    } catch {
      return;
    }
  }

  #hear(standing: Standing): void {
    this.#cast.agree(standing.agreed);
    if (!standing.go_on) this.stop();
  }

  /** Everything is recorded: once it is brought, the part is over. */
  async #end(): Promise<void> {
    await this.#outbox.empty();
    this.#outbox.add({ size: 0, run: () => this.#server.end() });
    await this.#outbox.empty();
    await this.#finish();
  }

  async #finish(): Promise<void> {
    this.#over = true;
    this.#rest();
    await this.#room.disconnect();
    this.#onDone();
  }
}
