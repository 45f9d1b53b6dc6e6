import { describe, expect, it } from "vitest";
import { message } from "../chat/message.example";
import { writtenIn } from "./written";

const rows = [
  message(1, { session: "last week" }),
  message(2, { session: "today" }),
  message(3, { session: "today", deleted: "author", text: "" }),
  message(4, { session: "today" }),
];

describe("what a session left in the chat", () => {
  it("counts its own lines that are still there", () => {
    expect(writtenIn({ rows, history: "read" }, "today")).toBe(2);
    expect(writtenIn({ rows: [], history: "read" }, "today")).toBe(0);
  });

  it("is unknown when the chat could not be read", () => {
    expect(writtenIn({ rows, history: "failed" }, "today")).toBeNull();
    expect(writtenIn({ rows: [], history: "loading" }, "today")).toBeNull();
  });
});
