import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { allocate } from "~/kernel/money";
import { dayOf, isDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { BaseUnit } from "~/kernel/quantity";
import type { Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { composeFromLots } from "./compose-from-lots";
import type { CompositionRow } from "./composition";
import { insertSealedLot, type SealedLot } from "./insert-lot.server";
import { LARGEST_QUANTITY } from "./intake-weight";
import { changedSince } from "./lot-change-store.server";
import { formatLotCode } from "./lot-code";
import { issueConformity } from "./issue-conformity.server";
import type { LotMoveFailure } from "./lot-move-failure";
import { lotSubject } from "./lot-store.server";
import { findProduct } from "./product-store.server";

/** How much is taken from which lot's free stock; all of it when no quantity is given. */
export type LotDraw = { readonly lotId: string; readonly quantity?: number };

type Locked = {
  readonly id: string;
  readonly code: string;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly productId: string;
  readonly grade: string;
  readonly baseUnit: BaseUnit;
  readonly quantity: number;
  readonly available: number;
  readonly status: string;
  readonly harvestedOn: string;
  readonly expiresOn: string;
};

/**
 * Makes one sealed lot of parts of others, inside the caller's transaction. Sources are locked in id order; only what no
 * order holds is taken. What does not arrive in the new lot is a loss of its source, written down beside the move.
 */
export async function deriveLot(
  tx: Transaction,
  request: {
    readonly actor: Actor;
    readonly kind: "SPLIT" | "MERGE" | "PROCESS";
    readonly draws: readonly LotDraw[];
    readonly reason: string;
    /** the lot whose page this comes from, and how many of its movements were on it */
    readonly seen?: { readonly lotId: string; readonly events: number } | undefined;
    /** what it becomes; the same goods when not given */
    readonly output?: {
      readonly productId: string;
      readonly grade: string;
      readonly quantity: number;
      readonly expiresOn: string;
    };
    readonly now: Date;
  },
): Promise<Result<SealedLot, LotMoveFailure>> {
  const { actor, kind, output, now } = request;
  const reason = request.reason.trim();
  const draws = new Map(request.draws.map((draw) => [draw.lotId, draw.quantity]));
  if (reason === "") return failed({ kind: "no-reason" });
  const lots = await lockLots(tx, [...draws.keys()]);
  const first = lots[0];
  if (!first || lots.length !== draws.size) return failed({ kind: "no-such-lot" });
  for (const lot of lots) {
    const subject = await lotSubject(tx, lot.id);
    if (!subject || !can(actor, "lot:edit", subject)) return failed({ kind: "no-such-lot" });
  }
  const change = request.seen && (await changedSince(tx, request.seen.lotId, request.seen.events));
  if (change) return failed({ kind: "changed-meanwhile", change });
  const today = dayOf(now);
  if (lots.some((lot) => identityOf(lot) !== identityOf(first))) return failed({ kind: "different-goods" });
  if (lots.some((lot) => lot.expiresOn < today)) return failed({ kind: "expired" });

  const taken = lots.map((lot) => ({ lot, quantity: draws.get(lot.id) ?? lot.available }));
  for (const { lot, quantity } of taken) {
    if (!Number.isInteger(quantity) || quantity < 0) return failed({ kind: "bad-quantity" });
    if (lot.status !== "SEALED" || quantity > lot.available || lot.available === 0) {
      return failed({ kind: "not-that-much-left", code: formatLotCode(lot.code), left: lot.available });
    }
    if (quantity === 0) return failed({ kind: "bad-quantity" });
  }
  const total = taken.reduce((sum, { quantity }) => sum + quantity, 0);
  const made = output?.quantity ?? total;
  if (total > LARGEST_QUANTITY) return failed({ kind: "bad-quantity" });
  if (!Number.isInteger(made) || made <= 0 || made > total) return failed({ kind: "bad-output", most: total });

  const product = await findProduct(tx, output?.productId ?? first.productId);
  if (!product || product.baseUnit !== first.baseUnit) return failed({ kind: "bad-product" });
  const grade = output?.grade ?? worstOf(product.grades, lots);
  if (grade === undefined || !product.grades.includes(grade)) return failed({ kind: "bad-product" });
  const expiresOn = output?.expiresOn ?? earliest(lots.map((lot) => lot.expiresOn));
  if (!isDay(expiresOn) || expiresOn < today) return failed({ kind: "bad-day" });

  const rows = await compositionsOf(tx, lots);
  const composition = composeFromLots(
    taken.map(({ lot, quantity }) => ({ rows: rows.get(lot.id) ?? [], whole: lot.quantity, quantity })),
    made,
  );
  if (!composition) return failed({ kind: "too-little" });

  const arrived = allocate(
    BigInt(made),
    taken.map(({ quantity }) => BigInt(quantity)),
  ).map(Number);
  if (arrived.includes(0)) return failed({ kind: "too-little" });
  const sealed = await insertSealedLot(tx, {
    actor,
    sellerKind: first.sellerKind,
    sellerId: first.sellerId,
    productId: product.id,
    baseUnit: first.baseUnit,
    grade,
    quantity: made,
    composition,
    sources: taken.map(({ lot }, index) => ({ sourceLotId: lot.id, quantity: arrived[index] ?? 0 })),
    harvestedOn: earliest(lots.map((lot) => lot.harvestedOn)),
    expiresOn,
    now,
  });
  const actorId = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
  for (const [index, { lot, quantity }] of taken.entries()) {
    const moved = await tx.$executeRaw`
      UPDATE lot SET available = available - ${quantity}::int
      WHERE id = ${lot.id}::uuid AND status = 'SEALED' AND available >= ${quantity}::int`;
    if (moved !== 1) throw new Error(`a locked lot lost its goods: ${lot.code}`);
    const event = { lotId: lot.id, relatedLotId: sealed.lotId, reason, at: now, actorId };
    const into = arrived[index] ?? 0;
    await tx.lotEvent.create({ data: { ...event, id: newId(now), kind, quantity: into } });
    if (quantity > into) {
      await tx.lotEvent.create({ data: { ...event, id: newId(now), kind: "LOSS", quantity: quantity - into } });
    }
    await enqueue(tx, { topic: "lot.changed", key: lot.id });
  }
  if (product.certified && (await allPromised(tx, lots))) {
    await issueConformity(tx, { lotId: sealed.lotId, testMark: "CONTROLLED", now });
  }
  return succeeded(sealed);
}

async function lockLots(tx: Transaction, ids: readonly string[]): Promise<Locked[]> {
  return tx.$queryRaw<Locked[]>`
    SELECT id, code, seller_kind AS "sellerKind", seller_id AS "sellerId", product_id AS "productId", grade,
      base_unit AS "baseUnit", quantity, available, status, harvested_on::text AS "harvestedOn",
      expires_on::text AS "expiresOn"
    FROM lot WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
}

async function compositionsOf(tx: Transaction, lots: readonly Locked[]): Promise<Map<string, CompositionRow[]>> {
  const rows = await tx.lotComposition.findMany({
    where: { lotId: { in: lots.map((lot) => lot.id) } },
    orderBy: { position: "asc" },
  });
  const byLot = new Map<string, CompositionRow[]>();
  for (const { lotId, householdId, settlementMode, quantity, weight, unitPriceFen } of rows) {
    const mode = settlementMode as CompositionRow["settlementMode"];
    const row = { householdId, settlementMode: mode, quantity, weight, unitPriceFen };
    byLot.set(lotId, [...(byLot.get(lotId) ?? []), row]);
  }
  return byLot;
}

/** A mixed or repacked lot needs a certificate of its own; it may promise what was promised of everything in it. */
async function allPromised(tx: Transaction, lots: readonly Locked[]): Promise<boolean> {
  const held = await tx.qualityDocument.findMany({
    where: { kind: "CONFORMITY", lotId: { in: lots.map((lot) => lot.id) } },
    select: { lotId: true },
  });
  return new Set(held.map((document) => document.lotId)).size === lots.length;
}

function identityOf(lot: Locked): string {
  return [lot.sellerKind, lot.sellerId, lot.productId, lot.baseUnit].join("|");
}

function worstOf(grades: readonly string[], lots: readonly Locked[]): string | undefined {
  return grades[Math.max(...lots.map((lot) => grades.indexOf(lot.grade)))];
}

function earliest(days: readonly string[]): string {
  return [...days].sort()[0] ?? "";
}
