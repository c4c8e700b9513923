import type { Db } from "~/platform/db.server";
import type { ConsentPurpose } from "./consent";

export type OpenConsents = ReadonlyMap<ConsentPurpose, { readonly givenAt: Date; readonly confirmedAt: Date | null }>;

/** The consents of a household that were given and not taken back, confirmed or not, by purpose. */
export async function openConsents(db: Db, householdId: string): Promise<OpenConsents> {
  const rows = await db.consent.findMany({
    where: { householdId, withdrawnAt: null },
    select: { purpose: true, givenAt: true, confirmedAt: true },
    orderBy: { givenAt: "asc" },
  });
  return new Map(rows.map(({ purpose, ...dates }) => [purpose as ConsentPurpose, dates]));
}
