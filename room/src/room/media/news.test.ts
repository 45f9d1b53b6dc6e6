import { describe, expect, it } from "vitest";
import { readNews } from "./news";

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe("a data message", () => {
  it("is believed when the server sent it", () => {
    expect(readNews(bytes({ kind: "lobby" }), undefined, "troth")).toEqual({ kind: "lobby" });
  });

  it("is never believed from a participant, or on another topic", () => {
    expect(readNews(bytes({ kind: "lobby" }), { identity: "eve" }, "troth")).toBeNull();
    expect(readNews(bytes({ kind: "lobby" }), undefined, "chat")).toBeNull();
  });

  it("is nothing when it can't be read", () => {
    expect(readNews(new Uint8Array([1, 2]), undefined, "troth")).toBeNull();
    expect(readNews(bytes({ kind: "fortune" }), undefined, "troth")).toBeNull();
    expect(readNews(bytes(null), undefined, "troth")).toBeNull();
  });
});
