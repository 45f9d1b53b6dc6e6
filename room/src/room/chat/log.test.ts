import { describe, expect, it } from "vitest";
import { continues, lastOf, lengthOf, merge, opensDay, type Pending, settle } from "./log";
import { message } from "./message.example";

describe("rows", () => {
  it("stand in the order of their numbers, each once", () => {
    const rows = merge([message(1), message(3)], [message(2), message(3), message(1)]);
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3]);
  });

  it("take a later version of the same id, and never an older one", () => {
    const edited = message(1, { text: "new", changed: 3 });
    expect(merge([message(1)], [edited])[0]?.text).toBe("new");
    expect(merge([edited], [message(1)])[0]?.text).toBe("new");
    expect(merge([], [edited, message(1, { changed: 2 })])[0]?.text).toBe("new");
  });

  it("know the last of somebody that is still there", () => {
    const rows = [message(1), message(2, { deleted: "author" }), message(3, { identity: "bob" })];
    expect(lastOf(rows, "ada")?.number).toBe(1);
    expect(lastOf(rows, "eve")).toBeUndefined();
  });
});

describe("a pending text", () => {
  const pending: Pending[] = [
    { nonce: "a", text: "text 1", replyTo: null, failed: null },
    { nonce: "b", text: "text 1", replyTo: null, failed: null },
  ];

  it("is answered by one row of mine", () => {
    expect(settle(pending, message(1), "ada").map((one) => one.nonce)).toEqual(["b"]);
  });

  it("is not answered by somebody else's row or by another text", () => {
    expect(settle(pending, message(1), "bob")).toHaveLength(2);
    expect(settle(pending, message(2), "ada")).toHaveLength(2);
  });

  it("is not answered by a row that replies to something else", () => {
    expect(settle(pending, message(1, { reply_to: "row-9" }), "ada")).toHaveLength(2);
  });

  it("stays when it has failed", () => {
    expect(settle([{ nonce: "a", text: "text 1", replyTo: null, failed: "no" }], message(1), "ada")).toHaveLength(1);
  });
});

describe("dividers", () => {
  it("stand where a day or a session begins", () => {
    expect(opensDay(message(1), undefined)).toBe(true);
    expect(opensDay(message(2), message(1))).toBe(false);
    expect(opensDay(message(2, { session: "s2" }), message(1))).toBe(true);
    expect(opensDay(message(2, { written_at: "2026-11-26T10:00:00Z" }), message(1))).toBe(true);
  });

  it("do not part what one person writes in a row", () => {
    expect(continues(message(2), message(1))).toBe(true);
    expect(continues(message(2, { identity: "bob" }), message(1))).toBe(false);
    expect(continues(message(2, { written_at: "2026-11-24T10:05:00Z" }), message(1))).toBe(false);
  });
});

it("counts length as the server does", () => {
  expect(lengthOf("a😀")).toBe(2);
});
