import { expect, test } from "vitest";
import { aCooperative, aLot, aRefund, aSale, releaseSale, RELEASED_AT } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { payOut, preparer } from "#tests/builders/settlement";
import type { Account } from "~/benefits/accounts";
import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { enterPayout } from "~/settlement/enter-payout.server";
import { sum, type Fen } from "~/kernel/money";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import type { Payer } from "~/settlement/batch-state";
import { byAccount } from "~/settlement/payable-item";
import { payableItems, payableTotals } from "~/settlement/payable-store.server";
import { recordBankReturn } from "~/settlement/record-bank-return.server";

const PLATFORM = { kind: "PLATFORM" } as const;
const RATES = { processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000 };

function treasurer(cooperativeId: string): Actor {
  return {
    userId: newId(),
    displayName: "出纳",
    grants: [{ role: "COOP_TREASURER", scopeKind: "COOPERATIVE", scopeId: cooperativeId }],
  };
}

/** Added up in the process, item by item. */
async function added(payer: Payer, accounts: readonly Account[], cutoffAt: Date): Promise<Map<Account, Fen>> {
  const items = byAccount(await payableItems(db(), { payer, accounts, cutoffAt }));
  return new Map([...items].map(([account, own]) => [account, sum(own.map((item) => item.amountFen))]));
}

test("the sums of a batch are those of its items, after refunds, payments and what the bank sent back, at every cutoff", async () => {
  const cooperativeId = await aCooperative();
  const households = await Promise.all([aHousehold(), aHousehold(), aHousehold()]);
  const lot = await aLot(
    { kind: "COOPERATIVE", id: cooperativeId },
    households.map(({ id }, index) => ({
      householdId: id,
      mode: index === 2 ? ("BOUGHT_OUT" as const) : ("CONSIGNED" as const),
      grams: 20_000,
      priceFen: 600n,
    })),
  );
  const sales = [];
  for (const daysLater of [1, 4, 7]) {
    const sale = await aSale([{ lines: [{ unitPriceFen: 10_007n, picks: [{ lot, grams: 1_000 }] }] }], {
      rates: RATES,
      at: addDays(RELEASED_AT, daysLater - 5),
    });
    await releaseSale(sale, addDays(RELEASED_AT, daysLater));
    sales.push(sale);
  }
  const [first, second, third] = sales;
  if (!first || !second || !third) throw new Error("three sales");
  await aRefund(first, [[0, 1_111n]], { at: addDays(RELEASED_AT, 2) });
  const batch = await payOut(PLATFORM, addDays(RELEASED_AT, 5));
  const paid = await db().disbursement.findFirstOrThrow({
    where: { batchId: batch.batchId, payeeAccount: `household:${households[0]?.id}:payable` },
  });
  await recordBankReturn({
    actor: preparer,
    disbursementId: paid.id,
    reason: "账户已销户",
    now: addDays(RELEASED_AT, 6),
  });
  // Taken back after the cutoffs below: such an item must not lower what the others have.
  await aRefund(third, [[0, 9_000n]], { at: addDays(RELEASED_AT, 8) });

  await db().membership.create({
    data: { id: newId(), cooperativeId, householdId: households[0]?.id ?? "", joinedOn: new Date("2024-01-01") },
  });
  const wages = await enterPayout({
    actor: treasurer(cooperativeId),
    payoutId: newId(),
    cooperativeId,
    householdId: households[0]?.id ?? "",
    flow: "WAGE",
    period: "2026-01",
    amountFen: 144_000n,
    basis: "采摘 12 天 × 120 元",
    now: addDays(RELEASED_AT, 4),
  });
  if (!wages.ok) throw new Error(wages.failure.kind);

  const accounts = (
    await db().partyBalance.findMany({ where: { account: { endsWith: ":payable" } }, select: { account: true } })
  ).map((row) => row.account as Account);
  const payers: Payer[] = [PLATFORM, { kind: "COOPERATIVE", cooperativeId }];
  const found = [];
  for (const payer of payers) {
    for (const daysLater of [0, 3, 5, 6, 7, 9]) {
      const cutoffAt = addDays(RELEASED_AT, daysLater);
      const expected = await added(payer, accounts, cutoffAt);
      found.push(expected.size);
      expect(await payableTotals(db(), { payer, accounts, cutoffAt }), `${payer.kind} ${daysLater}`).toEqual(expected);
    }
  }
  // the world above has something in it for both payers
  expect(Math.max(...found.slice(0, 6))).toBeGreaterThan(2);
  expect(Math.max(...found.slice(6))).toBeGreaterThan(0);
});
