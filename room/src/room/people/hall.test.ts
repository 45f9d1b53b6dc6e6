import { describe, expect, it, vi } from "vitest";
import type { Attendance } from "../api/meeting";
import type { Entry, Person, Rules, Session } from "../api/types";
import { Hall } from "./hall";
import { inOrder } from "./in-order";

const ALL: Rules = { microphone: true, camera: true, share: true, chat: true, rename: true };

function person(identity: string, part: Partial<Person> = {}): Person {
  return { identity, name: identity, cohost: false, hand_at: null, spotlit_at: null, may: ALL, ...part };
}

function session(version: number, part: Partial<Session> = {}): Session {
  return { title: "", code: "", link: "", version, waiting: 0, locked: false, enter_muted: false, sounds: true, rules: ALL, people: [], ...part };
}

function hall(read: () => Session): { hall: Hall; asked: () => number; lobby: () => number } {
  const ask = vi.fn(() => Promise.resolve(read()));
  const lobby = vi.fn(() => Promise.resolve([]));
  const attendance = { session: ask, lobby } as unknown as Attendance;
  const entry = { identity: "me", role: "member", leads: false, may: ALL } as Entry;
  return { hall: new Hall(attendance, entry, () => undefined), asked: () => ask.mock.calls.length, lobby: () => lobby.mock.calls.length };
}

describe("a session's changes", () => {
  it("are merged when they follow", async () => {
    const { hall: mine, asked } = hall(() => session(4, { people: [person("ada", { hand_at: "2026-01-01T10:00:00Z" })] }));
    await mine.readSession();
    mine.receive({ kind: "change", version: 5, state: { ...session(5), locked: true }, people: [person("bea", { hand_at: "2026-01-01T09:00:00Z" })] });
    expect(mine.session.get()?.locked).toBe(true);
    expect(inOrder(mine.people.get().values(), "hand_at")).toEqual(["bea", "ada"]);
    expect(asked()).toBe(1);
  });

  it("are read anew when one was missed", async () => {
    let now = session(4);
    const { hall: mine, asked } = hall(() => now);
    await mine.readSession();
    now = session(6, { locked: true });
    mine.receive({ kind: "change", version: 6, state: session(6), people: [] });
    await vi.waitFor(() => {
      expect(mine.session.get()?.version).toBe(6);
    });
    expect(asked()).toBe(2);
    expect(mine.session.get()?.locked).toBe(true);
  });

  it("that are old change nothing", async () => {
    const { hall: mine, asked } = hall(() => session(7));
    await mine.readSession();
    mine.receive({ kind: "change", version: 7, state: { ...session(7), locked: true }, people: [] });
    expect(mine.session.get()?.locked).toBe(false);
    expect(asked()).toBe(1);
  });

  it("make me a leader, who then sees the lobby, and nobody again", async () => {
    const { hall: mine, lobby } = hall(() => session(1, { rules: { ...ALL, share: false } }));
    await mine.readSession();
    expect(mine.may.get().share).toBe(false);
    const change = { kind: "change", state: { ...session(1), rules: { ...ALL, share: false } } } as const;
    mine.receive({ ...change, version: 2, people: [person("me", { cohost: true })] });
    expect(mine.leads.get()).toBe(true);
    expect(mine.may.get().share).toBe(true);
    expect(lobby()).toBe(1);
    mine.receive({ ...change, version: 3, people: [person("me", { may: { ...ALL, chat: false } })] });
    expect(mine.leads.get()).toBe(false);
    expect(mine.may.get()).toEqual({ ...ALL, share: false, chat: false });
  });
});
