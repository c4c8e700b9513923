import { expect, test } from "vitest";
import { atMost } from "./at-most";

test("never more than two work at a time, all get their turn, and a failure frees its place", async () => {
  const limited = atMost(2);
  let running = 0;
  let most = 0;
  const works = Array.from({ length: 9 }, (_, i) =>
    limited(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, i % 3));
      running -= 1;
      if (i % 4 === 0) throw new Error("broken");
      return i;
    }),
  );
  const results = await Promise.allSettled(works);
  expect(most).toBe(2);
  expect(results.filter((result) => result.status === "fulfilled").map((result) => result.value)).toEqual([
    1, 2, 3, 5, 6, 7,
  ]);
});
