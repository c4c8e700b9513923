import type { RegisterErrors } from "~/households/register-book-store.server";
import type { IncomeTotals } from "~/benefits/region-income-store.server";
import { rateOf, type TargetKey } from "~/regions/target";
import { toNumber } from "~/kernel/money";
import type { Overview } from "~/benefits/region-overview-store.server";

/** Where an area stands on each target; undefined where there is nothing to measure. */
export function measuredTargets({
  totals,
  spread,
  collective,
  errors,
}: {
  totals: IncomeTotals;
  spread: Overview["whole"];
  collective: { readonly villages: number; readonly fen: bigint };
  errors: RegisterErrors;
}): Readonly<Record<TargetKey, number | undefined>> {
  return {
    SELLING_HOUSEHOLDS: totals.sellingHouseholds,
    STABLE_ITEM: rateOf(totals.stableHouseholds, totals.households),
    COLLECTIVE_INCOME: collective.villages === 0 ? undefined : toNumber(collective.fen),
    INCIDENCE: spread.lineFen === null ? undefined : rateOf(spread.measured - spread.above, spread.measured),
    WRONG_EXIT: rateOf(errors.returned, errors.exited),
    MISSED: rateOf(errors.supplemented, errors.identified),
    WRONG_ENTRY: rateOf(errors.removed, errors.identified),
  };
}
