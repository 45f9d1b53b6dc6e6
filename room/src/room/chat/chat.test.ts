import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Message } from "../api/types";
import { Chat } from "./chat";
import { message } from "./message.example";

const numbers = (chat: Chat): number[] => chat.state.get().rows.map((row) => row.number);

describe("the chat", () => {
  let history: Message[];
  let answer: (text: string, nonce: string) => Promise<Message>;
  const seen: Message[] = [];
  const read = vi.fn((after?: number) =>
    Promise.resolve({
      messages: after === undefined ? history : history.filter((row) => row.changed > after),
      changes: history.length,
    }),
  );
  const server = { chat: read, write: (text: string, nonce: string) => answer(text, nonce) } as unknown as Attendance;
  let chat: Chat;

  beforeEach(async () => {
    history = [message(1), message(2)];
    seen.length = 0;
    chat = new Chat(server, "me", (messages) => seen.push(...messages));
    await chat.catchUp();
    read.mockClear();
  });

  it("does not count history as unread", () => {
    expect(numbers(chat)).toEqual([1, 2]);
    expect(chat.state.get().unread).toBe(0);
  });

  it("shows what comes, once", () => {
    chat.receive(message(3));
    chat.receive(message(3));
    expect(numbers(chat)).toEqual([1, 2, 3]);
    expect(chat.state.get().unread).toBe(1);
    expect(read).not.toHaveBeenCalled();
  });

  it("reads what a lost message left out", async () => {
    history = [1, 2, 3, 4, 5].map((number) => message(number));
    chat.receive(message(5));
    await vi.waitFor(() => {
      expect(numbers(chat)).toEqual([1, 2, 3, 4, 5]);
    });
    expect(read).toHaveBeenCalledWith(2);
    expect(seen.map((row) => row.number)).toEqual([3, 4, 5]);
  });

  it("shows a text at once and then its row", async () => {
    let arrive: (row: Message) => void = () => undefined;
    answer = () => new Promise((resolve) => (arrive = resolve));
    const sent = chat.write("hello");
    expect(chat.state.get().pending).toMatchObject([{ text: "hello", failed: null }]);
    chat.receive(message(3, { identity: "me", text: "hello" }));
    expect(chat.state.get().pending).toEqual([]);
    arrive(message(3, { identity: "me", text: "hello" }));
    await sent;
    expect(numbers(chat)).toEqual([1, 2, 3]);
    expect(chat.state.get().unread).toBe(0);
  });

  it("keeps what was not sent, and sends it again under the same nonce", async () => {
    const nonces: string[] = [];
    answer = (_text, nonce) => {
      nonces.push(nonce);
      return nonces.length === 1 ? Promise.reject(new Problem("offline", 0)) : Promise.resolve(message(3, { identity: "me" }));
    };
    await chat.write("hello");
    const failed = chat.state.get().pending[0];
    expect(failed?.text).toBe("hello");
    expect(failed?.failed).toMatch(/can't be reached/);
    await chat.retry(failed?.nonce ?? "");
    expect(chat.state.get().pending).toEqual([]);
    expect(new Set(nonces).size).toBe(1);
    expect(nonces).toHaveLength(2);
    expect(numbers(chat)).toEqual([1, 2, 3]);
  });

  it("has nothing unread while it is open", () => {
    chat.receive(message(3));
    chat.show(true);
    chat.receive(message(4));
    expect(chat.state.get().unread).toBe(0);
    expect(seen).toHaveLength(1);
  });
});
