import { toNumber } from "~/kernel/money";
import type { DryRun } from "./dry-run-store.server";
import type { DryRunData } from "./dry-run-table";

export function dryRunData(run: DryRun): DryRunData {
  return {
    orders: run.orders,
    lines: run.lines,
    totalFen: toNumber(run.totalFen),
    rows: run.rows.map((row) => ({
      kind: row.kind,
      beforeFen: toNumber(row.beforeFen),
      afterFen: toNumber(row.afterFen),
    })),
  };
}
