import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Db, Prisma } from "./db.server";

/** A page of a list and how many rows there are of it; `order` has to leave no two rows alike, or a row could stand on two pages. */
export async function pageOf<Row>(db: Db, list: Prisma.Sql, order: Prisma.Sql, page: PageRequest): Promise<Page<Row>> {
  const [[counted], rows] = await Promise.all([
    db.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM (${list}) list`,
    db.$queryRaw<Row[]>`${list} ORDER BY ${order} LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`,
  ]);
  return { rows, total: counted.total, ...page };
}
