import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { openClaim } from "~/orders/open-claim.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as claim from "~/routes/cooperative/claim";
import * as order from "~/routes/cooperative/order";
import * as orderSheet from "~/routes/cooperative/order-sheet";
import * as orders from "~/routes/cooperative/orders";
import * as tracking from "~/routes/cooperative/tracking";
import * as media from "~/routes/resources/media";
import { aPerson, type Person } from "#tests/builders/access";
import { aLot, aSale, type Sale } from "#tests/builders/benefits";
import { photoBytes } from "#tests/builders/catalog";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { expectOrdersInvariants } from "../orders/invariants";
import { errorsOf, submit, visit } from "./visit";

const NOW = new Date("2026-03-12T02:00:00Z");

let own: string;
let other: string;
let packer: Person;
let manager: Person;
let stranger: Person;

beforeAll(async () => {
  own = await anApprovedCooperative({ name: "昌溪合作社" });
  other = await anApprovedCooperative({ name: "别村合作社" });
  packer = await aPerson({ roles: [{ role: "COOP_PACKER", scopeId: own }] });
  manager = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: own }] });
  stranger = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: other }] });
});

/** One order of two cooperatives' goods, with everything a shopper may give. */
async function anOrderOfTwoSellers(): Promise<{ sale: Sale; shipmentId: string; otherShipmentId: string }> {
  const lotOf = (id: string) =>
    aLot({ kind: "COOPERATIVE", id }, [{ householdId: newId(), grams: 10_000, priceFen: 600n }]);
  const line = async (id: string) => ({
    lines: [{ unitPriceFen: 3_990n, quantity: 2, packGrams: 2_500, picks: [{ lot: await lotOf(id), grams: 5_000 }] }],
    freightFen: 800n,
  });
  const sale = await aSale([await line(own), await line(other)]);
  await db().order.update({
    where: { id: sale.orderId },
    data: {
      buyerEmail: "zhang.san@example.com",
      addressLine: "浦东新区秘密路 8 号",
      invoiceKind: "COMPANY",
      invoiceTitle: "张三的公司",
    },
  });
  const [shipmentId = "", otherShipmentId = ""] = sale.shipmentIds;
  return { sale, shipmentId, otherShipmentId };
}

const page = async (shipmentId: string, person: Person) =>
  JSON.stringify((await visit(order.loader, paths.coop.order(shipmentId), person.cookie, { id: shipmentId })).data);

const deliver = async (shipmentId: string) => {
  await shipShipment({ actor: systemActor, shipmentId, trackingNumber: "YS000001", now: NOW });
  await confirmDelivery({ shipmentId, access: "system", now: NOW });
};

describe("what a cooperative sees of an order", () => {
  test("is its own goods and, until they arrive, where they go; never the e-mail or another seller, and the invoice only whoever writes it", async () => {
    const { sale, shipmentId, otherShipmentId } = await anOrderOfTwoSellers();
    const before = await page(shipmentId, packer);
    expect(before).toContain("秘密路 8 号");
    for (const hidden of ["zhang.san@example.com", "张三的公司", otherShipmentId, sale.lines[2]?.id ?? "", other]) {
      expect(before).not.toContain(hidden);
    }
    expect(await page(shipmentId, manager)).toContain("张三的公司（单位）");
    const foreign = await visit(order.loader, "/coop/x", packer.cookie, { id: otherShipmentId });
    expect(foreign.status).toBe(404);

    await deliver(shipmentId);
    const after = await page(shipmentId, packer);
    expect(after).not.toContain("秘密路");
    expect(after).not.toContain("13800000000");
    const sheet = await visit(orderSheet.loader, `${paths.coop.orderSheet("labels")}?s=${shipmentId}`, packer.cookie, {
      sheet: "labels",
    });
    expect(JSON.stringify(sheet.data)).not.toContain("秘密路");
  });

  test("is no claim and no photo of another seller's goods in the same order", async () => {
    const { sale, shipmentId } = await anOrderOfTwoSellers();
    await deliver(shipmentId);
    const opened = await openClaim({
      access: "system",
      orderId: sale.orderId,
      orderLineId: sale.lines[0]?.id ?? "",
      quantity: 1,
      words: "烂了一半",
      photos: [await photoBytes()],
      requestKey: newId(),
      now: NOW,
    });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const { claimId } = opened.value;
    const { mediaId } = await db().claimPhoto.findFirstOrThrow({ where: { claimId } });
    const seen = async (person: Person) => [
      (await visit(claim.loader, "/coop/x", person.cookie, { id: claimId })).status,
      (await visit(media.loader, "/media/x", person.cookie, { id: mediaId, name: "375.webp" })).status,
    ];
    expect(await seen(manager)).toEqual([200, 200]);
    expect(await seen(packer)).toEqual([200, 200]);
    expect(await seen(stranger)).toEqual([404, 404]);
    expect((await visit(media.loader, "/media/x", undefined, { id: mediaId, name: "375.webp" })).status).toBe(404);

    const answer = (fields: Record<string, string>, person = manager) =>
      submit(claim.action, paths.coop.claim(claimId), person.cookie, fields, { id: claimId });
    expect((await answer({ move: "refuse", words: "不" }, packer)).status).toBe(404);
    expect(errorsOf(await answer({ move: "refuse", words: " " }))["words"]).toHaveLength(1);
    expect(errorsOf(await answer({ move: "accept", amount: "很多", reason: "QUALITY" }))["amount"]).toHaveLength(1);
    expect(errorsOf(await answer({ move: "accept", amount: "999999", reason: "QUALITY" }))["amount"]).toHaveLength(1);
    expect(errorsOf(await answer({ move: "accept", amount: "10", reason: "GOODWILL" }))["reason"]).toHaveLength(1);
    expect((await db().claim.findUniqueOrThrow({ where: { id: claimId } })).state).toBe("OPEN");
    expect((await answer({ move: "accept", amount: "10", reason: "QUALITY", words: "" })).location).toBe(
      paths.coop.claim(claimId),
    );
    expect((await db().claim.findUniqueOrThrow({ where: { id: claimId } })).amountFen).toBe(1_000n);
    const list = (await visit(orders.loader, paths.coop.orders({ tab: "claims" }), manager.cookie)).data as {
      counts: Record<string, number>;
    };
    expect(list.counts["claims"]).toBe(0);
  });
});

describe("tracking numbers by list", () => {
  const send = (fields: Record<string, string>, person = packer) =>
    submit(tracking.action, paths.coop.tracking(), person.cookie, fields);
  const rowsOf = (answer: { data: unknown }) =>
    (answer.data as { rows: { state: { word: string } }[] }).rows.map(({ state }) => state.word);

  test("are shown with what is wrong with each line, and stored when confirmed, once", async () => {
    const [first, second] = [await numbered("260310-0000000A"), await numbered("260310-0000000B")];
    const foreign = await numbered("260310-0000000C", other);
    const lines = [
      `${first.number}\t顺丰\tSF123456789012`,
      `${second.number} 其他 YS000777`,
      `${foreign.number},其他,YS000778`,
      "260310-0000000Z 飞鸽 1",
    ].join("\n");
    const preview = await send({ intent: "preview", lines });
    expect(rowsOf(preview)).toEqual(["可以发货", "可以发货", "不能发", "看不懂"]);
    expect(await db().parcel.count({ where: { shipmentId: { in: [first.shipmentId, second.shipmentId] } } })).toBe(0);

    const confirmed = await send({ intent: "confirm", lines });
    expect(confirmed.location).toContain("done=tracked");
    expect(confirmed.location).toContain("count=2");
    const parcels = await db().parcel.findMany({
      where: { shipmentId: { in: [first.shipmentId, second.shipmentId] } },
    });
    expect(parcels.map((parcel) => parcel.carrier).sort()).toEqual(["OTHER", "SF"]);
    expect(await db().parcel.count({ where: { shipmentId: foreign.shipmentId } })).toBe(0);

    expect(rowsOf(await send({ intent: "preview", lines })).slice(0, 2)).toEqual(["已经填过", "已经填过"]);
    expect((await send({ intent: "confirm", lines })).status).toBe(422);
    expect(await db().parcel.count({ where: { shipmentId: { in: [first.shipmentId, second.shipmentId] } } })).toBe(2);
    await expectOrdersInvariants();
  });

  test("the same number for two orders asks first", async () => {
    const [first, second] = [await numbered("260310-0000000D"), await numbered("260310-0000000E")];
    const lines = `${first.number} 其他 YS000888\n${second.number} 其他 YS000888`;
    expect(rowsOf(await send({ intent: "preview", lines }))).toEqual(["请确认", "请确认"]);
    expect((await send({ intent: "confirm", lines })).status).toBe(422);
    expect(await db().parcel.count({ where: { trackingNumber: "YS000888" } })).toBe(0);
    expect((await send({ intent: "confirm", lines, same: "on" })).location).toContain("count=2");
    expect(await db().parcel.count({ where: { trackingNumber: "YS000888" } })).toBe(2);
  });

  test.each([
    ["nothing", ""],
    ["words", "您好"],
    ["emoji", "🍑🍑🍑"],
    ["eighteen digits", "1".repeat(18)],
    ["a flood", "x\n".repeat(400)],
  ])("%s is answered with a sentence, not with an error of ours", async (_, lines) => {
    const answer = await send({ intent: "confirm", lines });
    expect(answer.status).toBe(422);
  });

  test("a stranger's packer ships nothing of ours", async () => {
    const { number, shipmentId } = await numbered("260310-0000000F");
    const answer = await send({ intent: "confirm", lines: `${number} 其他 YS000999` }, stranger);
    expect(answer.status).toBe(422);
    expect(await db().parcel.count({ where: { shipmentId } })).toBe(0);
  });
});

describe("sheets", () => {
  test("print what is ticked of one's own orders, and another seller's order is not on them", async () => {
    const { shipmentId, otherShipmentId } = await anOrderOfTwoSellers();
    const url = `${paths.coop.orderSheet("packing")}?s=${shipmentId}&s=${otherShipmentId}`;
    const sheet = await visit(orderSheet.loader, url, packer.cookie, { sheet: "packing" });
    const { shipments, count } = sheet.data as { shipments: { id: string }[]; count: number };
    expect([count, shipments.map(({ id }) => id)]).toEqual([1, [shipmentId]]);
    const picks = await visit(orderSheet.loader, `${paths.coop.orderSheet("picks")}?s=${shipmentId}`, packer.cookie, {
      sheet: "picks",
    });
    expect(JSON.stringify(picks.data)).toContain("10 斤（5 kg）");
    expect(JSON.stringify(picks.data)).not.toContain("秘密路");
    expect((await visit(orderSheet.loader, "/coop/orders/print/x", packer.cookie, { sheet: "x" })).status).toBe(404);
  });
});

/** A paid order of one seller with a number as customers have it. */
async function numbered(number: string, seller = own): Promise<{ number: string; shipmentId: string }> {
  const lot = await aLot({ kind: "COOPERATIVE", id: seller }, [{ householdId: newId(), grams: 5_000, priceFen: 600n }]);
  const sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, picks: [{ lot, grams: 2_500 }] }] }], {
    at: addDays(NOW, -1),
    number,
  });
  return { number, shipmentId: sale.shipmentIds[0] ?? "" };
}
