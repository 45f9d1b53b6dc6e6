import { EventEmitter } from "node:events";
import { type Room, RoomEvent } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Comings, Sounding } from "./comings";

const ada = { identity: "a", name: "Ada" };
const bob = { identity: "b", name: "Bob" };
let told: string[];
let whole: boolean;
let room: EventEmitter & { remoteParticipants: Map<string, unknown> };
let comings: Comings;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  whole = true;
  room = Object.assign(new EventEmitter(), { remoteParticipants: new Map<string, unknown>() });
  comings = new Comings(room as unknown as Room, {
    isWhole: () => whole,
    isReturning: (identity) => identity === "returning",
    onCame: (name, present) => told.push(`+${name} ${present}`),
    onWent: (name, present) => told.push(`-${name} ${present}`),
  });
  comings.open();
});
afterEach(() => {
  comings.close();
  vi.useRealTimers();
});

const comes = (one: typeof ada): void => {
  room.remoteParticipants.set(one.identity, one);
  room.emit(RoomEvent.ParticipantConnected, one);
};
const goes = (one: typeof ada): void => {
  room.remoteParticipants.delete(one.identity);
  room.emit(RoomEvent.ParticipantDisconnected, one);
};

describe("coming and going", () => {
  it("is told", () => {
    comes(ada);
    comes(bob);
    vi.advanceTimersByTime(1_000);
    goes(ada);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(["+Ada 3", "+Bob 3", "-Ada 2"]);
  });

  it("is not told of one who reloads", () => {
    comes(ada);
    vi.advanceTimersByTime(1_000);
    goes(ada);
    vi.advanceTimersByTime(300);
    comes(ada);
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual(["+Ada 2"]);
  });

  it("is not told of one who only looks in", () => {
    comes(ada);
    vi.advanceTimersByTime(300);
    goes(ada);
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([]);
  });

  it("is not told when it is we who lose the room", () => {
    comes(ada);
    vi.advanceTimersByTime(1_000);
    goes(ada);
    whole = false;
    vi.advanceTimersByTime(1_000);
    comes(ada);
    whole = true;
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(["+Ada 2"]);
  });

  it("is not told of those who lost it too and are back after us", () => {
    comes(ada);
    vi.advanceTimersByTime(1_000);
    goes(ada);
    room.emit(RoomEvent.Reconnecting);
    vi.advanceTimersByTime(1_000);
    comes({ identity: "returning", name: "Ada" });
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(["+Ada 2"]);
  });
});

describe("its sound", () => {
  it("is for up to eight, one each half second", () => {
    const sounding = new Sounding();
    expect(sounding.isDue(8, 1_000)).toBe(true);
    expect(sounding.isDue(8, 1_400)).toBe(false);
    expect(sounding.isDue(8, 1_500)).toBe(true);
    expect(sounding.isDue(9, 3_000)).toBe(false);
    expect(sounding.isDue(2, 3_001)).toBe(true);
  });
});
