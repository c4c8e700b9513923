import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { db, poolBehind, poolState, readTogether, type Db } from "~/platform/db.server";

const pool = poolBehind(db());
if (!pool) throw new Error("the client has no pool");
const { max } = pool.options;
afterEach(() => {
  pool.options.max = max;
});

const askedOn = async (on: Db) => (await on.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid;

/** As many statements at once; on how many connections they were answered. */
const connectionsUsed = (statements = 6) =>
  readTogether(async (together) => {
    const pids = await Promise.all(Array.from({ length: statements }, () => askedOn(together)));
    return new Set(pids).size;
  });

test("what is read together goes down two connections, down one where there is no second", async () => {
  expect(await connectionsUsed()).toBe(2);
  await closeIdle();
  pool.options.max = 1;
  expect(await connectionsUsed()).toBe(1);
  expectNoneLent();
});

test("pages that read together never wait for each other's second connection", async () => {
  pool.options.max = 2;
  await closeIdle();
  const used = await Promise.all(Array.from({ length: 20 }, () => connectionsUsed()));
  expect(used.every((connections) => connections === 1 || connections === 2)).toBe(true);
  expectNoneLent();
});

test("a second connection that PostgreSQL refuses takes nothing from what is read", async () => {
  await closeIdle();
  await withConnectionLimit(1, async () => {
    expect(await connectionsUsed()).toBe(1);
    expectNoneLent();
  });
  expect(await connectionsUsed()).toBe(2);
});

test("a statement that fails is told once all have ended, and the connections are as before", async () => {
  const reading = readTogether((together) =>
    Promise.all([askedOn(together), together.$queryRaw`SELECT 1 / 0`, together.$queryRaw`SELECT pg_sleep(0.05)`]),
  );
  await expect(reading).rejects.toThrow("division by zero");
  expectNoneLent();
  expect(await connectionsUsed()).toBe(2);
});

function expectNoneLent(): void {
  const { open, idle, waiting } = poolState();
  expect({ lent: open - idle, waiting }).toEqual({ lent: 0, waiting: 0 });
}

async function closeIdle(): Promise<void> {
  const idle = await Promise.all(Array.from({ length: pool?.idleCount ?? 0 }, () => pool?.connect()));
  for (const connection of idle) connection?.release(true);
}

/** The database lets the server's role have no more connections than this. */
async function withConnectionLimit(limit: number, work: () => Promise<void>): Promise<void> {
  const ownerUrl = process.env["DATABASE_OWNER_URL"] ?? "";
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const database = owner.escapeIdentifier(new URL(ownerUrl).pathname.slice(1));
  const limitTo = (connections: number) => owner.query(`ALTER DATABASE ${database} CONNECTION LIMIT ${connections}`);
  try {
    // The owner's own connection counts as one of the database's.
    await limitTo(limit + 1);
    await work();
  } finally {
    await limitTo(-1);
    await owner.end();
  }
}
