import { sum, type Fen } from "~/kernel/money";
import type { Account } from "~/benefits/accounts";
import { Prisma, type Db } from "~/platform/db.server";
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

type Owing = { readonly payer: Payer; readonly accounts: readonly Account[]; readonly cutoffAt: Date };

/** What became payable up to the cutoff. The platform pays sales, a cooperative its intakes and payouts. */
function inflow(owing: Owing): Prisma.Sql {
  return Prisma.sql`
    SELECT p.*, p.destination AS account, j.occurred_at AS since FROM posting p JOIN journal j ON j.id = p.journal_id
    WHERE p.destination LIKE '%:payable' AND p.destination IN ${accountsOf(owing)} AND ${owedBy(owing.payer)}
      -- a payment that the bank sent back is as old as what it had paid
      AND (p.source LIKE 'bank:%' OR j.occurred_at <= ${owing.cutoffAt}::timestamptz)`;
}

/** Everything that was taken back, netted or paid since. */
function outflow(owing: Owing): Prisma.Sql {
  return Prisma.sql`
    SELECT p.*, p.source AS account, NULL::timestamptz AS since FROM posting p
    WHERE p.source LIKE '%:payable' AND p.source IN ${accountsOf(owing)} AND ${owedBy(owing.payer)}`;
}

function accountsOf({ accounts }: Owing): Prisma.Sql {
  return Prisma.sql`(SELECT unnest(${[...accounts]}::text[]))`;
}

function owedBy(payer: Payer): Prisma.Sql {
  return payer.kind === "COOPERATIVE"
    ? Prisma.sql`p.order_line_id IS NULL AND p.cooperative_id = ${payer.cooperativeId}::uuid`
    : Prisma.sql`p.order_line_id IS NOT NULL`;
}

/** What the payer owes these accounts, item by item, oldest first. Lock the accounts' balances first. */
export async function payableItems(db: Db, owing: Owing): Promise<PayableItem[]> {
  return db.$queryRaw<PayableItem[]>`
    SELECT account, sum(amount)::bigint AS "amountFen", max(part) AS part, part_number AS "partNumber",
      order_line_id AS "orderLineId", max(lot_id::text) AS "lotId", intake_id AS "intakeId", payout_id AS "payoutId",
      max(household_id::text) AS "householdId", max(cooperative_id::text) AS "cooperativeId", max(flow) AS flow
    FROM (SELECT *, amount_fen AS amount FROM (${inflow(owing)}) came
          UNION ALL SELECT *, -amount_fen FROM (${outflow(owing)}) went) moved
    GROUP BY account, order_line_id, part_number, intake_id, payout_id
    HAVING sum(amount) > 0
    ORDER BY account COLLATE "C", min(since), order_line_id, part_number, intake_id, payout_id`;
}

/**
 * The sums of those items by account, added up where they are: a month has tens of thousands of items and hundreds of payees.
 * More may have left an item than the cutoff lets come: such an item counts as nothing. One pass without a join, for a
 * planner that has not seen the table yet would join row by row.
 * Lock the accounts' balances first.
 */
export async function payableTotals(db: Db, owing: Owing): Promise<Map<Account, Fen>> {
  const rows = await db.$queryRaw<{ account: Account; amountFen: Fen }[]>`
    WITH moved AS (
        SELECT account, coalesce(order_line_id, intake_id, payout_id) AS thing, part_number, amount_fen AS amount
        FROM (${inflow(owing)}) came
        UNION ALL
        SELECT account, coalesce(order_line_id, intake_id, payout_id), part_number, -amount_fen
        FROM (${outflow(owing)}) went),
      owed AS (SELECT account, greatest(sum(amount), 0) AS amount FROM moved GROUP BY account, thing, part_number)
    SELECT account, sum(amount)::bigint AS "amountFen" FROM owed
    GROUP BY account HAVING sum(amount) > 0 ORDER BY account COLLATE "C"`;
  return new Map(rows.map((row) => [row.account, row.amountFen]));
}

/** What the platform owes for sales at this moment, before debts are netted; what is with the bank already is left out. */
export async function platformOwes(
  db: Db,
  now: Date,
): Promise<{ readonly householdsFen: Fen; readonly othersFen: Fen; readonly payees: number }> {
  const payer = { kind: "PLATFORM" } as const;
  const totals = await payableTotals(db, { payer, accounts: await payableAccounts(db, payer), cutoffAt: now });
  const households = [...totals].filter(([account]) => account.startsWith("household:"));
  const householdsFen = sum(households.map(([, fen]) => fen));
  return { householdsFen, othersFen: sum([...totals.values()]) - householdsFen, payees: totals.size };
}

/** What bearers owe for refunds, by their funds account. */
export async function outstandingDebts(db: Db, accounts: readonly Account[]): Promise<Map<Account, Fen>> {
  const rows = await db.$queryRaw<{ account: Account; debtFen: Fen }[]>`
    SELECT account, debt_fen AS "debtFen" FROM outstanding_debt
    WHERE account = ANY (${[...accounts]}::text[]) AND debt_fen > 0`;
  return new Map(rows.map((row) => [row.account, row.debtFen]));
}
