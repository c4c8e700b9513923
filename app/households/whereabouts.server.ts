import type { Transaction } from "~/platform/db.server";
import { isDeath } from "./member";

/**
 * Whether one of these people (by the blind index of their number) is in a household now, or was registered as dead. Locks
 * the numbers until the transaction ends, so that nobody is registered twice at the same moment.
 */
export async function whereabouts(
  tx: Transaction,
  indexes: readonly string[],
): Promise<{ readonly kind: "person-registered-elsewhere" | "person-died"; readonly index: string } | undefined> {
  for (const index of [...indexes].sort())
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${index}, 1))`;
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
