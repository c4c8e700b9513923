import { Prisma, type Transaction } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";

export type LockedHousehold = { readonly id: string; readonly areaCode: string; readonly wrappedKey: string };

/** Locks a household of the given areas for a change. Undefined when it is not there or lies elsewhere, which is the same answer. */
export async function lockHousehold(
  tx: Transaction,
  householdId: string,
  prefixes: readonly string[],
): Promise<LockedHousehold | undefined> {
  const [row] = await tx.$queryRaw<{ id: string; area_code: string; wrapped_key: string }[]>`
    SELECT id, area_code, wrapped_key FROM household
    WHERE id = ${householdId}::uuid AND ${withinAreas(Prisma.sql`area_code`, prefixes)} FOR UPDATE`;
  return row && { id: row.id, areaCode: row.area_code, wrappedKey: row.wrapped_key };
}
