import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { Transaction } from "~/platform/db.server";
import type { StoredIntake } from "./insert-intake.server";
import type { ReversalFailure } from "./intake-failure";

type Row = Omit<StoredIntake, "repeated"> & {
  readonly remaining: number;
  readonly reversesId: string | null;
};

export type StoredReversal = {
  /** the reversing slip */
  readonly intakeId: string;
  readonly number: string;
  /** what it takes back */
  readonly reversed: Omit<StoredIntake, "repeated">;
};

/**
 * Stores the slip that takes back a whole delivery, with a reason, in the caller's transaction; the delivery itself stays.
 * Refuses what is (even partly) in a lot or reversed already. Writes no money: the caller reverses what was posted.
 */
export async function insertIntakeReversal(
  tx: Transaction,
  request: { readonly actor: Actor; readonly intakeId: string; readonly reason: string; readonly now: Date },
): Promise<Result<StoredReversal, ReversalFailure>> {
  const { actor, intakeId, now } = request;
  const reason = request.reason.trim();
  const [found] = await tx.$queryRaw<Row[]>`
    SELECT i.id AS "intakeId", i.number, i.cooperative_id AS "cooperativeId", i.household_id AS "householdId",
      i.base_unit AS "baseUnit", i.net, i.settlement_mode AS "settlementMode", i.unit_price_fen AS "unitPriceFen",
      i.amount_fen AS "amountFen", i.delivered_at AS "deliveredAt", i.remaining, i.reverses_id AS "reversesId"
    FROM intake i WHERE i.id = ${intakeId}::uuid FOR UPDATE`;
  if (!found || !can(actor, "intake:reverse", { cooperativeId: found.cooperativeId })) {
    return failed({ kind: "no-such-intake" });
  }
  if (reason === "") return failed({ kind: "no-reason" });
  if (found.reversesId !== null) return failed({ kind: "is-a-reversal" });
  // In a statement of its own, which sees the slip of whoever had the lock before.
  const earlier = await tx.intake.findUnique({ where: { reversesId: intakeId }, select: { number: true } });
  if (earlier) return failed({ kind: "already-reversed", number: earlier.number });
  if (found.remaining !== found.net) return failed({ kind: "already-in-a-lot" });

  await tx.$executeRaw`UPDATE intake SET remaining = 0 WHERE id = ${intakeId}::uuid`;
  const id = newId(now);
  const [reversal] = await tx.$queryRaw<{ number: string }[]>`
    INSERT INTO intake (id, client_id, number, cooperative_id, household_id, supplier_note, product_id, grade, base_unit,
      gross, tare, deduction, net, remaining, settlement_mode, unit_price_fen, amount_fen, weighed_by, delivered_at,
      created_by_id, created_at, reverses_id, reversal_reason)
    SELECT ${id}::uuid, ${id}::uuid, ${`CX${dayOf(now).slice(2).replaceAll("-", "")}-`} || lpad(nextval('intake_number')::text, 5, '0'),
      cooperative_id, household_id, supplier_note, product_id, grade, base_unit, gross, tare, deduction, net, 0,
      settlement_mode, unit_price_fen, amount_fen, weighed_by, ${now},
      ${actor.userId === SYSTEM_USER_ID ? null : actor.userId}::uuid, ${now}, id, ${reason}
    FROM intake WHERE id = ${intakeId}::uuid
    RETURNING number`;
  if (!reversal) throw new Error("a reversal was not stored");
  const { remaining: _remaining, reversesId: _reverses, ...reversed } = found;
  return succeeded({ intakeId: id, number: reversal.number, reversed });
}
