import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { insertIntakeReversal, type StoredReversal } from "~/supply/insert-intake-reversal.server";
import { explainReversalFailure, type ReversalFailure } from "~/supply/intake-failure";
import { bankOfCooperative, fundsOfCooperative, household, payable, type Account } from "./accounts";
import type { Fen } from "~/kernel/money";
import type { Flow } from "./flow";
import { reversed } from "./journal";
import { findJournal, lockBalances, writeJournal } from "./journal-store.server";

export type ReverseIntakeFailure = ReversalFailure | { readonly kind: "already-paid" };

/**
 * Takes a whole delivery back, with a reason: a reversing slip, and a reversing journal for what was owed at intake.
 * Refused once the goods are in a lot or the household was paid (or its payment is ordered at the bank): a household
 * that was paid is never clawed back.
 */
export async function reverseIntake(request: {
  readonly actor: Actor;
  readonly intakeId: string;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<StoredReversal, ReverseIntakeFailure>> {
  return withTransaction("reverse intake", async (tx) => {
    const income = await incomeOf(tx, request.intakeId);
    if (income && !(await isStillThere(tx, request.intakeId, income))) return failed({ kind: "already-paid" });
    const stored = await insertIntakeReversal(tx, request);
    if (!stored.ok || !income) return stored;

    const intake = await findJournal(tx, { kind: "INTAKE", sourceId: request.intakeId });
    if (!intake) throw new Error(`the income of intake ${request.intakeId} has no journal`);
    await writeJournal(tx, {
      kind: "INTAKE_REVERSED",
      sourceId: stored.value.intakeId,
      inputs: [request.intakeId, income.amountFen],
      occurredAt: request.now,
      reversesId: intake.id,
      actorId: request.actor.userId === SYSTEM_USER_ID ? null : request.actor.userId,
      postings: reversed([
        {
          source: fundsOfCooperative(income.cooperativeId),
          destination: payable(household(income.householdId)),
          amountFen: income.amountFen,
          intakeId: request.intakeId,
          householdId: income.householdId,
          cooperativeId: income.cooperativeId,
          flow: income.flow,
        },
      ]),
    });
    return succeeded(stored.value);
  });
}

export function explainReverseIntakeFailure(failure: ReverseIntakeFailure): string {
  if (failure.kind === "already-paid") {
    return "这笔货款已经付给农户（或正在银行付款中），不能冲销；已付农户的钱不再追回。";
  }
  return explainReversalFailure(failure);
}

type IntakeIncome = { householdId: string; cooperativeId: string; amountFen: Fen; flow: Flow };

async function incomeOf(tx: Transaction, intakeId: string): Promise<IntakeIncome | undefined> {
  const [row] = await tx.$queryRaw<IntakeIncome[]>`
    SELECT p.household_id AS "householdId", p.cooperative_id AS "cooperativeId", p.amount_fen AS "amountFen", p.flow
    FROM journal j JOIN posting p ON p.journal_id = j.id
    WHERE j.kind = 'INTAKE' AND j.source_id = ${intakeId}`;
  return row;
}

/** Whether nothing of it was paid, and no approved disbursement covers it. Locks the household's balance. */
async function isStillThere(tx: Transaction, intakeId: string, income: IntakeIncome): Promise<boolean> {
  const account: Account = payable(household(income.householdId));
  await lockBalances(tx, [account]);
  const [row] = await tx.$queryRaw<[{ paidFen: Fen; underWay: boolean }]>`
    SELECT coalesce(sum(CASE WHEN destination LIKE 'bank:%' THEN amount_fen WHEN source LIKE 'bank:%' THEN -amount_fen ELSE 0 END), 0)::bigint AS "paidFen",
      EXISTS (
        SELECT FROM disbursement d JOIN disbursement_batch b ON b.id = d.batch_id
        JOIN intake i ON i.id = ${intakeId}::uuid AND i.delivered_at <= b.cutoff_at
        WHERE d.payee_account = ${account} AND d.state = 'PREPARED' AND b.state = 'APPROVED'
          AND b.payer_account = ${bankOfCooperative(income.cooperativeId)}) AS "underWay"
    FROM posting WHERE intake_id = ${intakeId}::uuid`;
  return row.paidFen === 0n && !row.underWay;
}
