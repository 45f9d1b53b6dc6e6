import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Attendance } from "../api/meeting";
import { Problem } from "../api/problem";
import type { Message } from "../api/types";
import { Chat } from "./chat";
import { message } from "./message.example";

/** A meeting's chat as the server keeps it: its lines, and the count of its changes. */
class Server {
  lines: Message[] = [];
  changes = 0;
  newest = 200;
  answer: ((text: string, nonce: string) => Promise<Message>) | null = null;

  /** Writes line `number`, or writes it anew. */
  put(number: number, part: Partial<Message> = {}): Message {
    this.changes += 1;
    const line = message(number, { ...part, changed: this.changes });
    this.lines = [...this.lines.filter(({ id }) => id !== line.id), line].sort((a, b) => a.number - b.number);
    return line;
  }

  chat = vi.fn((after?: number) => {
    const messages = after === undefined ? this.lines.slice(-this.newest) : this.lines.filter(({ changed }) => changed > after);
    return Promise.resolve({ messages, changes: this.changes, earlier: after === undefined && this.lines.length > this.newest });
  });

  chatBefore = vi.fn((number: number) =>
    Promise.resolve({ messages: this.lines.filter((line) => line.number < number), changes: this.changes, earlier: false }),
  );

  write = vi.fn((text: string, nonce: string, replyTo: string | null) =>
    this.answer ? this.answer(text, nonce) : Promise.resolve(this.put(this.changes + 1, { identity: "me", text, reply_to: replyTo })),
  );

  edit = vi.fn((id: string, text: string) => {
    const line = this.lines.find((one) => one.id === id);
    return line ? Promise.resolve(this.put(line.number, { ...line, text, edited_at: "2026-11-24T11:00:00Z" })) : Promise.reject(new Problem("not-found", 404));
  });

  deleteLine = vi.fn((id: string) => {
    const line = this.lines.find((one) => one.id === id);
    if (line) this.put(line.number, { ...line, text: "", deleted: "author" });
    return Promise.resolve();
  });
}

describe("the chat", () => {
  let server: Server;
  let chat: Chat;
  const seen: Message[] = [];
  const numbers = (): number[] => chat.state.get().rows.map((row) => row.number);
  const texts = (): string[] => chat.state.get().rows.map((row) => row.text);

  const open = async (): Promise<void> => {
    chat = new Chat(server as unknown as Attendance, "me", (messages) => seen.push(...messages));
    await chat.catchUp();
    server.chat.mockClear();
  };

  beforeEach(async () => {
    server = new Server();
    server.put(1);
    server.put(2);
    seen.length = 0;
    await open();
  });

  it("does not count history as unread", () => {
    expect(numbers()).toEqual([1, 2]);
    expect(chat.state.get().unread).toBe(0);
  });

  it("shows what comes, once", () => {
    const line = server.put(3);
    chat.receive(line);
    chat.receive(line);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(chat.state.get().unread).toBe(1);
    expect(server.chat).not.toHaveBeenCalled();
  });

  it("reads what a lost message left out", async () => {
    server.put(3);
    server.put(1, { text: "edited" });
    chat.receive(server.put(5));
    await vi.waitFor(() => {
      expect(numbers()).toEqual([1, 2, 3, 5]);
    });
    expect(server.chat).toHaveBeenCalledExactlyOnceWith(2);
    expect(texts()[0]).toBe("edited");
    expect(seen.map((row) => row.number)).toEqual([3, 5]);
  });

  it("takes what comes while it reads, although it is newer than the answer", async () => {
    server.put(3);
    const read = chat.catchUp();
    chat.receive(server.put(4));
    await read;
    expect(numbers()).toEqual([1, 2, 3, 4]);
    chat.receive(server.put(5));
    expect(numbers()).toEqual([1, 2, 3, 4, 5]);
  });

  it("does not let an old version of a line overwrite a newer one", () => {
    const old = server.put(3, { text: "first" });
    const edited = server.put(3, { text: "second" });
    chat.receive(old);
    chat.receive(edited);
    chat.receive(old);
    expect(texts()[2]).toBe("second");
    expect(chat.state.get().unread).toBe(1);
  });

  it("counts an unread line no more when it was deleted", () => {
    chat.receive(server.put(3));
    chat.receive(server.put(4));
    chat.receive(server.put(3, { text: "", deleted: "author" }));
    expect(chat.state.get().unread).toBe(1);
    chat.show(true);
    expect(chat.state.get()).toMatchObject({ unread: 0, newFrom: 4 });
    chat.show(false);
    expect(chat.state.get().newFrom).toBeNull();
  });

  it("leaves out changes to lines it has not read, until it reads them", async () => {
    server.newest = 1;
    await open();
    expect(chat.state.get()).toMatchObject({ earlier: "there" });
    chat.receive(server.put(1, { text: "edited" }));
    expect(numbers()).toEqual([2]);
    await chat.readEarlier();
    expect(texts()).toEqual(["edited", "text 2"]);
    await vi.waitFor(() => {
      expect(chat.state.get().earlier).toBe("none");
    });
    expect(chat.state.get().unread).toBe(0);
  });

  it("shows a text at once and then its row", async () => {
    let arrive: (row: Message) => void = () => undefined;
    server.answer = () => new Promise((resolve) => (arrive = resolve));
    const sent = chat.write("hello");
    expect(chat.state.get().pending).toMatchObject([{ text: "hello", failed: null }]);
    const row = server.put(3, { identity: "me", text: "hello" });
    chat.receive(row);
    expect(chat.state.get().pending).toEqual([]);
    arrive(row);
    await sent;
    expect(numbers()).toEqual([1, 2, 3]);
    expect(chat.state.get().unread).toBe(0);
  });

  it("keeps what was not sent, and sends it again under the same nonce", async () => {
    const nonces: string[] = [];
    server.answer = (_text, nonce) => {
      nonces.push(nonce);
      return nonces.length === 1 ? Promise.reject(new Problem("offline", 0)) : Promise.resolve(server.put(3, { identity: "me" }));
    };
    await chat.write("hello");
    const failed = chat.state.get().pending[0];
    expect(failed?.text).toBe("hello");
    expect(failed?.failed).toMatch(/can't be reached/);
    await chat.retry(failed?.nonce ?? "");
    expect(chat.state.get().pending).toEqual([]);
    expect(new Set(nonces).size).toBe(1);
    expect(nonces).toHaveLength(2);
    expect(numbers()).toEqual([1, 2, 3]);
  });

  it("replies to a line, and no more once that is deleted", async () => {
    chat.startReply(server.lines[0] ?? null);
    await chat.write("yes");
    expect(server.write).toHaveBeenCalledWith("yes", expect.any(String), "row-1");
    expect(chat.state.get().replyTo).toBeNull();
    chat.startReply(server.lines[1] ?? null);
    chat.receive(server.put(2, { text: "", deleted: "host" }));
    expect(chat.state.get().replyTo).toBeNull();
  });

  it("edits the last line of mine that is there, and says why it could not", async () => {
    await chat.write("mine");
    chat.editLast();
    const { editing } = chat.state.get();
    expect(editing).toBe("row-3");
    expect(await chat.edit("row-3", "better")).toBeNull();
    expect(texts()[2]).toBe("better");
    expect(chat.state.get().editing).toBeNull();
    expect(await chat.edit("row-9", "x")).toBeTruthy();
  });

  it("reads the tombstone when the news of it was lost", async () => {
    await chat.write("mine");
    await chat.delete("row-3");
    expect(chat.state.get().rows[2]).toMatchObject({ deleted: "author", text: "" });
  });

  it("has nothing unread while it is open", () => {
    chat.receive(server.put(3));
    chat.show(true);
    chat.receive(server.put(4));
    expect(chat.state.get().unread).toBe(0);
    expect(seen).toHaveLength(1);
  });
});
