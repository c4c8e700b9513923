import { can } from "~/access/permissions";
import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { Transaction } from "~/platform/db.server";
import type { IntakeFailure } from "./intake-failure";
import { amountAtIntake, netOf, type Weighing } from "./intake-weight";
import { findProduct } from "./product-store.server";
import { isPaidAtIntake, type IntakeMode } from "./settlement-mode";

export type NewIntake = {
  readonly actor: Actor;
  /** made by the weigher's device or form: sending it twice stores once */
  readonly clientId: string;
  readonly cooperativeId: string;
  /** null = an unregistered supplier: stays in sums as OTHER */
  readonly householdId: string | null;
  readonly supplierNote?: string | null;
  readonly productId: string;
  readonly grade: string;
  /** base units: grams, or pieces */
  readonly weighing: Weighing;
  readonly settlementMode: IntakeMode;
  /** fen per kg or piece; null = price later (consigned goods only) */
  readonly unitPriceFen: Fen | null;
  readonly weighedBy: string;
  readonly slipMediaId?: string | null;
  readonly note?: string | null;
  readonly deliveredAt: Date;
  readonly now: Date;
};

export type StoredIntake = {
  readonly intakeId: string;
  readonly number: string;
  readonly cooperativeId: string;
  readonly householdId: string | null;
  readonly baseUnit: BaseUnit;
  readonly net: number;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: Fen | null;
  /** bought out or advance: what the household is owed; null for consigned goods */
  readonly amountFen: Fen | null;
  readonly deliveredAt: Date;
  /** true = the same form had been stored before; nothing was written now */
  readonly repeated: boolean;
};

const DEAREST_UNIT_FEN = 1_000_000n;

/**
 * Stores a delivery in the caller's transaction. The household must be a member on the day of delivery.
 * A second call with the same client id and the same content answers the first one's row; other content is refused.
 * Writes no money: the caller posts what a bought-out or advanced delivery owes.
 */
export async function insertIntake(tx: Transaction, intake: NewIntake): Promise<Result<StoredIntake, IntakeFailure>> {
  const { actor, cooperativeId, now } = intake;
  if (!can(actor, "intake:record", { cooperativeId })) return failed({ kind: "no-such-cooperative" });

  const net = netOf(intake.weighing);
  if (!net.ok) return failed({ kind: "bad-weighing", problem: net.failure });
  if (intake.unitPriceFen === null && isPaidAtIntake(intake.settlementMode)) return failed({ kind: "price-missing" });
  if (intake.unitPriceFen !== null && !isUnitPrice(intake.unitPriceFen)) return failed({ kind: "bad-price" });
  if (intake.weighedBy.trim() === "") return failed({ kind: "nobody-weighed" });
  if (intake.deliveredAt > now) return failed({ kind: "delivered-in-the-future" });

  const cooperative = await tx.cooperative.findUnique({ where: { id: cooperativeId }, select: { status: true } });
  if (!cooperative) return failed({ kind: "no-such-cooperative" });
  if (cooperative.status !== "APPROVED") return failed({ kind: "cooperative-not-approved" });
  const product = await findProduct(tx, intake.productId);
  if (!product) return failed({ kind: "no-such-product" });
  if (!product.grades.includes(intake.grade)) return failed({ kind: "no-such-grade", grades: product.grades });
  if (intake.householdId !== null && !(await wasMember(tx, cooperativeId, intake.householdId, intake.deliveredAt))) {
    return failed({ kind: "not-a-member" });
  }

  const amountFen = amountAtIntake({ ...intake, net: net.value, baseUnit: product.baseUnit });
  const inserted = await tx.$queryRaw<{ number: string }[]>`
    INSERT INTO intake (id, client_id, number, cooperative_id, household_id, supplier_note, product_id, grade, base_unit,
      gross, tare, deduction, net, remaining, settlement_mode, unit_price_fen, amount_fen, weighed_by, slip_media_id,
      note, delivered_at, created_by_id, created_at)
    VALUES (${newId(now)}::uuid, ${intake.clientId}::uuid,
      ${intakePrefix(intake.deliveredAt)} || lpad(nextval('intake_number')::text, 5, '0'),
      ${cooperativeId}::uuid, ${intake.householdId}::uuid, ${textOrNull(intake.supplierNote)}, ${product.id}::uuid,
      ${intake.grade}, ${product.baseUnit}, ${intake.weighing.gross}, ${intake.weighing.tare},
      ${intake.weighing.deduction}, ${net.value}, ${net.value}, ${intake.settlementMode}, ${intake.unitPriceFen},
      ${amountFen}, ${intake.weighedBy.trim()}, ${intake.slipMediaId ?? null}::uuid, ${textOrNull(intake.note)},
      ${intake.deliveredAt}, ${actor.userId === SYSTEM_USER_ID ? null : actor.userId}::uuid, ${now})
    ON CONFLICT (client_id) DO NOTHING
    RETURNING number`;

  const stored = await findByClientId(tx, intake.clientId);
  if (!stored) throw new Error("an intake was neither stored nor found");
  if (inserted.length === 0 && !isSameDelivery(stored, intake, net.value)) {
    return failed({ kind: "form-already-used", number: stored.number });
  }
  return succeeded({ ...stored, repeated: inserted.length === 0 });
}

function isUnitPrice(fen: Fen): boolean {
  return fen > 0n && fen <= DEAREST_UNIT_FEN;
}

/** "RK260301-": the day of delivery; the number that follows never repeats. */
export function intakePrefix(deliveredAt: Date): string {
  return `RK${dayOf(deliveredAt).slice(2).replaceAll("-", "")}-`;
}

function textOrNull(text: string | null | undefined): string | null {
  return text?.trim() ? text.trim() : null;
}

async function wasMember(tx: Transaction, cooperativeId: string, householdId: string, at: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM membership
      WHERE cooperative_id = ${cooperativeId}::uuid AND household_id = ${householdId}::uuid
        AND joined_on <= ${dayOf(at)}::date AND (left_on IS NULL OR left_on > ${dayOf(at)}::date)) AS found`;
  return row?.found ?? false;
}

type StoredRow = Omit<StoredIntake, "repeated"> & { readonly productId: string; readonly grade: string };

async function findByClientId(tx: Transaction, clientId: string): Promise<StoredRow | undefined> {
  const [row] = await tx.$queryRaw<StoredRow[]>`
    SELECT id AS "intakeId", number, cooperative_id AS "cooperativeId", household_id AS "householdId",
      base_unit AS "baseUnit", net, settlement_mode AS "settlementMode", unit_price_fen AS "unitPriceFen",
      amount_fen AS "amountFen", delivered_at AS "deliveredAt", product_id AS "productId", grade
    FROM intake WHERE client_id = ${clientId}::uuid`;
  return row;
}

function isSameDelivery(stored: StoredRow, intake: NewIntake, net: number): boolean {
  return (
    stored.cooperativeId === intake.cooperativeId &&
    stored.householdId === intake.householdId &&
    stored.productId === intake.productId &&
    stored.grade === intake.grade &&
    stored.net === net &&
    stored.settlementMode === intake.settlementMode &&
    // a price agreed at sealing is no other content than the "price later" it was recorded with
    (stored.unitPriceFen === intake.unitPriceFen || intake.unitPriceFen === null)
  );
}
