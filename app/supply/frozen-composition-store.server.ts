import { poolBehind, type Db } from "~/platform/db.server";

/** One row of a lot's composition, in its order; householdId null = unregistered suppliers. */
export type FrozenRow = {
  readonly householdId: string | null;
  readonly settlementMode: "CONSIGNED" | "BOUGHT_OUT" | "DIRECT";
  readonly weight: string;
  readonly quantity: number;
  readonly unitPriceFen: string | null;
};

export type FrozenComposition = readonly FrozenRow[];

/** Lots of which a process remembers the composition; the longest not asked for goes first. */
const MOST_LOTS = 5_000;

// For each database its own: what a transaction sees may never be committed, so it is not remembered.
const remembered = new WeakMap<object, Map<string, FrozenComposition>>();

/**
 * Whose goods are in these sealed lots. A sealed lot's composition never changes (a trigger stands behind it), so what
 * was read once is not read again.
 */
export async function frozenCompositions(
  db: Db,
  lotIds: readonly string[],
): Promise<ReadonlyMap<string, FrozenComposition>> {
  const known = memoryOf(db);
  const found = new Map<string, FrozenComposition>();
  for (const lotId of lotIds) {
    const rows = known?.get(lotId);
    if (!rows) continue;
    known?.delete(lotId);
    known?.set(lotId, rows);
    found.set(lotId, rows);
  }
  const missing = lotIds.filter((lotId) => !found.has(lotId));
  if (missing.length === 0) return found;

  const read = await db.$queryRaw<{ lotId: string; rows: FrozenComposition }[]>`
      SELECT c.lot_id AS "lotId", json_agg(json_build_object('householdId', c.household_id,
        'settlementMode', c.settlement_mode, 'weight', c.weight::text, 'quantity', c.quantity,
        'unitPriceFen', c.unit_price_fen::text) ORDER BY c.position) AS rows
      FROM lot_composition c JOIN lot ON lot.id = c.lot_id AND lot.sealed_at IS NOT NULL
      WHERE c.lot_id = ANY (${missing}::uuid[]) GROUP BY c.lot_id`;
  for (const { lotId, rows } of read) {
    found.set(lotId, rows);
    known?.set(lotId, rows);
  }
  for (const oldest of known?.keys() ?? []) {
    if ((known?.size ?? 0) <= MOST_LOTS) break;
    known?.delete(oldest);
  }
  return found;
}

function memoryOf(db: Db): Map<string, FrozenComposition> | undefined {
  const pool = poolBehind(db);
  if (!pool) return undefined;
  const known = remembered.get(pool) ?? new Map<string, FrozenComposition>();
  remembered.set(pool, known);
  return known;
}
