import type { Attendance } from "../api/meeting";
import type { Recording, RecordingChoice, RecordingLayout, RecordingState } from "../api/types";
import { chime } from "../notices/chime";
import type { Notices } from "../notices/notices";
import { Store } from "../ui/store";
import { t } from "../words";

/** Which question about the recording is open: whether to begin, what one says to it, whether to end it. */
export type Shown = "start" | "answer" | "stop" | null;

/** What is known of this meeting's recording, and what one said to it. */
export class Recorded {
  readonly state = new Store<RecordingState | null>(null);
  readonly shown = new Store<Shown>(null);
  readonly #attendance: Attendance;
  readonly #notices: Notices;
  #reading = 0;

  constructor(attendance: Attendance, notices: Notices) {
    this.#attendance = attendance;
    this.#notices = notices;
  }

  /** Reads what is so; an answer that was overtaken counts no more. */
  async read(): Promise<void> {
    this.#reading += 1;
    const mine = this.#reading;
    try {
      const state = await this.#attendance.recording();
      if (mine === this.#reading) this.#take(state);
    } catch {
      // It is read again in some seconds, and at each message.
    }
  }

  async start(layout: RecordingLayout): Promise<void> {
    this.#decide(await this.#attendance.startRecording(layout));
  }

  async stop(): Promise<void> {
    await this.#attendance.stopRecording();
    await this.read();
  }

  async answer(recording: Recording, choice: RecordingChoice): Promise<void> {
    this.#decide(await this.#attendance.answerRecording(recording.id, choice, recording.question.version));
  }

  #decide(state: RecordingState): void {
    this.#reading += 1;
    this.#take(state);
  }

  #take(state: RecordingState): void {
    const before = this.state.get()?.recording ?? null;
    const { recording } = state;
    const ended = before !== null && recording === null;
    this.state.set(state);
    if (recording !== null && recording.id !== before?.id) {
      chime("record");
      this.#notices.interrupt(recording.started_by ? t("record.began", { name: recording.started_by }) : t("record.began.someone"));
      if (recording.mine === null) this.shown.set("answer");
    }
    if (ended) {
      this.#notices.tell(t("record.ended"), { text: state.last, ...(state.last ? { tone: "warning" as const } : {}) });
    }
    const shown = this.shown.get();
    if (recording === null ? shown === "answer" || shown === "stop" : shown === "start") this.shown.set(null);
  }
}
