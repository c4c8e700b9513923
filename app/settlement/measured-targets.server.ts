import type { RegisterErrors } from "~/households/register-book-store.server";
import type { IncomeTotals } from "~/benefits/region-income-store.server";
import { amountText, goalText, isMet, isTargetKey, rateOf, TARGETS, type TargetKey } from "~/regions/target";
import { toNumber } from "~/kernel/money";
import type { CollectiveVillage } from "./collective-store.server";
import type { Overview } from "~/benefits/region-overview-store.server";
import type { TargetRow } from "~/regions/target-store.server";

type Measures = {
  totals: IncomeTotals;
  spread: Overview["whole"];
  collective: readonly CollectiveVillage[];
  errors: RegisterErrors;
};

/** The targets that hold for an area, with what was reached of each. A collective's goal is every village's: they are counted. */
export function targetProgress(targets: readonly TargetRow[], measures: Measures) {
  const measured = measuredTargets(measures);
  const villages = measures.collective.length === 1 ? undefined : collectiveProgress(measures.collective);
  return targets.flatMap(({ key, goal, source, year }) => {
    if (!isTargetKey(key)) return [];
    const value = measured[key];
    const reached =
      key === "COLLECTIVE_INCOME" && villages
        ? { measured: `${villages.reached} / ${villages.of} 村达到`, met: villages.reached === villages.of }
        : {
            measured: value === undefined ? "—" : amountText(key, value),
            met: value !== undefined && isMet(key, value, toNumber(goal)),
          };
    return {
      key,
      label: TARGETS[key].label,
      goal: goalText(key, toNumber(goal)),
      ...reached,
      source: `${source}（${year} 年）`,
    };
  });
}

/** Where an area stands on each target; undefined where there is nothing to measure. */
function measuredTargets({
  totals,
  spread,
  collective,
  errors,
}: Measures): Readonly<Record<TargetKey, number | undefined>> {
  return {
    SELLING_HOUSEHOLDS: totals.sellingHouseholds,
    STABLE_ITEM: rateOf(totals.stableHouseholds, totals.households),
    COLLECTIVE_INCOME: leastOf(collective),
    INCIDENCE: spread.lineFen === null ? undefined : rateOf(spread.measured - spread.above, spread.measured),
    WRONG_EXIT: rateOf(errors.returned, errors.exited),
    MISSED: rateOf(errors.supplemented, errors.identified),
    WRONG_ENTRY: rateOf(errors.removed, errors.identified),
  };
}

/** The goal is every village's: the area stands where the village with the least stands. */
function leastOf(villages: readonly CollectiveVillage[]): number | undefined {
  const earned = villages.map(({ shareFen, ownFen }) => toNumber(shareFen + ownFen));
  return earned.length === 0 ? undefined : Math.min(...earned);
}

/** How many villages reached the goal that holds for each of them; undefined where none has one. */
function collectiveProgress(
  villages: readonly CollectiveVillage[],
): { readonly reached: number; readonly of: number } | undefined {
  const withGoal = villages.flatMap(({ shareFen, ownFen, goalFen }) =>
    goalFen === null ? [] : [{ met: shareFen + ownFen >= goalFen }],
  );
  return withGoal.length === 0 ? undefined : { reached: withGoal.filter(({ met }) => met).length, of: withGoal.length };
}
