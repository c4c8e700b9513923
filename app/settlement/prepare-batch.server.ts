import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { fundsOfCooperative, fundsOfShipper, partyOf, type Account } from "~/benefits/accounts";
import { lockBalances, writeJournal } from "~/benefits/journal-store.server";
import { newId } from "~/kernel/ids";
import { formatYuan, smaller, sum, type Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { type Payer, payerAccount, payerSubject } from "./batch-state";
import { byAccount, firstItems, paying, type PayableItem } from "./payable-item";
import { outstandingDebts, payableAccounts, payableItems, payableTotals } from "./payable-store.server";
import { payeeNames } from "./payee-name-store.server";

export type PrepareBatchFailure =
  | { readonly kind: "no-such-payer" }
  | { readonly kind: "cutoff-in-the-future" }
  | { readonly kind: "batch-waiting"; readonly number: string }
  | { readonly kind: "nothing-payable" }
  /** all that is due covers debts for refunds: it stays where it is and is netted with the next batch */
  | { readonly kind: "owed-back"; readonly debtFen: Fen };

export type PreparedBatch = {
  readonly batchId: string;
  readonly number: string;
  readonly payments: number;
  readonly totalFen: Fen;
  /** debts of bearers that were netted before */
  readonly nettedFen: Fen;
};

/** Numbers of batches are given out one after the other. */
const BATCH_NUMBERS_LOCK = 7_402;

/**
 * Collects what became payable up to the cutoff and is not paid, one payment a payee, for one payer's bank. What a
 * cooperative or shipper owes for refunds it bore is netted first. Nothing is paid yet: a second person approves.
 */
export async function prepareBatch(request: {
  readonly actor: Actor;
  readonly payer: Payer;
  readonly cutoffAt: Date;
  readonly now: Date;
}): Promise<Result<PreparedBatch, PrepareBatchFailure>> {
  const { actor, payer, cutoffAt, now } = request;
  if (!can(actor, "batch:prepare", payerSubject(payer))) return failed({ kind: "no-such-payer" });
  if (cutoffAt > now) return failed({ kind: "cutoff-in-the-future" });

  return withTransaction(
    "prepare batch",
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(${BATCH_NUMBERS_LOCK})) AS locked`;
      const waiting = await waitingBatch(tx, payer);
      if (waiting) return failed({ kind: "batch-waiting", number: waiting });

      const accounts = await payableAccounts(tx, payer);
      await lockBalances(tx, accounts);
      const owed = await payableTotals(tx, { payer, accounts, cutoffAt });
      const netting = payer.kind === "PLATFORM" ? await debtsToNet(tx, owed) : [];
      const netted = new Map(netting.map((debt) => [debt.account, debt.amountFen]));
      const due = [...owed]
        .map(([account, amountFen]) => ({ account, amountFen: amountFen - (netted.get(account) ?? 0n) }))
        .filter((payment) => payment.amountFen > 0n);
      if (due.length === 0 && netting.length > 0) {
        return failed({ kind: "owed-back", debtFen: sum(netting.map((debt) => debt.amountFen)) });
      }
      if (due.length === 0) return failed({ kind: "nothing-payable" });

      const batchId = newId(now);
      const number = await nextNumber(tx, now);
      await tx.disbursementBatch.create({
        data: {
          id: batchId,
          number,
          payerAccount: payerAccount(payer),
          state: "PREPARED",
          cutoffAt,
          preparedById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
          preparedAt: now,
        },
      });
      const names = await payeeNames(
        tx,
        due.map((payment) => payment.account),
      );
      await tx.$executeRaw`
        INSERT INTO disbursement (id, batch_id, payee_account, payee_name, amount_fen, state)
        SELECT payment.id, ${batchId}::uuid, payment.account, payment.name, payment.fen, 'PREPARED'
        FROM unnest(${due.map(() => newId(now))}::uuid[], ${due.map(({ account }) => account)}::text[],
          ${due.map(({ account }) => names.get(account) ?? account)}::text[],
          ${due.map(({ amountFen }) => String(amountFen))}::bigint[]) AS payment(id, account, name, fen)`;
      if (netting.length > 0) {
        const debtors = netting.map((debt) => debt.account);
        const items = byAccount(await payableItems(tx, { payer, accounts: debtors, cutoffAt }));
        for (const debt of netting) await net(tx, batchId, { ...debt, items: items.get(debt.account) ?? [] }, now);
      }
      return succeeded({
        batchId,
        number,
        payments: due.length,
        totalFen: sum(due.map((payment) => payment.amountFen)),
        nettedFen: sum(netting.map((debt) => debt.amountFen)),
      });
    },
    { timeoutMs: 60_000 },
  );
}

export function explainPrepareBatchFailure(failure: PrepareBatchFailure): string {
  switch (failure.kind) {
    case "no-such-payer":
      return "找不到这个付款方。";
    case "cutoff-in-the-future":
      return "截止时间不能晚于现在。";
    case "batch-waiting":
      return `付款批次 ${failure.number} 还在等待复核，请先复核或作废。`;
    case "nothing-payable":
      return "截止时间之前没有应付款。";
    case "owed-back":
      return `应付款正好用于抵扣收款方所欠的退款 ¥${formatYuan(failure.debtFen)}，没有要转账的；等再有应付款时一并抵扣。`;
  }
}

type Netting = {
  readonly account: Account;
  readonly funds: Account;
  readonly amountFen: Fen;
};

/** What a payee owes for refunds it bore, as far as it now has something to come. */
async function debtsToNet(tx: Transaction, owed: ReadonlyMap<Account, Fen>): Promise<Netting[]> {
  const funds = new Map<Account, Account>();
  for (const account of owed.keys()) {
    const party = partyOf(account);
    if (party?.kind === "COOPERATIVE") funds.set(account, fundsOfCooperative(party.id));
    if (party?.kind === "FREIGHT") funds.set(account, fundsOfShipper(party.id));
  }
  const debts = await outstandingDebts(tx, [...funds.values()]);
  return [...funds].flatMap(([account, fundsAccount]) => {
    const amountFen = smaller(debts.get(fundsAccount) ?? 0n, owed.get(account) ?? 0n);
    return amountFen > 0n ? [{ account, funds: fundsAccount, amountFen }] : [];
  });
}

async function net(
  tx: Transaction,
  batchId: string,
  debt: Netting & { readonly items: readonly PayableItem[] },
  now: Date,
): Promise<void> {
  await writeJournal(tx, {
    kind: "DEBT_NETTED",
    sourceId: `${batchId}:${debt.account}`,
    inputs: [debt.amountFen],
    occurredAt: now,
    postings: paying(firstItems(debt.items, debt.amountFen), debt.funds),
  });
}

async function waitingBatch(tx: Transaction, payer: Payer): Promise<string | undefined> {
  const batch = await tx.disbursementBatch.findFirst({
    where: { payerAccount: payerAccount(payer), state: "PREPARED" },
    select: { number: true },
  });
  return batch?.number;
}

/** "FK261123-01": the day, and how many that day. */
async function nextNumber(tx: Transaction, now: Date): Promise<string> {
  const prefix = `FK${dayOf(now).slice(2).replaceAll("-", "")}-`;
  const given = await tx.disbursementBatch.count({ where: { number: { startsWith: prefix } } });
  return `${prefix}${String(given + 1).padStart(2, "0")}`;
}
