import { beforeEach, expect, test, vi } from "vitest";
import type { Attendance } from "../api/meeting";
import type { Recording, RecordingState } from "../api/types";
import { Notices } from "../notices/notices";
import { Recorded } from "./recorded";

vi.mock("../notices/chime", () => ({ chime: vi.fn() }));
const { chime } = await import("../notices/chime");

const recording: Recording = {
  id: "r1",
  state: "running",
  layout: "speaker",
  started_by: "Ada",
  started_at: null,
  may_stay: true,
  mine: null,
  question: { version: 1, words: "words", limits: "limits" },
};
const state = (given: Partial<Recording> | null, last = ""): RecordingState => ({ recording: given && { ...recording, ...given }, can: false, last, words: "" });

let answers: RecordingState[];
let recorded: Recorded;
let notices: Notices;

beforeEach(() => {
  vi.mocked(chime).mockClear();
  answers = [];
  notices = new Notices();
  const attendance = {
    recording: () => Promise.resolve(answers.shift()),
    answerRecording: vi.fn(() => Promise.resolve(state({ mine: "agreed" }))),
  } as unknown as Attendance;
  recorded = new Recorded(attendance, notices);
});

test("who has not answered is asked, once, with a sound", async () => {
  answers = [state({}), state({})];
  await recorded.read();
  expect(recorded.shown.get()).toBe("answer");
  recorded.shown.set(null);
  await recorded.read();
  expect(recorded.shown.get()).toBeNull();
  expect(chime).toHaveBeenCalledOnce();
  expect(notices.assertive.get()).toContain("Ada");
});

test("who started it is not asked", async () => {
  answers = [state({ mine: "agreed" })];
  await recorded.read();
  expect(recorded.shown.get()).toBeNull();
});

test("another recording is asked about anew", async () => {
  answers = [state({ mine: "unrecorded" }), state(null), state({ id: "r2" })];
  await recorded.read();
  await recorded.read();
  await recorded.read();
  expect(recorded.shown.get()).toBe("answer");
});

test("the end closes the question and is told, with its reason", async () => {
  answers = [state({}), state(null, "There was no room left.")];
  await recorded.read();
  await recorded.read();
  expect(recorded.shown.get()).toBeNull();
  expect(notices.toasts.get()[0]).toMatchObject({ tone: "warning", text: "There was no room left." });
});

test("an answer that was overtaken by a decision counts no more", async () => {
  let late: (value: RecordingState) => void = () => undefined;
  const attendance = {
    recording: () => new Promise<RecordingState>((done) => (late = done)),
    answerRecording: () => Promise.resolve(state({ mine: "agreed" })),
  } as unknown as Attendance;
  recorded = new Recorded(attendance, notices);
  const reading = recorded.read();
  await recorded.answer(recording, "agreed");
  late(state({ mine: null }));
  await reading;
  expect(recorded.state.get()?.recording?.mine).toBe("agreed");
});
