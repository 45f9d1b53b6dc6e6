import { beforeEach, expect, test, vi } from "vitest";
import type { Attendance } from "../api/meeting";
import type { CaptionsState } from "../api/types";
import { Notices } from "../notices/notices";
import { Captions } from "./captions";

const state = (given: Partial<CaptionsState>): CaptionsState => ({
  standing: "on",
  started_by: "Ada",
  can: false,
  mine: null,
  question: { version: 1, words: "words", limits: "limits" },
  ...given,
});

let answers: CaptionsState[];
let captions: Captions;
let notices: Notices;

const heard = (line: string, text: string, done = false, identity = "a"): void => {
  captions.receive({ kind: "caption", identity, line, text, done });
};
const read = (): string[] => captions.lines.get().map(({ name, text }) => `${name}: ${text}`);

beforeEach(() => {
  answers = [];
  notices = new Notices();
  const attendance = {
    captions: () => Promise.resolve(answers.shift()),
    answerCaptions: vi.fn(() => Promise.resolve(state({ mine: "agreed" }))),
  } as unknown as Attendance;
  captions = new Captions(attendance, notices, (identity) => (identity === "a" ? "Ada" : "Bob"));
});

test("who has not answered is asked, once", async () => {
  answers = [state({}), state({})];
  await captions.read();
  expect(captions.shown.get()).toBe("answer");
  captions.shown.set(null);
  await captions.read();
  expect(captions.shown.get()).toBeNull();
  expect(notices.assertive.get()).toContain("Ada");
});

test("a line grows until its phrase is over, and stays as it then is", () => {
  heard("1", "Let us");
  heard("2", "Hm", false, "b");
  heard("1", "Let us begin.", true);
  heard("1", "Let");
  expect(read()).toEqual(["Ada: Let us begin.", "Bob: Hm"]);
});

test("what turned out to be no words is taken away", () => {
  heard("1", "Uh");
  heard("1", "", true);
  heard("2", "", true);
  expect(read()).toEqual([]);
});

test("when they are off nothing of them is left", async () => {
  answers = [state({ mine: "agreed" }), state({ standing: "off", question: null })];
  await captions.read();
  heard("1", "Good morning.", true);
  await captions.read();
  expect(read()).toEqual([]);
  expect(notices.toasts.get()[0]?.title).toContain("off");
});

test("a host is told, once, that nothing makes them", async () => {
  answers = [state({ can: true, mine: "agreed", standing: "starting" }), state({ can: true, mine: "agreed", standing: "missing" }), state({ can: true, standing: "missing" })];
  for (let times = 0; times < 3; times += 1) await captions.read();
  expect(notices.toasts.get()).toHaveLength(1);
});

test("phrases that are over are read out for who wishes it", () => {
  const say = vi.spyOn(notices, "say");
  heard("1", "One.", true);
  expect(say).not.toHaveBeenCalled();
  captions.choose({ captionsRead: true });
  heard("2", "Two");
  heard("2", "Two.", true);
  expect(say.mock.calls.map(([text]) => text)).toEqual(["Ada: Two."]);
});
