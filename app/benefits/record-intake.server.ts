import { SYSTEM_USER_ID } from "~/access/actor";
import { succeeded, type Result } from "~/kernel/result";
import { type Transaction, withTransaction } from "~/platform/db.server";
import { insertIntake, type NewIntake, type StoredIntake } from "~/supply/insert-intake.server";
import type { IntakeFailure } from "~/supply/intake-failure";
import { fundsOfCooperative, household, payable } from "./accounts";
import { writeJournal } from "./journal-store.server";

/**
 * Records a delivery, and posts what a bought-out (买断) or advanced (预付) one owes the household at once:
 * `funds:cooperative → household:payable`. Consigned goods are income only when they are sold. The same form twice
 * stores once. Refusals: see IntakeFailure.
 */
export async function recordIntake(intake: NewIntake): Promise<Result<StoredIntake, IntakeFailure>> {
  return withTransaction("record intake", (tx) => recordIntakeIn(tx, intake));
}

/** The same in the caller's transaction: a sheet of deliveries is one. */
export async function recordIntakeIn(tx: Transaction, intake: NewIntake): Promise<Result<StoredIntake, IntakeFailure>> {
  const inserted = await insertIntake(tx, intake);
  if (!inserted.ok) return inserted;
  const stored = inserted.value;
  const { intakeId, householdId, cooperativeId, amountFen } = stored;
  if (householdId && amountFen !== null && amountFen > 0n) {
    await writeJournal(tx, {
      kind: "INTAKE",
      sourceId: intakeId,
      inputs: [cooperativeId, householdId, amountFen, stored.settlementMode],
      occurredAt: stored.deliveredAt,
      actorId: intake.actor.userId === SYSTEM_USER_ID ? null : intake.actor.userId,
      postings: [
        {
          source: fundsOfCooperative(cooperativeId),
          destination: payable(household(householdId)),
          amountFen,
          intakeId,
          householdId,
          cooperativeId,
          flow: stored.settlementMode === "ADVANCE" ? "ADVANCE_PURCHASE" : "ORDER_PURCHASE",
        },
      ],
    });
  }
  return succeeded(stored);
}
