import type { Transaction } from "~/platform/db.server";
import { isDeath } from "./member";

/** Nobody else registers these people until the transaction ends. Whoever locks a household, too, locks it before. */
export async function lockPeople(tx: Transaction, indexes: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(index, 1)) FROM (
      SELECT DISTINCT index COLLATE "C" AS index FROM unnest(${[...indexes]}::text[]) AS index ORDER BY 1) AS person`;
}

/**
 * Whether one of these people (by the blind index of their number) is in a household now, or was registered as dead. Locks
 * the numbers until the transaction ends, so that nobody is registered twice at the same moment.
 */
export async function whereabouts(
  tx: Transaction,
  indexes: readonly string[],
): Promise<{ readonly kind: "person-registered-elsewhere" | "person-died"; readonly index: string } | undefined> {
  await lockPeople(tx, indexes);
  const found = await tx.householdMember.findMany({
    where: { idNumberIndex: { in: [...indexes] } },
    select: { idNumberIndex: true, leftOn: true, leftReason: true },
  });
  for (const { idNumberIndex: index, leftOn, leftReason } of found) {
    if (index === null) continue;
    if (leftOn === null) return { kind: "person-registered-elsewhere", index };
    if (isDeath(leftReason ?? "")) return { kind: "person-died", index };
  }
  return undefined;
}
