import { beforeEach, describe, expect, test } from "vitest";
import {
  aCooperative,
  aLot,
  aRefund,
  aSale,
  balanceOf,
  ledgerViolations,
  releaseSale,
  RELEASED_AT,
  type ALot,
  type Sale,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { approver, payOut, preparer } from "#tests/builders/settlement";
import { letGoTogether } from "#tests/setup/locks";
import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { approveBatch } from "~/settlement/approve-batch.server";
import { cancelBatch } from "~/settlement/cancel-batch.server";
import { enterPayout } from "~/settlement/enter-payout.server";
import { prepareBatch } from "~/settlement/prepare-batch.server";
import { recordBankFile } from "~/settlement/record-bank-file.server";
import { recordBankResult } from "~/settlement/record-bank-result.server";
import { recordBankReturn } from "~/settlement/record-bank-return.server";

const PLATFORM = { kind: "PLATFORM" } as const;
let day = 0;
let now: Date;
let lot: ALot;
let sale: Sale;
let householdId: string;
let payableAccount: string;

/** Everything of earlier tests is paid out: each test has one released sale of 95.00 to pay. */
beforeEach(async () => {
  now = addDays(RELEASED_AT, (day += 10));
  householdId = (await aHousehold({ headName: "程桂兰" })).id;
  payableAccount = `household:${householdId}:payable`;
  lot = await aLot({ kind: "COOPERATIVE", id: await aCooperative() }, [{ householdId, grams: 50_000, priceFen: 600n }]);
  sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot, grams: 1_000 }] }] }], {
    rates: { processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000 },
    at: addDays(now, -9),
  });
  await releaseSale(sale, addDays(now, -1));
});

async function prepared(): Promise<string> {
  const batch = await prepareBatch({ actor: preparer, payer: PLATFORM, cutoffAt: now, now });
  if (!batch.ok) throw new Error(batch.failure.kind);
  return batch.value.batchId;
}

async function householdsPayment(batchId: string): Promise<string> {
  const payment = await db().disbursement.findFirstOrThrow({ where: { batchId, payeeAccount: payableAccount } });
  return payment.id;
}

async function finishAll(batchId: string): Promise<void> {
  for (const { id } of await db().disbursement.findMany({ where: { batchId, state: "PREPARED" } })) {
    const result = { kind: "PAID", voucherNumber: `V-${id}`, paidAt: now } as const;
    await recordBankResult({ actor: preparer, disbursementId: id, result, now });
  }
}

test("what is payable is prepared, approved by a second person, and paid with a voucher that opens to the line", async () => {
  const batchId = await prepared();
  const payments = await db().disbursement.findMany({ where: { batchId }, orderBy: { amountFen: "asc" } });
  expect(payments.map((payment) => [payment.payeeName, payment.amountFen])).toEqual([
    [expect.stringContaining("合作社"), 950n],
    ["程桂兰", 8_550n],
  ]);
  expect(await balanceOf(payableAccount)).toBe(8_550n); // nothing is paid yet
  expect((await approveBatch({ actor: approver, batchId, now })).ok).toBe(true);

  const disbursementId = await householdsPayment(batchId);
  const result = { kind: "PAID", voucherNumber: "V-2026-0001", bankReference: "B1", paidAt: now } as const;
  expect((await recordBankResult({ actor: preparer, disbursementId, result, now })).ok).toBe(true);
  expect(await balanceOf(payableAccount)).toBe(0n);
  const [posting] = await db().$queryRaw<{ orderLineId: string; fen: bigint; destination: string }[]>`
    SELECT p.order_line_id AS "orderLineId", p.amount_fen AS fen, p.destination
    FROM journal j JOIN posting p ON p.journal_id = j.id WHERE j.kind = 'DISBURSEMENT' AND j.source_id = ${disbursementId}`;
  expect(posting).toEqual({ orderLineId: sale.lines[0]?.id, fen: 8_550n, destination: "bank:platform" });

  // said twice, it is recorded once
  expect((await recordBankResult({ actor: preparer, disbursementId, result, now })).ok).toBe(true);
  expect(await db().journal.count({ where: { sourceId: disbursementId } })).toBe(1);
  expect((await db().disbursementBatch.findUniqueOrThrow({ where: { id: batchId } })).state).toBe("APPROVED");
  await finishAll(batchId);
  expect((await db().disbursementBatch.findUniqueOrThrow({ where: { id: batchId } })).state).toBe("PAID");
  expect(await ledgerViolations()).toEqual({});
});

test("nobody approves their own batch, and nobody without the right sees it", async () => {
  const batchId = await prepared();
  expect(await approveBatch({ actor: preparer, batchId, now })).toEqual({
    ok: false,
    failure: { kind: "same-person" },
  });
  const treasurer: Actor = {
    userId: newId(),
    displayName: "外人",
    grants: [{ role: "COOP_TREASURER", scopeKind: "COOPERATIVE", scopeId: lot.seller.id }],
  };
  expect(await approveBatch({ actor: treasurer, batchId, now })).toEqual({
    ok: false,
    failure: { kind: "no-such-batch" },
  });
  expect(await prepareBatch({ actor: treasurer, payer: PLATFORM, cutoffAt: now, now })).toEqual({
    ok: false,
    failure: { kind: "no-such-payer" },
  });
  expect((await db().disbursementBatch.findUniqueOrThrow({ where: { id: batchId } })).state).toBe("PREPARED");
  await approveBatch({ actor: approver, batchId, now });
  await finishAll(batchId);
});

test("a refund between preparing and approving is noticed: the batch must be prepared anew", async () => {
  const batchId = await prepared();
  await aRefund(sale, [[0, 1_000n]], { at: now });
  expect(await approveBatch({ actor: approver, batchId, now })).toMatchObject({
    ok: false,
    failure: { kind: "amounts-changed", payees: expect.arrayContaining(["程桂兰"]) },
  });
  expect(await prepareBatch({ actor: preparer, payer: PLATFORM, cutoffAt: now, now })).toMatchObject({
    ok: false,
    failure: { kind: "batch-waiting" },
  });
  expect((await cancelBatch({ actor: preparer, batchId, now })).ok).toBe(true);
  const again = await prepared();
  expect((await approveBatch({ actor: approver, batchId: again, now })).ok).toBe(true);
  await finishAll(again);
  expect(await ledgerViolations()).toEqual({});
});

test("a payment that fails posts nothing and is payable again in the next batch", async () => {
  const batchId = await prepared();
  await approveBatch({ actor: approver, batchId, now });
  const disbursementId = await householdsPayment(batchId);
  const failed = { kind: "FAILED", reason: "账号户名不符" } as const;
  expect((await recordBankResult({ actor: preparer, disbursementId, result: failed, now })).ok).toBe(true);
  expect(await balanceOf(payableAccount)).toBe(8_550n);
  await finishAll(batchId);
  const next = await payOut(PLATFORM, addDays(now, 1));
  expect(next.totalFen).toBe(8_550n);
  expect(await balanceOf(payableAccount)).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
});

test("a payment the bank sent back after its voucher is payable again, by a journal that names the first", async () => {
  const batchId = await prepared();
  await approveBatch({ actor: approver, batchId, now });
  await finishAll(batchId);
  const disbursementId = await householdsPayment(batchId);
  const returned = await recordBankReturn({
    actor: preparer,
    disbursementId,
    reason: "账户已销户",
    now: addDays(now, 1),
  });
  expect(returned.ok).toBe(true);
  expect(await balanceOf(payableAccount)).toBe(8_550n);
  expect(await recordBankReturn({ actor: preparer, disbursementId, reason: "again", now })).toEqual({
    ok: false,
    failure: { kind: "not-paid" },
  });
  const next = await payOut(PLATFORM, addDays(now, 2));
  expect(next.totalFen).toBe(8_550n);
  expect(await ledgerViolations()).toEqual({});
});

test("a voucher number is used once, results need an approved batch, and a refusal changes nothing", async () => {
  const batchId = await prepared();
  const disbursementId = await householdsPayment(batchId);
  const paid = (voucherNumber: string, paidAt = now) =>
    recordBankResult({ actor: preparer, disbursementId, result: { kind: "PAID", voucherNumber, paidAt }, now });
  expect(await paid("V-1")).toEqual({ ok: false, failure: { kind: "not-approved" } });
  await approveBatch({ actor: approver, batchId, now });
  const other = await db().disbursement.findFirstOrThrow({ where: { state: "PAID" } });
  expect(await paid(other.voucherNumber ?? "")).toEqual({ ok: false, failure: { kind: "voucher-used" } });
  expect(await paid("  ")).toEqual({ ok: false, failure: { kind: "no-voucher" } });
  expect(await paid("V-2", addDays(now, 1))).toEqual({ ok: false, failure: { kind: "paid-in-the-future" } });
  expect(await db().journal.count({ where: { sourceId: disbursementId } })).toBe(0);
  expect(await balanceOf(payableAccount)).toBe(8_550n);
  await finishAll(batchId);
});

test("a payment and a refund at the same moment: whoever is second sees the other", async () => {
  const batchId = await prepared();
  await approveBatch({ actor: approver, batchId, now });
  await Promise.all([finishAll(batchId), aRefund(sale, [[0, 10_000n]], { at: now })]);
  expect(await balanceOf(payableAccount)).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
});

test("nothing payable makes no batch", async () => {
  await payOut(PLATFORM, now);
  expect(await prepareBatch({ actor: preparer, payer: PLATFORM, cutoffAt: now, now })).toEqual({
    ok: false,
    failure: { kind: "nothing-payable" },
  });
  expect(await prepareBatch({ actor: preparer, payer: PLATFORM, cutoffAt: addDays(now, 1), now })).toEqual({
    ok: false,
    failure: { kind: "cutoff-in-the-future" },
  });
});

test("what is due to a debtor stays until there is something to pay, and is netted then", async () => {
  const cooperativeId = lot.seller.id;
  await payOut(PLATFORM, now);
  // Everybody was paid, so the cooperative bears this refund from its own funds.
  await aRefund(sale, [[0, 10_000n]], { at: now });
  const bought = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId, mode: "BOUGHT_OUT", grams: 50_000, priceFen: 600n },
  ]);
  const rates = { processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000 };
  const next = async (unitPriceFen: bigint) => {
    const small = await aSale([{ lines: [{ unitPriceFen, picks: [{ lot: bought, grams: 1_000 }] }] }], {
      rates,
      at: addDays(now, -9),
    });
    await releaseSale(small, now);
  };
  await next(1_000n);
  const due = await balanceOf(`cooperative:${cooperativeId}:payable`);
  expect(await prepareBatch({ actor: preparer, payer: PLATFORM, cutoffAt: now, now })).toEqual({
    ok: false,
    failure: { kind: "owed-back", debtFen: due },
  });
  expect(await balanceOf(`cooperative:${cooperativeId}:payable`)).toBe(due);
  await next(50_000n);
  const paid = await payOut(PLATFORM, now);
  expect(paid.nettedFen).toBeGreaterThan(due);
  expect(await balanceOf(`cooperative:${cooperativeId}:payable`)).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
});

describe("what a cooperative owes itself", () => {
  const treasurerOf = (cooperativeId: string): Actor => ({
    userId: "00000000-0000-7000-8000-00000000f003",
    displayName: "出纳",
    grants: [
      { role: "COOP_TREASURER", scopeKind: "COOPERATIVE", scopeId: cooperativeId },
      { role: "COOP_MANAGER", scopeKind: "COOPERATIVE", scopeId: cooperativeId },
    ],
  });

  async function aMember(): Promise<string> {
    await db().membership.create({
      data: { id: newId(), cooperativeId: lot.seller.id, householdId, joinedOn: new Date("2024-01-01") },
    });
    return lot.seller.id;
  }

  function wages(cooperativeId: string, over: Partial<Parameters<typeof enterPayout>[0]> = {}) {
    return enterPayout({
      actor: treasurerOf(cooperativeId),
      payoutId: newId(),
      cooperativeId,
      householdId,
      flow: "WAGE",
      period: "2026-03",
      amountFen: 144_000n,
      basis: "采摘 12 天 × 120 元",
      now,
      ...over,
    });
  }

  test("wages become payable by the cooperative's own bank, and not by the platform's", async () => {
    const cooperativeId = await aMember();
    const payoutId = newId();
    expect((await wages(cooperativeId, { payoutId })).ok).toBe(true);
    expect((await wages(cooperativeId, { payoutId })).ok).toBe(true); // the same form
    expect(await wages(cooperativeId, { payoutId, amountFen: 1n })).toEqual({
      ok: false,
      failure: { kind: "form-already-used" },
    });
    expect(await balanceOf(payableAccount)).toBe(8_550n + 144_000n);

    const platform = await payOut(PLATFORM, now);
    expect(platform.totalFen).toBe(8_550n + 950n);
    const actor = treasurerOf(cooperativeId);
    const payer = { kind: "COOPERATIVE", cooperativeId } as const;
    const batch = await prepareBatch({ actor, payer, cutoffAt: now, now });
    if (!batch.ok) throw new Error(batch.failure.kind);
    expect(batch.value.totalFen).toBe(144_000n);
    const approved = await approveBatch({
      actor: { ...treasurerOf(cooperativeId), userId: newId() },
      batchId: batch.value.batchId,
      now,
    });
    expect(approved.ok).toBe(true);
    await finishAll(batch.value.batchId);
    expect(await balanceOf(`bank:cooperative:${cooperativeId}`)).toBe(144_000n);
    expect(await balanceOf(payableAccount)).toBe(0n);
    expect(await ledgerViolations()).toEqual({});
  });

  test.each([
    ["a household it has nothing to do with", {}, "not-linked"],
    ["nothing", { amountFen: 0n }, "bad-amount"],
    ["a month to come", { period: "2099-01" }, "bad-period"],
    ["no reason", { basis: "  " }, "no-basis"],
  ])("a payout for %s is refused, and nothing is stored", async (_, over, kind) => {
    const before = await db().payout.count();
    expect(await wages(lot.seller.id, over)).toEqual({ ok: false, failure: { kind } });
    expect(await db().payout.count()).toBe(before);
    expect(await balanceOf(payableAccount)).toBe(8_550n);
    await payOut(PLATFORM, now);
  });

  test("another cooperative's treasurer cannot enter it", async () => {
    const cooperativeId = await aMember();
    const stranger = treasurerOf(newId());
    expect(await wages(cooperativeId, { actor: stranger })).toEqual({
      ok: false,
      failure: { kind: "no-such-cooperative" },
    });
    await payOut(PLATFORM, now);
  });

  test.each(["by itself", "in a file"])(
    "a voucher entered at once for payments of two batches pays one, %s",
    async (how) => {
      const cooperativeId = await aMember();
      expect((await wages(cooperativeId)).ok).toBe(true);
      const own = await payOut({ kind: "COOPERATIVE", cooperativeId }, now, { stopAt: "APPROVED" });
      const platform = await payOut(PLATFORM, now, { stopAt: "APPROVED" });
      const [first, second] = [await householdsPayment(platform.batchId), await householdsPayment(own.batchId)];
      const result = { kind: "PAID", voucherNumber: `V-TWICE ${how}`, paidAt: now } as const;
      const treasurer = { actor: treasurerOf(cooperativeId), now };
      const both = await letGoTogether<{ readonly ok: boolean }>(
        (tx) => tx.$queryRaw`SELECT FROM party_balance WHERE account = ${payableAccount} FOR UPDATE`,
        () => recordBankResult({ actor: preparer, disbursementId: first, result, now }),
        () =>
          how === "by itself"
            ? recordBankResult({ ...treasurer, disbursementId: second, result })
            : recordBankFile({ ...treasurer, batchId: own.batchId, rows: [{ disbursementId: second, result }] }),
      );
      const problem = { kind: "voucher-used" };
      const failure = how === "by itself" ? problem : { kind: "bad-row", row: 0, problem };
      expect(both).toEqual([
        { ok: true, value: { disbursementId: first } },
        { ok: false, failure },
      ]);
      await Promise.all([platform.finish(), own.finish()]);
      expect(await ledgerViolations()).toEqual({});
    },
  );
});
