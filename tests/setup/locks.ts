import { db, withTransaction, type Transaction } from "~/platform/db.server";

/** Until so many connections to this file's database wait for somebody's lock; not for the blink that a table takes to grow. */
export async function untilWaiting(many: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const [row] = await db().$queryRaw<{ waiting: number }[]>`
      SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE datname = current_database() AND NOT granted AND waitstart < clock_timestamp() - interval '20 ms'`;
    if ((row?.waiting ?? 0) >= many) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`fewer than ${many} came to the barrier`);
}

/** All of it comes to the lock that `hold` takes, in this order, and is let go when everything waits there; its answers. */
export async function letGoTogether<Answer>(
  hold: (tx: Transaction) => Promise<unknown>,
  ...begin: readonly (() => Promise<Answer>)[]
): Promise<Answer[]> {
  const { begun } = await withTransaction("barrier", async (tx) => {
    await hold(tx);
    const answers: Promise<Answer>[] = [];
    for (const one of begin) {
      answers.push(one());
      await untilWaiting(answers.length);
    }
    return { begun: answers };
  });
  return Promise.all(begun);
}
