import type { Fen } from "~/kernel/money";
import type { Account } from "~/benefits/accounts";
import type { Db } from "~/platform/db.server";
import { payerAccount, type Payer } from "./batch-state";
import type { PayableItem } from "./payable-item";

/** Accounts that hold anything payable and whose payment by this payer is not under way, sorted. */
export async function payableAccounts(db: Db, payer: Payer): Promise<Account[]> {
  const rows = await db.$queryRaw<{ account: Account }[]>`
    SELECT account FROM party_balance
    WHERE balance_fen > 0 AND account LIKE '%:payable'
      AND NOT EXISTS (
        SELECT FROM disbursement d JOIN disbursement_batch b ON b.id = d.batch_id
        WHERE d.payee_account = party_balance.account AND d.state = 'PREPARED' AND b.state = 'APPROVED'
          AND b.payer_account = ${payerAccount(payer)})
    ORDER BY account COLLATE "C"`;
  return rows.map((row) => row.account);
}

/**
 * What the payer owes these accounts, item by item, oldest first: what became payable up to the cutoff, less everything
 * that was taken back, netted or paid since. The platform pays sales, a cooperative its intakes and payouts.
 * Lock the accounts' balances first.
 */
export async function payableItems(
  db: Db,
  request: { readonly payer: Payer; readonly accounts: readonly Account[]; readonly cutoffAt: Date },
): Promise<PayableItem[]> {
  const cooperativeId = request.payer.kind === "COOPERATIVE" ? request.payer.cooperativeId : null;
  return db.$queryRaw<PayableItem[]>`
    WITH wanted AS (
      SELECT account FROM unnest(${[...request.accounts]}::text[]) AS w(account)
    ), moved AS (
      SELECT p.destination AS account, p.amount_fen AS amount, p.*, j.occurred_at AS since
      FROM wanted JOIN posting p ON p.destination = wanted.account AND p.destination LIKE '%:payable'
      JOIN journal j ON j.id = p.journal_id
      -- a payment that the bank sent back is as old as what it had paid
      WHERE p.source LIKE 'bank:%' OR j.occurred_at <= ${request.cutoffAt}::timestamptz
      UNION ALL
      SELECT p.source, -p.amount_fen, p.*, NULL
      FROM wanted JOIN posting p ON p.source = wanted.account AND p.source LIKE '%:payable'
    )
    SELECT account, sum(amount)::bigint AS "amountFen", max(part) AS part, part_number AS "partNumber",
      order_line_id AS "orderLineId", max(lot_id::text) AS "lotId", intake_id AS "intakeId", payout_id AS "payoutId",
      max(household_id::text) AS "householdId", max(cooperative_id::text) AS "cooperativeId", max(flow) AS flow
    FROM moved
    WHERE CASE WHEN ${cooperativeId}::uuid IS NULL THEN order_line_id IS NOT NULL
               ELSE order_line_id IS NULL AND cooperative_id = ${cooperativeId}::uuid END
    GROUP BY account, order_line_id, part_number, intake_id, payout_id
    HAVING sum(amount) > 0
    ORDER BY account COLLATE "C", min(since), order_line_id, part_number, intake_id, payout_id`;
}

/** What bearers owe for refunds, by their funds account. */
export async function outstandingDebts(db: Db, accounts: readonly Account[]): Promise<Map<Account, Fen>> {
  const rows = await db.$queryRaw<{ account: Account; debtFen: Fen }[]>`
    SELECT account, debt_fen AS "debtFen" FROM outstanding_debt
    WHERE account = ANY (${[...accounts]}::text[]) AND debt_fen > 0`;
  return new Map(rows.map((row) => [row.account, row.debtFen]));
}
