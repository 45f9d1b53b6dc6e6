import { describe, expect, it } from "vitest";
import { deedsFor, type View } from "./deeds";

const BOB: View = {
  self: false,
  leads: true,
  host: false,
  cohost: false,
  hand: false,
  spotlit: false,
  sharing: false,
  microphone: true,
  camera: false,
  may: { microphone: true, camera: true },
  mayRename: true,
};

const of = (change: Partial<View>) => deedsFor({ ...BOB, ...change }).filter((deed) => deed !== null);

describe("what may be done to somebody", () => {
  it("is only what makes sense now", () => {
    expect(of({})).toEqual(["volume", "spotlight", "mute", "ask-camera", "bars", "make-cohost", "hand-over", "rename", "put-back", "remove"]);
    expect(of({ microphone: false, camera: true, sharing: true, hand: true, spotlit: true })).toEqual([
      "volume",
      "lower-hand",
      "unspotlight",
      "ask-microphone",
      "stop-camera",
      "stop-share",
      "bars",
      "make-cohost",
      "hand-over",
      "rename",
      "put-back",
      "remove",
    ]);
  });

  it("is no question for what they may not do", () => {
    expect(of({ microphone: false, may: { microphone: false, camera: false } })).not.toContain("ask-microphone");
  });

  it("spares the meeting's host what nobody does to them", () => {
    expect(of({ host: true })).toEqual(["volume", "spotlight", "mute", "ask-camera"]);
  });

  it("takes back what a co-host has, and bars them from nothing", () => {
    const deeds = of({ cohost: true });
    expect(deeds).toContain("take-back");
    expect(deeds).not.toContain("make-cohost");
    expect(deeds).not.toContain("bars");
  });

  it("is one's own ears for who does not lead", () => {
    expect(of({ leads: false, hand: true })).toEqual(["volume"]);
  });

  it("is one's own name and hand for oneself", () => {
    expect(of({ self: true, leads: false, hand: true })).toEqual(["rename", "lower-hand"]);
    expect(of({ self: true, leads: false, mayRename: false })).toEqual([]);
    expect(of({ self: true, leads: true })).toEqual(["rename", "spotlight"]);
  });
});
