import { proportionOf, sum, type Fen } from "~/kernel/money";
import { compositionModeOf, type CompositionMode, type IntakeMode } from "./settlement-mode";

/** What one delivery gives to a lot. householdId null = OTHER, an unregistered supplier. */
export type LotContribution = {
  readonly intakeId: string;
  readonly householdId: string | null;
  readonly settlementMode: IntakeMode;
  /** base units taken from the delivery */
  readonly quantity: number;
  /** fen per kg or piece: agreed at intake or, for consigned goods, at sealing at the latest */
  readonly unitPriceFen: Fen;
};

/** One row of a lot's frozen composition: who stands behind it, settled how. */
export type CompositionRow = {
  readonly householdId: string | null;
  readonly settlementMode: CompositionMode;
  readonly quantity: number;
  /** value weight: base units × grade price; money is spread over these */
  readonly weight: bigint;
  /** bought out: average price already paid, fen per kg or piece; null otherwise */
  readonly unitPriceFen: Fen | null;
};

/**
 * Groups contributions by household and mode, sorted by household id with OTHER last, so that the same deliveries
 * give the same rows for ever. The rows' quantities and weights add up to those of the contributions.
 */
export function composeLot(contributions: readonly LotContribution[]): CompositionRow[] {
  const groups = new Map<string, LotContribution[]>();
  for (const contribution of contributions) {
    const key = `${contribution.householdId ?? "OTHER"}|${compositionModeOf(contribution.settlementMode)}`;
    groups.set(key, [...(groups.get(key) ?? []), contribution]);
  }
  return [...groups.values()].flatMap(rowOf).sort(byHouseholdThenMode);
}

function rowOf(group: readonly LotContribution[]): CompositionRow[] {
  const first = group[0];
  if (!first) return [];
  const settlementMode = compositionModeOf(first.settlementMode);
  const quantity = group.reduce((total, { quantity }) => total + quantity, 0);
  const weight = sum(group.map((one) => BigInt(one.quantity) * one.unitPriceFen));
  const unitPriceFen = settlementMode === "BOUGHT_OUT" ? proportionOf(weight, 1n, BigInt(quantity)) : null;
  return [{ householdId: first.householdId, settlementMode, quantity, weight, unitPriceFen }];
}

/** The composition of a household's own lot: all of it is theirs. */
export function composeDirectLot(householdId: string, quantity: number): CompositionRow[] {
  return [{ householdId, settlementMode: "DIRECT", quantity, weight: BigInt(quantity), unitPriceFen: null }];
}

/** The order of every composition: by household, OTHER last. */
export function byHouseholdThenMode(a: CompositionRow, b: CompositionRow): number {
  if (a.householdId !== b.householdId) {
    if (a.householdId === null) return 1;
    if (b.householdId === null) return -1;
    return a.householdId < b.householdId ? -1 : 1;
  }
  return a.settlementMode < b.settlementMode ? -1 : 1;
}

/** What a lot's hash is taken over; the database recomputes it from its rows, character by character. */
export function compositionText(lot: {
  readonly lotId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly rows: readonly CompositionRow[];
}): string {
  const head = ["huhui-lot-1", lot.lotId, lot.productId, lot.quantity].join("|");
  const rows = lot.rows.map((row, position) =>
    [position, row.householdId ?? "OTHER", row.settlementMode, row.quantity, row.weight, row.unitPriceFen ?? "-"].join(
      "|",
    ),
  );
  return [head, ...rows].join("\n");
}
