import { dayOf } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

const KEEP_SECONDS = 120;

/**
 * Changes whenever goods, prices, stock, freight or the rules in force do: with the commit of the transaction that
 * changes them, with the day (lots expire) and with the hour of a rule. What was drawn after reading a stamp may be shown
 * for as long as the stamp is the same.
 */
export async function shopStamp(db: Db, now: Date): Promise<string> {
  const [row] = await db.$queryRaw<[{ changes: bigint; rules: number }]>`
    SELECT coalesce((SELECT bit_xor(hashint8extended(transaction_id, 0)) FROM shop_change), 0) AS changes,
      (SELECT count(*) FROM split_rule WHERE approved_at IS NOT NULL AND valid_from <= ${now}::timestamptz)::int
      + (SELECT count(*) FROM fee_schedule WHERE approved_at IS NOT NULL AND valid_from <= ${now}::timestamptz)::int
        AS rules`;
  return `${row.changes}.${row.rules}.${dayOf(now)}`;
}

/** Few rows keep the stamp cheap to read. Forgetting some changes it, which only means that pages are drawn once more. */
export async function forgetShopChanges(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEEP_SECONDS * 1000);
  return db.$executeRaw`DELETE FROM shop_change WHERE changed_at < ${before}::timestamptz`;
}
