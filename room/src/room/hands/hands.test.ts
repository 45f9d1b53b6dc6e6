import type { Room } from "livekit-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Attendance } from "../api/meeting";
import type { Person } from "../api/types";
import { Notices } from "../notices/notices";
import type { Hall } from "../people/hall";
import { Store } from "../ui/store";
import { Hands } from "./hands";

const may = { microphone: true, camera: true, share: true, chat: true };
const person = (identity: string, minute: number | null): Person => ({
  identity,
  name: identity.toUpperCase(),
  cohost: false,
  hand_at: minute === null ? null : `2026-11-24T10:0${minute}:00Z`,
  spotlit_at: null,
  may,
});

describe("hands", () => {
  const people = new Store<ReadonlyMap<string, Person>>(new Map());
  const leads = new Store(true);
  const raiseHand = vi.fn(() => Promise.resolve());
  let notices: Notices;
  let hands: Hands;
  let onSpeaking: (speaking: boolean) => void;
  const set = (...list: Person[]): void => {
    people.set(new Map(list.map((one) => [one.identity, one])));
  };
  const toasts = (): string[] => notices.toasts.get().map(({ title, text }) => `${title} ${text}`.trim());

  beforeEach(() => {
    vi.useFakeTimers();
    raiseHand.mockClear();
    leads.set(true);
    notices = new Notices();
    const localParticipant = {
      isSpeaking: false,
      on: (_event: string, listener: (speaking: boolean) => void) => (onSpeaking = listener),
      off: () => undefined,
    };
    hands = new Hands({ people, leads } as unknown as Hall, { localParticipant } as unknown as Room, { raiseHand } as unknown as Attendance, notices, "me");
    hands.open();
  });
  afterEach(() => {
    hands.close();
    vi.useRealTimers();
  });

  it("that go up are told to who leads, once, and not those that were up before", () => {
    set(person("ada", 1));
    set(person("ada", 1), person("bob", 2));
    set(person("ada", 1), person("bob", 2), person("eve", null));
    expect(toasts()).toEqual(["BOB raised a hand"]);
    set(person("ada", 1), person("bob", null));
    expect(toasts()).toEqual([]);
  });

  it("are not told to others", () => {
    leads.set(false);
    set();
    set(person("ada", 1));
    expect(toasts()).toEqual([]);
  });

  it("of mine: told when a host lowers it, not when I do", async () => {
    set();
    await hands.flip();
    expect(raiseHand).toHaveBeenLastCalledWith(true);
    set(person("me", 1));
    set(person("me", null));
    expect(toasts()).toEqual(["A host has lowered your hand"]);
    set(person("me", 2));
    await hands.flip();
    expect(raiseHand).toHaveBeenLastCalledWith(false);
    set(person("me", null));
    expect(toasts()).toEqual(["A host has lowered your hand"]);
  });

  it("go down when one speaks, after a countdown", () => {
    set();
    set(person("me", 1));
    onSpeaking(true);
    vi.advanceTimersByTime(5_000);
    expect(hands.lowering.get()).toBe(5);
    vi.advanceTimersByTime(3_000);
    expect(hands.lowering.get()).toBe(2);
    expect(raiseHand).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(raiseHand).toHaveBeenCalledExactlyOnceWith(false);
    expect(hands.lowering.get()).toBeNull();
  });

  it("stay up when one says so, until raised again", () => {
    set();
    set(person("me", 1));
    onSpeaking(true);
    vi.advanceTimersByTime(5_000);
    hands.keep();
    onSpeaking(true);
    vi.advanceTimersByTime(20_000);
    expect(raiseHand).not.toHaveBeenCalled();
  });

  it("are left alone while they are down", () => {
    set();
    onSpeaking(true);
    vi.advanceTimersByTime(20_000);
    expect(hands.lowering.get()).toBeNull();
  });
});
