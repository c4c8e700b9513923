import { afterEach, expect, test } from "vitest";
import { startSchedule, type Job } from "../../../scripts/worker/schedule";

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

test("jobs that take long run one at a time, and what has to be quick runs beside them", async () => {
  const ran: string[] = [];
  const going: (() => void)[] = [];
  const long = (name: string): Job => ({
    name,
    every: "1 day",
    atStart: true,
    long: true,
    run: () => {
      ran.push(name);
      return new Promise<void>((resolve) => going.push(resolve));
    },
  });
  const quick: Job = {
    name: "quick",
    every: "15 s",
    run: async () => {
      ran.push("quick");
    },
  };
  ({ stop } = await startSchedule([long("one"), long("two"), long("three"), quick]));
  const order = () => ran.filter((name) => name !== "quick");
  await expect.poll(() => ran.includes("quick") && order().length, { timeout: 20_000 }).toBe(1);
  for (const many of [2, 3]) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(order()).toHaveLength(many - 1);
    going.at(-1)?.();
    await expect.poll(() => order().length, { timeout: 20_000 }).toBe(many);
  }
  going.at(-1)?.();
  expect(order().toSorted()).toEqual(["one", "three", "two"]);
});
