import type { Prisma, Transaction } from "./db.server";

/**
 * The rows of a query in batches of 250, through a cursor: however many there are, only one batch is in memory, and
 * all of them are of one moment. Needs a transaction of its own; one cursor at a time.
 */
export async function* rowBatches<Row>(
  tx: Transaction,
  query: Prisma.Sql,
): AsyncGenerator<readonly Row[], void, undefined> {
  await tx.$executeRaw`DECLARE row_batches NO SCROLL CURSOR FOR ${query}`;
  for (;;) {
    const rows = await tx.$queryRaw<Row[]>`FETCH 250 FROM row_batches`;
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.$executeRaw`CLOSE row_batches`;
}
