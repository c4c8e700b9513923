import type { Transaction } from "~/platform/db.server";
import type { LotChange } from "./lot-change";

/**
 * Locks a lot and tells what was written down since somebody saw `seenEvents` of its movements; undefined when nothing was,
 * or when nobody says what they saw. Sales do not count: they change what is left, but nobody corrects them here.
 */
export async function changedSince(
  tx: Transaction,
  lotId: string,
  seenEvents: number | undefined,
): Promise<LotChange | undefined> {
  const [lot] = await tx.$queryRaw<{ left: number }[]>`
    SELECT available AS left FROM lot WHERE id = ${lotId}::uuid FOR UPDATE`;
  if (!lot || seenEvents === undefined) return undefined;
  const events = await tx.$queryRaw<Omit<LotChange, "left">[]>`
    SELECT e.kind, e.quantity, e.reason, u.display_name AS by
    FROM lot_event e LEFT JOIN app_user u ON u.id = e.actor_id WHERE e.lot_id = ${lotId}::uuid ORDER BY e.at, e.id`;
  const newest = events.at(-1);
  return newest && events.length > seenEvents ? { ...newest, left: lot.left } : undefined;
}
