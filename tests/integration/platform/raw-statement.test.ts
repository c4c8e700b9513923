import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { db, Prisma, withTransaction, type Db } from "~/platform/db.server";
import { PrismaClient } from "#prisma/generated/client";

const interpreted = new PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env["DATABASE_URL"] ?? "", options: "-c TimeZone=UTC" }),
});
afterAll(() => interpreted.$disconnect());

const EVERY_FORM = Prisma.sql`
  SELECT 9007199254740993::bigint AS big, 7::int AS whole, 1.5::float8 AS half, true AS yes, NULL::text AS none, '茶'::text AS word,
    ${["甲", 'a,b\\"c']}::text[] AS words, ARRAY[1, 2]::int[] AS months, '{"fen": 3990}'::jsonb AS json,
    ARRAY[9007199254740993, NULL]::bigint[] AS bigs, 12.340::numeric AS exact, 'journal'::name AS relation,
    '2026-11-28T03:00:00.123Z'::timestamptz AS instant, ${new Date("2026-01-31T16:30:00Z")}::timestamptz AS given,
    '2026-11-28'::date AS day, ${new Date("2026-01-31T16:30:00Z")}::date AS utc_day,
    ${[new Date("2026-01-31T16:30:00Z")]}::timestamptz[] AS instants, ${new Prisma.Decimal("0.10")}::numeric AS tenth,
    '0197f0f0-0000-7000-8000-000000000001'::uuid AS id`;

test("rows have the values that Prisma's interpreter gives, to the type", async () => {
  const expected = await interpreted.$queryRaw(EVERY_FORM);
  expect(await db().$queryRaw(EVERY_FORM)).toEqual(expected);
  await withTransaction("test", async (tx) => expect(await tx.$queryRaw(EVERY_FORM)).toEqual(expected));
});

test("a type without a known form is refused, not answered otherwise", async () => {
  for (const cast of [Prisma.sql`'12:00'::time`, Prisma.sql`ARRAY['2026-11-28']::date[]`]) {
    await expect(db().$queryRaw`SELECT ${cast} AS value`).rejects.toThrow("cast the column");
  }
});

const countOf = async (on: Db, id: string) =>
  (await on.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM message WHERE id = ${id}::uuid`)[0]
    ?.count;

const letter = (id: string) => ({
  id,
  channel: "EMAIL",
  recipient: "a@example.test",
  subject: "",
  body: "",
  createdAt: new Date(),
});

test("inside a transaction raw statements and Prisma's own see each other, and are undone together", async () => {
  const [written, raw] = [newId(), newId()];
  const working = withTransaction("test", async (tx) => {
    await tx.message.create({ data: letter(written) });
    expect(await countOf(tx, written)).toBe(1);
    expect(await countOf(db(), written)).toBe(0);
    const changed = await tx.$executeRaw`
      INSERT INTO message (id, channel, recipient, subject, body, created_at) VALUES (${raw}::uuid, 'EMAIL', 'b', '', '', now())`;
    expect(changed).toBe(1);
    expect(await tx.message.count({ where: { id: raw } })).toBe(1);
    throw new Error("rolled back");
  });
  await expect(working).rejects.toThrow("test: rolled back");
  expect([await countOf(db(), written), await countOf(db(), raw)]).toEqual([0, 0]);
});

test("transactions side by side each keep to their own connection", async () => {
  const ids = Array.from({ length: 12 }, () => newId());
  await Promise.all(
    ids.map((id) =>
      withTransaction("test", async (tx) => {
        await tx.message.create({ data: letter(id) });
        const seen = await Promise.all(ids.map((other) => countOf(tx, other)));
        expect(seen[ids.indexOf(id)]).toBe(1);
        if (ids.indexOf(id) % 2 === 1) throw new Error("odd");
      }).catch((error: Error) => expect(error.message).toBe("test: odd")),
    ),
  );
  expect(await Promise.all(ids.map((id) => countOf(db(), id)))).toEqual(ids.map((_, index) => 1 - (index % 2)));
});

test("a transaction that Prisma opens for itself meanwhile keeps its own connection", async () => {
  const id = newId();
  await withTransaction("test", async (tx) => {
    await db().$transaction([db().message.count(), db().message.count()]);
    await tx.message.create({ data: letter(id) });
    expect(await countOf(tx, id)).toBe(1);
  });
  expect(await countOf(db(), id)).toBe(1);
});

test("after its end, also one by time, a transaction's raw statements are refused: they would be in another's", async () => {
  const id = newId();
  let late: Db | undefined;
  const slow = withTransaction(
    "slow",
    async (tx) => {
      late = tx;
      await tx.message.create({ data: letter(id) });
      await new Promise((resolve) => setTimeout(resolve, 400));
      return countOf(tx, id);
    },
    { timeoutMs: 100 },
  );
  await expect(slow).rejects.toThrow("slow: the transaction has ended");
  expect(await countOf(db(), id)).toBe(0);
  if (!late) throw new Error("the transaction did not begin");
  await expect(countOf(late, id)).rejects.toThrow("the transaction has ended");
});
