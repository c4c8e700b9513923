import { beforeAll, expect, test } from "vitest";
import { balanceOf, ledgerViolations, SOLD_AT, aCooperative } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { approver, preparer } from "#tests/builders/settlement";
import { systemActor } from "~/access/actor";
import { openIntake } from "~/benefits/intake-trace-store.server";
import { recordIntake } from "~/benefits/record-intake.server";
import { reverseIntake } from "~/benefits/reverse-intake.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import type { NewIntake } from "~/supply/insert-intake.server";
import { approveBatch } from "~/settlement/approve-batch.server";
import { prepareBatch } from "~/settlement/prepare-batch.server";
import { recordBankResult } from "~/settlement/record-bank-result.server";

let cooperativeId: string;
let householdId: string;
let productId: string;

beforeAll(async () => {
  cooperativeId = await aCooperative();
  householdId = (await aHousehold({ areaCode: "341021203204" })).id;
  await db().membership.create({ data: { id: newId(), cooperativeId, householdId, joinedOn: new Date("2024-01-01") } });
  await db().category.create({ data: { code: "veg", name: "蔬菜", nameEn: "Vegetables", position: 2 } });
  productId = newId();
  await db().product.create({
    data: {
      id: productId,
      code: "chili",
      name: "辣椒",
      nameEn: "Chili",
      aliases: "",
      categoryCode: "veg",
      baseUnit: "GRAM",
      perishable: true,
      grades: ["一级", "二级"],
    },
  });
});

function delivery(over: Partial<NewIntake> = {}): NewIntake {
  return {
    actor: systemActor,
    clientId: newId(),
    cooperativeId,
    householdId,
    productId,
    grade: "一级",
    weighing: { gross: 25_500, tare: 500, deduction: 0 },
    settlementMode: "BOUGHT_OUT",
    unitPriceFen: 640n,
    weighedBy: "李会计",
    deliveredAt: SOLD_AT,
    now: SOLD_AT,
    ...over,
  };
}

async function recorded(over: Partial<NewIntake> = {}): Promise<string> {
  const result = await recordIntake(delivery(over));
  if (!result.ok) throw new Error(result.failure.kind);
  return result.value.intakeId;
}

const owed = () => balanceOf(`household:${householdId}:payable`);

test("a bought-out delivery is owed to the household at once, and the same form twice owes once", async () => {
  const before = await owed();
  const form = delivery();
  await Promise.all([recordIntake(form), recordIntake(form)]);
  await recordIntake(form);
  expect(await owed()).toBe(before + 16_000n);
  const opened = await openIntake(db(), {
    areaPrefixes: ["341021"],
    intakeId: (await db().intake.findUniqueOrThrow({ where: { clientId: form.clientId } })).id,
  });
  expect(opened).toMatchObject({
    payableFen: 16_000n,
    paidFen: 0n,
    checks: { weight: true, amount: { ok: true }, posted: { ok: true } },
  });
  expect(await ledgerViolations()).toEqual({});
});

test("an advance is owed at the floor price, a consigned delivery only when it is sold", async () => {
  const before = await owed();
  await recorded({ settlementMode: "CONSIGNED", unitPriceFen: null });
  expect(await owed()).toBe(before);
  const id = await recorded({ settlementMode: "ADVANCE", unitPriceFen: 400n });
  expect(await owed()).toBe(before + 10_000n);
  const [posting] = await db().posting.findMany({ where: { intakeId: id } });
  expect(posting).toMatchObject({ flow: "ADVANCE_PURCHASE", householdId, cooperativeId });
  expect(await ledgerViolations()).toEqual({});
});

test("an unregistered supplier's delivery is nobody's income", async () => {
  const before = await db().journal.count();
  await recorded({ householdId: null, supplierNote: "外村散户" });
  expect(await db().journal.count()).toBe(before);
  expect(await ledgerViolations()).toEqual({});
});

test("a delivery that is taken back takes its income back, by a journal that names it", async () => {
  const before = await owed();
  const id = await recorded();
  const reversed = await reverseIntake({
    actor: systemActor,
    intakeId: id,
    reason: "皮重记错",
    now: addDays(SOLD_AT, 1),
  });
  expect(reversed.ok).toBe(true);
  expect(await owed()).toBe(before);
  const again = await reverseIntake({ actor: systemActor, intakeId: id, reason: "再来", now: addDays(SOLD_AT, 1) });
  expect(again).toMatchObject({ ok: false, failure: { kind: "already-reversed" } });
  expect(await ledgerViolations()).toEqual({});
});

test("once it is ordered at the bank or paid, it cannot be taken back: nobody is clawed back", async () => {
  const id = await recorded();
  const now = addDays(SOLD_AT, 2);
  const payer = { kind: "COOPERATIVE", cooperativeId } as const;
  const batch = await prepareBatch({ actor: preparer, payer, cutoffAt: now, now });
  if (!batch.ok) throw new Error(batch.failure.kind);
  const { batchId } = batch.value;
  await approveBatch({ actor: approver, batchId, now });
  const attempt = () => reverseIntake({ actor: systemActor, intakeId: id, reason: "皮重记错", now });
  expect(await attempt()).toEqual({ ok: false, failure: { kind: "already-paid" } });

  const [payment] = await db().disbursement.findMany({ where: { batchId } });
  const result = { kind: "PAID", voucherNumber: "V-INTAKE-1", paidAt: now } as const;
  await recordBankResult({ actor: preparer, disbursementId: payment?.id ?? "", result, now });
  expect(await owed()).toBe(0n);
  expect(await attempt()).toEqual({ ok: false, failure: { kind: "already-paid" } });
  expect(await db().intake.count({ where: { reversesId: id } })).toBe(0);
  const opened = await openIntake(db(), { areaPrefixes: ["34"], intakeId: id });
  expect(opened).toMatchObject({ payableFen: 0n, paidFen: 16_000n, vouchers: ["V-INTAKE-1"] });
  expect(await openIntake(db(), { areaPrefixes: ["51"], intakeId: id })).toBeUndefined();
  expect(await ledgerViolations()).toEqual({});
});
