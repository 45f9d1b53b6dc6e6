import { expect, test, vi } from "vitest";
import { Problem } from "../room/api/problem";
import { MOST, Outbox } from "./outbox";

const now = () => Promise.resolve();

test("brings one thing after the other, in order", async () => {
  const brought: number[] = [];
  const outbox = new Outbox(vi.fn(), now);
  for (const number of [1, 2, 3]) {
    outbox.add({
      size: 1,
      run: async () => {
        await Promise.resolve();
        brought.push(number);
      },
    });
  }
  await outbox.empty();
  expect(brought).toEqual([1, 2, 3]);
});

test("waits for a server that is away, and loses nothing", async () => {
  const run = vi.fn().mockRejectedValueOnce(new Problem("offline", 0)).mockRejectedValueOnce(new Problem("unexpected", 502)).mockResolvedValue(undefined);
  const refused = vi.fn();
  const outbox = new Outbox(refused, now);
  outbox.add({ size: 1, run });
  await outbox.empty();
  expect(run).toHaveBeenCalledTimes(3);
  expect(refused).not.toHaveBeenCalled();
});

test.each([410, 409, 507])("ends where the server refuses with %i", async (status) => {
  const refused = vi.fn();
  const outbox = new Outbox(refused, now);
  const later = vi.fn();
  outbox.add({ size: 1, run: () => Promise.reject(new Problem("over", status)) });
  outbox.add({ size: 1, run: later });
  await outbox.empty();
  outbox.add({ size: 1, run: later });
  await outbox.empty();
  expect(refused).toHaveBeenCalledOnce();
  expect(later).not.toHaveBeenCalled();
});

test("does not fill the memory while the server is away", () => {
  const refused = vi.fn();
  const outbox = new Outbox(refused, () => new Promise(() => undefined));
  outbox.add({ size: MOST, run: () => Promise.reject(new Problem("offline", 0)) });
  outbox.add({ size: 1, run: now });
  expect(refused).toHaveBeenCalledOnce();
});
