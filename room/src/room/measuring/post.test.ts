import { describe, expect, it, vi } from "vitest";
import { Problem } from "../api/problem";
import type { Batch } from "../api/types";
import { Post } from "./post";

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const batch = (number: number): Batch => ({ number, age: 0, seconds: [10], readings: {}, events: [], transport: "udp" });

function line() {
  let now = 0;
  let answer: () => Promise<void> = () => Promise.resolve();
  const sent: { number: number; age: number; last: boolean }[] = [];
  const attendance = {
    tellSamples: vi.fn(async (one: Batch, last: boolean) => {
      await answer();
      sent.push({ number: one.number, age: one.age, last });
    }),
  };
  const post = new Post(attendance, () => now);
  return {
    post,
    sent,
    attendance,
    at: (ms: number) => {
      now = ms;
    },
    answer: (how: () => Promise<void>) => {
      answer = how;
    },
  };
}
const fail = (status: number) => () => Promise.reject(new Problem("x", status));

describe("batches", () => {
  it("go out in their order", async () => {
    const { post, sent } = line();
    post.add({ batch: batch(0), at: 0 });
    post.add({ batch: batch(1), at: 0 });
    await settle();
    expect(sent.map(({ number }) => number)).toEqual([0, 1]);
  });

  it("wait for the network, and say how late they are", async () => {
    const { post, sent, at, answer } = line();
    answer(fail(0));
    post.add({ batch: batch(0), at: 1_000 });
    await settle();
    expect(sent).toEqual([]);
    answer(() => Promise.resolve());
    at(61_000);
    post.add({ batch: batch(1), at: 61_000 });
    await settle();
    expect(sent).toEqual([
      { number: 0, age: 60, last: false },
      { number: 1, age: 0, last: false },
    ]);
  });

  it("wait for a server that is down, and are given up where it refuses them", async () => {
    const { post, sent, answer } = line();
    answer(fail(503));
    post.add({ batch: batch(0), at: 0 });
    await settle();
    answer(fail(422));
    post.add({ batch: batch(1), at: 0 });
    await settle();
    answer(() => Promise.resolve());
    post.add({ batch: batch(2), at: 0 });
    await settle();
    expect(sent.map(({ number }) => number)).toEqual([2]);
  });

  it("stop where the ticket is no good any more", async () => {
    const { post, attendance, answer } = line();
    answer(fail(410));
    post.add({ batch: batch(0), at: 0 });
    await settle();
    post.add({ batch: batch(1), at: 0 });
    await settle();
    expect(attendance.tellSamples).toHaveBeenCalledTimes(1);
  });

  it("are thrown away when they are too many or too old", async () => {
    const { post, sent, at, answer } = line();
    answer(fail(0));
    for (let number = 0; number < 20; number += 1) post.add({ batch: batch(number), at: 0 });
    await settle();
    answer(() => Promise.resolve());
    at(900_000);
    post.add({ batch: batch(20), at: 900_000 });
    await settle();
    expect(sent.map(({ number }) => number)).toEqual([20]);
  });

  it("all go at once when the page does", async () => {
    const { post, sent, answer } = line();
    answer(fail(0));
    post.add({ batch: batch(0), at: 0 });
    await settle();
    answer(() => Promise.resolve());
    post.finish({ batch: batch(1), at: 0 });
    post.finish({ batch: batch(2), at: 0 });
    await settle();
    expect(sent).toEqual([
      { number: 0, age: 0, last: true },
      { number: 1, age: 0, last: true },
    ]);
  });
});
