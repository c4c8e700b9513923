import pg from "pg";
import { expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { periodOf } from "~/kernel/period";
import { connect } from "~/platform/db.server";

test("an instant is stored and read as itself whatever time zone the database is set to", async () => {
  const ownerUrl = process.env["DATABASE_OWNER_URL"] ?? "";
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const database = new URL(ownerUrl).pathname.slice(1);
  await owner.query(`ALTER DATABASE ${owner.escapeIdentifier(database)} SET TimeZone = 'Asia/Shanghai'`);
  const client = connect(process.env["DATABASE_URL"] ?? "", 2);
  try {
    // 1 February, half past midnight in Shanghai: still January in UTC.
    const at = new Date("2026-01-31T16:30:00.000Z");
    const id = newId();
    await client.message.create({
      data: { id, channel: "EMAIL", recipient: "a@example.test", subject: "", body: "", createdAt: at },
    });
    const { rows } = await owner.query<{ seconds: string }>(
      "SELECT extract(epoch FROM created_at)::text AS seconds FROM message WHERE id = $1",
      [id],
    );
    expect(Number(rows[0]?.seconds)).toBe(at.getTime() / 1000);
    const [row] = await client.$queryRaw<{ createdAt: Date }[]>`
      SELECT created_at AS "createdAt" FROM message WHERE id = ${id}::uuid AND created_at = ${at}::timestamptz`;
    expect(row && periodOf(row.createdAt)).toBe("2026-02");
  } finally {
    await client.$disconnect();
    await owner.query(`ALTER DATABASE ${owner.escapeIdentifier(database)} RESET TimeZone`);
    await owner.end();
  }
});
