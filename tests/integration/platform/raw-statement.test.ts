import { expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { db, Prisma } from "~/platform/db.server";
import { readRows } from "~/platform/read-rows.server";

const EVERY_FORM = Prisma.sql`
  SELECT 9007199254740993::bigint AS big, 7::int AS whole, 1.5::float8 AS half, true AS yes, NULL::text AS none, '茶'::text AS word,
    ${["甲", 'a,b\\"c']}::text[] AS words, ARRAY[1, 2]::int[] AS months, '{"fen": 3990}'::jsonb AS json,
    '2026-11-28T03:00:00.123Z'::timestamptz AS instant, ${new Date("2026-01-31T16:30:00Z")}::timestamptz AS given,
    '0197f0f0-0000-7000-8000-000000000001'::uuid AS id`;

test("rows have the same values as through Prisma, to the type", async () => {
  const [row] = await readRows(db(), EVERY_FORM);
  expect([row]).toEqual(await db().$queryRaw(EVERY_FORM));
  expect(row).toMatchObject({ big: 9007199254740993n, given: new Date("2026-01-31T16:30:00Z") });
});

test("a type that pg and Prisma have differently is refused, not answered otherwise", async () => {
  for (const cast of [Prisma.sql`1::numeric`, Prisma.sql`'2026-11-28'::date`, Prisma.sql`ARRAY[1]::bigint[]`]) {
    await expect(readRows(db(), Prisma.sql`SELECT ${cast} AS value`)).rejects.toThrow("cast the column");
  }
});

test("inside a transaction it reads what the transaction has written", async () => {
  const id = newId();
  const count = Prisma.sql`SELECT count(*)::int AS count FROM message WHERE id = ${id}::uuid`;
  await db()
    .$transaction(async (tx) => {
      await tx.message.create({
        data: { id, channel: "EMAIL", recipient: "a@example.test", subject: "", body: "", createdAt: new Date() },
      });
      expect(await readRows(tx, count)).toEqual([{ count: 1 }]);
      expect(await readRows(db(), count)).toEqual([{ count: 0 }]);
      throw new Error("rolled back");
    })
    .catch((error: Error) => expect(error.message).toBe("rolled back"));
});
