import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import type { Conformity, TestMark } from "./conformity";
import { composeLot, type LotContribution } from "./composition";
import { insertSealedLot, type SealedLot } from "./insert-lot.server";
import { issueConformity } from "./issue-conformity.server";
import { LARGEST_QUANTITY } from "./intake-weight";
import { checkLotDays } from "./lot-days";
import type { SealLotFailure } from "./lot-failure";
import { findProduct } from "./product-store.server";
import type { IntakeMode } from "./settlement-mode";

export type ChosenIntake = {
  readonly intakeId: string;
  /** base units to take; all that is left when not given */
  readonly quantity?: number;
  /** for consigned goods recorded with "price later": the grade price agreed now, fen per kg or piece */
  readonly agreedPriceFen?: Fen;
};

export type SealLotRequest = {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly intakes: readonly ChosenIntake[];
  /** the grade on the box; the worst one inside when not given */
  readonly grade?: string;
  /** Shanghai day; that of the earliest delivery when not given */
  readonly harvestedOn?: string;
  /** the last Shanghai day it may be sold */
  readonly expiresOn: string;
  /** what the certificate of conformity rests on, where the product needs one */
  readonly testMark?: TestMark;
  readonly now: Date;
};

type OpenIntake = {
  readonly id: string;
  readonly number: string;
  readonly householdId: string | null;
  readonly productId: string;
  readonly grade: string;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: Fen | null;
  readonly remaining: number;
  readonly deliveredAt: Date;
  readonly conformity: Conformity | null;
};

type Taking = OpenIntake & { readonly quantity: number; readonly price: Fen | null };

const DEAREST_UNIT_FEN = 1_000_000n;

/**
 * Seals a lot out of deliveries: takes what is left of them (or the given part), freezes who stands behind it, hashes
 * that, and puts all of it on stock. One product per lot; every delivery needs a price, because money is later spread by value.
 * A product in scope gets the certificate of conformity of its seller when every delivery came with one.
 * Two people sealing the same delivery wait for each other (rows locked in id order); the second is told what is left.
 */
export async function sealLot(request: SealLotRequest): Promise<Result<SealedLot, SealLotFailure>> {
  const { actor, cooperativeId, now } = request;
  if (!can(actor, "lot:edit", { cooperativeId })) return failed({ kind: "no-such-cooperative" });
  const chosen = new Map(request.intakes.map((intake) => [intake.intakeId, intake]));
  if (chosen.size === 0) return failed({ kind: "nothing-chosen" });

  return withTransaction("seal lot", async (tx) => {
    const open = await lockIntakes(tx, cooperativeId, [...chosen.keys()]);
    if (open.length !== chosen.size) return failed({ kind: "no-such-intake" });
    const takings = takingsOf(open, chosen);
    if (!takings.ok) return takings;

    const product = await findProduct(tx, takings.value[0]?.productId ?? "");
    if (!product) throw new Error("an intake names a product that does not exist");
    const grade = gradeOf(product.grades, takings.value, request.grade);
    if (!grade.ok) return grade;
    const earliest = takings.value.map((taking) => dayOf(taking.deliveredAt)).sort()[0] ?? dayOf(now);
    const days = { harvestedOn: request.harvestedOn ?? earliest, expiresOn: request.expiresOn };
    const checked = checkLotDays({ ...days, today: dayOf(now) });
    if (!checked.ok) return checked;

    const contributions = takings.value.flatMap(contributionOf);
    const quantity = contributions.reduce((total, one) => total + one.quantity, 0);
    if (quantity > LARGEST_QUANTITY) return failed({ kind: "bad-quantity" });

    await take(tx, takings.value);
    const lot = await insertSealedLot(tx, {
      actor,
      sellerKind: "COOPERATIVE",
      sellerId: cooperativeId,
      productId: product.id,
      baseUnit: product.baseUnit,
      grade: grade.value,
      quantity,
      composition: composeLot(contributions),
      sources: contributions.map(({ intakeId, quantity }) => ({ intakeId, quantity })),
      ...days,
      now,
    });
    if (
      product.certified &&
      takings.value.every(({ conformity }) => conformity === "RECEIVED" || conformity === "ON_THE_SPOT")
    ) {
      await issueConformity(tx, { lotId: lot.lotId, testMark: request.testMark ?? "CONTROLLED", now });
    }
    return succeeded(lot);
  });
}

async function lockIntakes(tx: Transaction, cooperativeId: string, ids: readonly string[]): Promise<OpenIntake[]> {
  return tx.$queryRaw<OpenIntake[]>`
    SELECT id, number, household_id AS "householdId", product_id AS "productId", grade,
      settlement_mode AS "settlementMode", unit_price_fen AS "unitPriceFen", remaining, delivered_at AS "deliveredAt", conformity
    FROM intake
    WHERE id = ANY (${ids}::uuid[]) AND cooperative_id = ${cooperativeId}::uuid AND reverses_id IS NULL
    ORDER BY id FOR UPDATE`;
}

/** What is taken of each delivery at which price, or the first reason why it cannot be. */
function takingsOf(
  open: readonly OpenIntake[],
  chosen: ReadonlyMap<string, ChosenIntake>,
): Result<readonly Taking[], SealLotFailure> {
  if (new Set(open.map((intake) => intake.productId)).size > 1) return failed({ kind: "several-products" });
  const takings = open.map((intake): Taking => {
    const choice = chosen.get(intake.id);
    const agreed = intake.unitPriceFen === null ? choice?.agreedPriceFen : undefined;
    return {
      ...intake,
      quantity: choice?.quantity ?? intake.remaining,
      price: intake.unitPriceFen ?? agreed ?? null,
    };
  });
  for (const { number, quantity, remaining, price } of takings) {
    if (!Number.isInteger(quantity) || quantity < 0) return failed({ kind: "bad-quantity" });
    if (remaining === 0 || quantity > remaining) return failed({ kind: "not-that-much-left", number, left: remaining });
    if (quantity === 0) return failed({ kind: "bad-quantity" });
    if (price !== null && (price <= 0n || price > DEAREST_UNIT_FEN)) return failed({ kind: "bad-price", number });
  }
  const unpriced = takings.filter((taking) => taking.price === null);
  if (unpriced.length > 0) return failed({ kind: "price-missing", numbers: unpriced.map(({ number }) => number) });
  return succeeded(takings);
}

function contributionOf(taking: Taking): LotContribution[] {
  if (taking.price === null) return [];
  const { id: intakeId, householdId, settlementMode, quantity, price: unitPriceFen } = taking;
  return [{ intakeId, householdId, settlementMode, quantity, unitPriceFen }];
}

/** The box never promises more than the worst fruit inside it. */
function gradeOf(
  grades: readonly string[],
  takings: readonly Taking[],
  asked: string | undefined,
): Result<string, SealLotFailure> {
  const worst = grades[Math.max(...takings.map((taking) => grades.indexOf(taking.grade)))];
  if (worst === undefined) throw new Error("an intake has a grade its product does not know");
  if (asked === undefined) return succeeded(worst);
  if (!grades.includes(asked)) return failed({ kind: "no-such-grade", grades });
  return grades.indexOf(asked) < grades.indexOf(worst) ? failed({ kind: "grade-too-good", worst }) : succeeded(asked);
}

async function take(tx: Transaction, takings: readonly Taking[]): Promise<void> {
  const taken = await tx.$executeRaw`
    UPDATE intake SET remaining = remaining - t.quantity, unit_price_fen = t.price
    FROM unnest(${takings.map(({ id }) => id)}::uuid[], ${takings.map(({ quantity }) => quantity)}::int[],
      ${takings.map(({ price }) => (price === null ? null : String(price)))}::bigint[]) AS t(id, quantity, price)
    WHERE intake.id = t.id AND remaining >= t.quantity`;
  if (taken !== takings.length) throw new Error(`a locked intake lost its goods: ${taken} of ${takings.length} taken`);
}
