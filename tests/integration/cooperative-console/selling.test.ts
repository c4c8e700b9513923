import { afterEach, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays, dayOf, periodOf } from "~/kernel/period";
import { packShipment } from "~/orders/pack-shipment.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as batch from "~/routes/cooperative/batch";
import * as newPayout from "~/routes/cooperative/new-payout";
import * as order from "~/routes/cooperative/order";
import * as settlement from "~/routes/cooperative/settlement";
import { systemActor } from "~/access/actor";
import { aPerson, type Person } from "#tests/builders/access";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aSale, type Sale } from "#tests/builders/benefits";
import { anIntake, aSealedLot } from "#tests/builders/supply";
import { expectSupplyInvariants } from "../supply/invariants";
import { errorsOf, submit, visit } from "./visit";
import { aConsole, scaleForm, sendIntake as sendIntakeAs } from "./console-world";

const now = new Date();
const todayText = dayOf(now);
const { coop, product, household, manager, weigher, packer, stranger } = await aConsole();
const sendIntake = (fields: Record<string, string | Blob>, person = weigher) => sendIntakeAs(fields, person);
const delivery = { coop, household, product };

afterEach(expectSupplyInvariants);

describe("sending what was sold", () => {
  async function aSoldBox(): Promise<{ sale: Sale; shipmentId: string; lineId: string }> {
    const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
    const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
    const sale = await aSale([
      {
        lines: [
          {
            unitPriceFen: 3_990n,
            picks: [
              { lot: { id: lotId, seller: { kind: "COOPERATIVE", id: coop }, productId: product }, grams: 2_500 },
            ],
          },
        ],
        freightFen: 800n,
      },
    ]);
    return { sale, shipmentId: sale.shipmentIds[0] ?? "", lineId: sale.lines[0]?.id ?? "" };
  }

  const send = (shipmentId: string, fields: Record<string, string>, person = packer) =>
    submit(order.action, paths.coop.order(shipmentId), person.cookie, fields, { id: shipmentId });

  test("packed, then shipped with a number; nonsense is refused and other people's parcels are not there", async () => {
    const { shipmentId } = await aSoldBox();
    expect((await send(shipmentId, { intent: "pack" }, stranger)).status).toBe(404);
    expect((await send(shipmentId, { intent: "pack" })).location).toContain("done=packed");
    const bad = await send(shipmentId, { intent: "ship", trackingNumber: "顺丰" });
    expect(errorsOf(bad)["trackingNumber"]?.[0]).toContain("6～30 位");
    expect((await send(shipmentId, { intent: "ship", trackingNumber: "SF1234567890" })).location).toContain(
      "done=shipped",
    );
    expect(errorsOf(await send(shipmentId, { intent: "pack" }))[""]).toHaveLength(1);
    expect((await db().shipment.findUniqueOrThrow({ where: { id: shipmentId } })).state).toBe("SHIPPED");
  });

  test("the shopper's address is shown while somebody has to deliver, and hidden afterwards", async () => {
    const { shipmentId } = await aSoldBox();
    const page = async () =>
      (await visit(order.loader, paths.coop.order(shipmentId), packer.cookie, { id: shipmentId })).data as {
        shipment: { address: string[] };
      };
    expect((await page()).shipment.address.join()).toContain("测试路 1 号");
    await packShipment({ actor: systemActor, shipmentId, now });
    await db().shipment.update({
      where: { id: shipmentId },
      data: { state: "DELIVERED", shippedAt: now, deliveredAt: now, claimUntil: addDays(now, 2) },
    });
    const later = (await page()).shipment.address.join();
    expect(later).not.toContain("测试路");
    expect(later).not.toContain("13800000000");
  });

  test("a refund per line, up to what remains, once per form", async () => {
    const { shipmentId, lineId, sale } = await aSoldBox();
    const requestKey = newId();
    const refund = (amount: string, changes: Record<string, string> = {}) =>
      send(
        shipmentId,
        {
          intent: "refund",
          requestKey,
          reason: "QUALITY",
          "lines[0].id": lineId,
          "lines[0].amount": amount,
          ...changes,
        },
        manager,
      );
    expect((await send(shipmentId, { intent: "refund", requestKey, reason: "QUALITY" }, manager)).status).toBe(422);
    expect(errorsOf(await refund("很多"))["lines[0].amount"]).toHaveLength(1);
    expect(errorsOf(await refund("39.91"))["lines[0].amount"]?.[0]).toContain("39.90");
    expect(errorsOf(await refund("5", { reason: "GOODWILL" }))).toHaveProperty("reason");
    expect((await refund("5", { "lines[0].id": newId() })).status).toBe(404);
    const forbidden = await send(
      shipmentId,
      { intent: "refund", requestKey: newId(), reason: "QUALITY", "lines[0].id": lineId, "lines[0].amount": "5" },
      packer,
    );
    expect(forbidden.status).toBe(422);
    expect(await db().refund.count({ where: { orderId: sale.orderId } })).toBe(0);
    expect((await refund("19.95")).location).toContain("done=refunded");
    expect((await refund("19.95")).location).toContain("done=refunded");
    expect(await db().refund.findMany({ where: { orderId: sale.orderId }, select: { amountFen: true } })).toEqual([
      { amountFen: 1_995n },
    ]);
  });
});

describe("paying the households", () => {
  test("the treasurer prepares, the manager approves, the bank's answer is entered: paid with a voucher", async () => {
    const own = await anApprovedCooperative({ name: "付款合作社" });
    const member = await aMember(own, { headName: "吴阿妹" });
    const treasurerOf = await aPerson({ roles: [{ role: "COOP_TREASURER", scopeId: own }] });
    const managerOf = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: own }] });
    await sendIntake(scaleForm(delivery, { cooperativeId: own, householdId: member }), managerOf);

    const payout = (changes: Record<string, string> = {}) =>
      submit(newPayout.action, paths.coop.newPayout(), treasurerOf.cookie, {
        payoutId: newId(),
        cooperativeId: own,
        householdId: member,
        flow: "WAGE",
        period: periodOf(now),
        amount: "1,440",
        basis: "采摘 12 天 × 120 元",
        ...changes,
      });
    expect(errorsOf(await payout({ amount: "0" }))["amount"]).toHaveLength(1);
    expect(errorsOf(await payout({ flow: "BRIBE" }))).toHaveProperty("flow");
    expect(errorsOf(await payout({ period: "2999-01" }))["period"]).toHaveLength(1);
    expect(errorsOf(await payout({ basis: " " }))["basis"]).toHaveLength(1);
    expect((await payout()).location).toContain("done=entered");

    const page = (await visit(settlement.loader, paths.coop.settlement(), treasurerOf.cookie)).data;
    expect(page).toMatchObject({
      sums: { fromCooperativeFen: 157_500, paidFen: 0 },
      rows: [{ name: "吴阿妹", fromCooperativeFen: 157_500 }],
    });
    const prepared = await submit(settlement.action, paths.coop.settlement(), treasurerOf.cookie, {
      cooperativeId: own,
    });
    const id = /settlement\/([0-9a-f-]{36})/.exec(prepared.location ?? "")?.[1] ?? "";
    const send = (person: Person, fields: Record<string, string>) =>
      submit(batch.action, paths.coop.batch(id), person.cookie, fields, { id });
    expect((await send(stranger, { intent: "approve" })).status).toBe(404);
    expect((await send(treasurerOf, { intent: "approve" })).status).toBe(422);
    expect((await send(managerOf, { intent: "approve" })).location).toBe(paths.coop.batch(id));

    const { id: disbursementId } = await db().disbursement.findFirstOrThrow({ where: { batchId: id } });
    const paid = (fields: Record<string, string>) =>
      send(treasurerOf, { intent: "paid", disbursementId, voucherNumber: "PZ-1", paidOn: todayText, ...fields });
    expect(errorsOf(await paid({ voucherNumber: "" }))["voucherNumber"]).toHaveLength(1);
    expect(errorsOf(await paid({ paidOn: dayOf(addDays(now, 2)) }))["paidOn"]).toHaveLength(1);
    expect((await paid({ disbursementId: newId() })).status).toBe(404);
    expect((await paid({})).location).toBe(paths.coop.batch(id));
    expect((await visit(settlement.loader, paths.coop.settlement(), treasurerOf.cookie)).data).toMatchObject({
      sums: { fromCooperativeFen: 0, paidFen: 157_500 },
      batches: [{ state: "PAID", totalFen: 157_500 }],
    });
  });
});
