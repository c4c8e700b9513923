import type { HouseholdTotals, IncomeScope } from "~/benefits/region-income-store.server";
import { areaOverview, type Overview } from "~/benefits/region-overview-store.server";
import { db } from "~/platform/db.server";

const MANY = { number: 1, size: 1_000 };

/** The areas below one, as the officials' page of it shows them: `below` are their digits. */
export async function areasBelow(scope: IncomeScope, areaCode: string, below: 9 | 12): Promise<Overview["parts"]> {
  return (await areaOverview(db(), { ...scope, areaCode, below, before: scope, chart: scope })).parts;
}

/** The households of a village, as its page shows them. */
export async function householdsOfVillage(scope: IncomeScope, areaCode: string): Promise<readonly HouseholdTotals[]> {
  const asked = { ...scope, areaCode, below: 12, before: scope, chart: scope, households: MANY } as const;
  return (await areaOverview(db(), asked)).households;
}
