import { expect, test } from "vitest";
import { db } from "~/platform/db.server";
import { rateLimit } from "~/platform/rate-limit.server";

test("after so many tries in the time the next is refused, and says for how long", async () => {
  const limit = rateLimit({ name: "sign-in", tries: 3, seconds: 60 });
  for (let i = 0; i < 3; i++) expect(await limit.take("13812345678")).toEqual({ allowed: true });
  const refused = await limit.take("13812345678");
  expect(refused.allowed).toBe(false);
  expect(refused).toHaveProperty("retryAfterSeconds");
  expect(await limit.take("13900000000")).toEqual({ allowed: true });
});

test("a restart does not forget: another limiter of the same name counts on", async () => {
  const key = "restart";
  await rateLimit({ name: "restart", tries: 1, seconds: 60 }).take(key);
  expect((await rateLimit({ name: "restart", tries: 1, seconds: 60 }).take(key)).allowed).toBe(false);
});

test("a success forgets the tries before it", async () => {
  const limit = rateLimit({ name: "reset", tries: 1, seconds: 60 });
  await limit.take("a");
  await limit.reset("a");
  expect(await limit.take("a")).toEqual({ allowed: true });
});

test("of many tries at the same time exactly the allowed number passes", async () => {
  const limit = rateLimit({ name: "race", tries: 5, seconds: 60 });
  const answers = await Promise.all(Array.from({ length: 40 }, () => limit.take("same")));
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(5);
});

test("the table names nobody", async () => {
  const rows = await db().$queryRaw<{ key: string }[]>`SELECT key FROM rate_limit`;
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/13812345678|13900000000/);
});
