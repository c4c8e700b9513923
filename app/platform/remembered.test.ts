import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetEverything } from "./per-process.server";
import { remembered } from "./remembered.server";

let asked = 0;
let fails = false;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  forgetEverything();
  asked = 0;
  fails = false;
});
afterEach(() => vi.useRealTimers());

const work = async () => {
  asked += 1;
  const mine = asked;
  if (fails) throw new Error("the database is away");
  return mine;
};
const later = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

test("what is kept is the answer for its time, to many at once, and then it is worked out anew", async () => {
  const ask = () => remembered("figures", 30, work);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  later(29);
  expect(await ask()).toBe(1);
  later(1);
  expect(await ask()).toBe(2);
  expect(await remembered("others", 30, work)).toBe(3);
});

test("a failure is not kept", async () => {
  fails = true;
  await expect(remembered("figures", 30, work)).rejects.toThrow("away");
  fails = false;
  expect(await remembered("figures", 30, work)).toBe(2);
});

test("where it may be older, whoever asks late gets what was kept at once, and it is worked out once meanwhile", async () => {
  const ask = () => remembered("figures", 30, work, { oldSeconds: 300 });
  expect(await ask()).toBe(1);
  later(200);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(asked).toBe(2);
  expect(await ask()).toBe(2);

  later(301);
  expect(await ask()).toBe(3);
});

test("where working it out anew fails, what was kept stays the answer until it is too old, and it is tried again", async () => {
  const ask = () => remembered("figures", 30, work, { oldSeconds: 300 });
  expect(await ask()).toBe(1);
  fails = true;
  later(100);
  expect(await ask()).toBe(1);
  await Promise.resolve();
  expect(await ask()).toBe(1);
  expect(asked).toBe(3);
  later(200);
  await expect(ask()).rejects.toThrow("away");
});
