import { beforeEach, expect, test } from "vitest";
import {
  aCooperative,
  aLot,
  aSale,
  balanceOf,
  ledgerViolations,
  releaseSale,
  RELEASED_AT,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { payOut, preparer } from "#tests/builders/settlement";
import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { recordBankFile, type BankFileRow } from "~/settlement/record-bank-file.server";

let day = 0;
let now: Date;
let batchId: string;
let accounts: string[];
let paymentIds: string[];

/** An approved batch with two households of one lot, and whoever else is owed something of the sale. */
beforeEach(async () => {
  now = addDays(RELEASED_AT, (day += 10));
  const households = await Promise.all([aHousehold({ headName: "程桂兰" }), aHousehold({ headName: "吴长根" })]);
  accounts = households.map(({ id }) => `household:${id}:payable`).sort();
  const lot = await aLot(
    { kind: "COOPERATIVE", id: await aCooperative() },
    households.map(({ id: householdId }) => ({ householdId, grams: 25_000, priceFen: 600n })),
  );
  const sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot, grams: 1_000 }] }] }], {
    rates: { processingBps: 0, processingFixedFen: 0n },
    at: addDays(now, -9),
  });
  await releaseSale(sale, addDays(now, -1));
  batchId = (await payOut({ kind: "PLATFORM" }, now, { stopAt: "APPROVED" })).batchId;
  const payments = await db().disbursement.findMany({
    where: { batchId },
    select: { id: true },
    orderBy: { payeeAccount: "asc" },
  });
  paymentIds = payments.map(({ id }) => id);
});

const voucher = () => `V${newId().slice(-12)}`;
const paid = (disbursementId: string, voucherNumber = voucher()): BankFileRow => ({
  disbursementId,
  result: { kind: "PAID", voucherNumber, paidAt: now },
});
const record = (rows: readonly BankFileRow[], actor: Actor = preparer) => recordBankFile({ actor, batchId, rows, now });

async function states(): Promise<string[]> {
  const rows = await db().disbursement.findMany({
    where: { batchId },
    select: { state: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ state }) => state);
}

async function nothingIsRecorded(): Promise<void> {
  expect(new Set(await states())).toEqual(new Set(["PREPARED"]));
  expect(await db().journal.count({ where: { kind: "DISBURSEMENT", sourceId: { in: paymentIds } } })).toBe(0);
}

test("a bank's file pays every household of the batch and closes it", async () => {
  const result = await record(paymentIds.map((id) => paid(id)));
  expect(result).toEqual({ ok: true, value: { recorded: paymentIds.length } });
  for (const account of accounts) expect(await balanceOf(account)).toBe(0n);
  expect(new Set(await states())).toEqual(new Set(["PAID"]));
  expect((await db().disbursementBatch.findUniqueOrThrow({ where: { id: batchId } })).state).toBe("PAID");
  expect(await ledgerViolations()).toEqual({});
});

test("the same file twice pays once", async () => {
  const rows = paymentIds.map((id) => paid(id));
  await record(rows);
  expect(await record(rows)).toEqual({ ok: true, value: { recorded: 0 } });
  expect(await db().journal.count({ where: { kind: "DISBURSEMENT", sourceId: { in: paymentIds } } })).toBe(
    paymentIds.length,
  );
});

test("what the bank could not pay stays payable", async () => {
  const [first = "", ...others] = paymentIds;
  const payee = (await db().disbursement.findUniqueOrThrow({ where: { id: first } })).payeeAccount;
  const owed = await balanceOf(payee);
  const rows = [
    { disbursementId: first, result: { kind: "FAILED", reason: "账号户名不符" } } as const,
    ...others.map((id) => paid(id)),
  ];
  expect((await record(rows)).ok).toBe(true);
  expect(await balanceOf(payee)).toBe(owed);
  expect(await db().disbursement.findUniqueOrThrow({ where: { id: first } })).toMatchObject({
    state: "FAILED",
    failureReason: "账号户名不符",
    failedAt: now,
  });
  expect(await ledgerViolations()).toEqual({});
});

test("one bad row refuses the whole file, and says which", async () => {
  const [first = "", second = "", ...others] = paymentIds;
  const rows = [paid(first), paid(second, " "), ...others.map((id) => paid(id))];
  expect(await record(rows)).toEqual({
    ok: false,
    failure: { kind: "bad-row", row: 1, problem: { kind: "no-voucher" } },
  });
  await nothingIsRecorded();
});

test("one voucher cannot pay two people", async () => {
  const [first = "", second = ""] = paymentIds;
  expect(await record([paid(first, "V-SAME"), paid(second, "V-SAME")])).toEqual({
    ok: false,
    failure: { kind: "bad-row", row: 1, problem: { kind: "voucher-used" } },
  });
  await nothingIsRecorded();
});

test("a payment of another batch, or named twice, is not in this file's batch", async () => {
  const [first = ""] = paymentIds;
  const missing = { ok: false, failure: { kind: "bad-row", problem: { kind: "no-such-payment" } } };
  expect(await record([paid(newId())])).toMatchObject(missing);
  expect(await record([paid(first), paid(first)])).toMatchObject(missing);
  await nothingIsRecorded();
});

test("a cooperative's treasurer finds no batch of the platform", async () => {
  const treasurer: Actor = {
    userId: newId(),
    displayName: "会计",
    grants: [{ role: "COOP_TREASURER", scopeKind: "COOPERATIVE", scopeId: newId() }],
  };
  expect(await record([paid(paymentIds[0] ?? "")], treasurer)).toEqual({
    ok: false,
    failure: { kind: "no-such-batch" },
  });
  await nothingIsRecorded();
});
