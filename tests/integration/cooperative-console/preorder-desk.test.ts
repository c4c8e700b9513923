import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOrderLine } from "~/benefits/order-line-trace-store.server";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { addDays, dayOf } from "~/kernel/period";
import { confirmOverdueDeliveries } from "~/orders/confirm-delivery.server";
import { paths } from "~/paths";
import { requestRefund } from "~/payments/request-refund.server";
import { db } from "~/platform/db.server";
import { listingCards } from "~/search/listing-card-store.server";
import { listingDocuments } from "~/search/listing-document-store.server";
import * as listing from "~/routes/cooperative/listing";
import * as newListing from "~/routes/cooperative/new-listing";
import * as order from "~/routes/cooperative/order";
import * as orders from "~/routes/cooperative/orders";
import * as cart from "~/routes/shop/cart";
import * as product from "~/routes/shop/product";
import { aFreightTemplate, photoBytes } from "#tests/builders/catalog";
import { aPaidOrder, aStripe, clock, closeStripe, linesOf, violations, work } from "#tests/builders/payments";
import { payOut } from "#tests/builders/settlement";
import { anIntake, aSealedLot } from "#tests/builders/supply";
import { systemActor } from "~/access/actor";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import { aConsole } from "./console-world";
import { errorsOf, submit, typedOf, visit } from "./visit";

const { coop, product: productId, household, manager, packer, stranger } = await aConsole();

let stripe: Sandbox;
let id: string;
let slug: string;
beforeAll(async () => {
  clock.now = new Date();
  stripe = aStripe();
  const freightId = await aFreightTemplate({ kind: "COOPERATIVE", id: coop });
  const url = paths.coop.newListing({ seller: `COOPERATIVE:${coop}`, product: productId });
  const created = await submit(newListing.action, url, manager.cookie, {
    intent: "save",
    unit: "jin",
    title: "昌溪冬笋",
    areaCode: "341021203201",
    splitRuleCode: "standard",
    freightId,
    shipsWithinDays: "3",
    "variants[0].name": "5 斤装",
    "variants[0].quantity": "5",
    "variants[0].price": "39.9",
    "variants[0].shipping": "2.9",
    "variants[0].active": "on",
  });
  id = /listings\/([0-9a-f-]{36})/.exec(created.location ?? "")?.[1] ?? "";
  ({ slug } = await db().listing.findUniqueOrThrow({ where: { id } }));
  const photo = new File([new Uint8Array(await photoBytes())], "a.jpg", { type: "image/jpeg" });
  await send({ intent: "add-photo", photo, alt: "一筐冬笋" });
});
afterAll(() => closeStripe(stripe));

const send = (fields: Record<string, string | Blob>, person = manager) =>
  submit(listing.action, paths.coop.listing(id), person.cookie, fields, { id });
const inDays = (days: number) => dayOf(addDays(clock.now, days));
const preorder = (changes: Record<string, string> = {}) => ({
  intent: "preorder",
  unit: "jin",
  promised: "50",
  shipBy: inDays(20),
  preorderSeason: "冬季头茬",
  preorderSeasonEn: "",
  ...changes,
});

describe("a cooperative sells what is not harvested yet", () => {
  test.each([
    [{ promised: "" }, "promised", "预售量要是大于零的整克重量，例如 1000。"],
    [{ promised: "很多" }, "promised", "预售量请填数字，例如 1000。"],
    [{ promised: "999999999999999999" }, "promised", "预售量请填数字，例如 1000。"],
    [{ promised: "9999999" }, "promised", "预售量要大于零，不超过 200000 斤（100000 kg）。"],
    [{ shipBy: "" }, "shipBy", "请选择最晚发货日期。"],
    [{ shipBy: "明天" }, "shipBy", "请按 2026-11-23 的样子填写日期。"],
    [{ shipBy: dayOf(new Date()) }, "shipBy", "最晚发货日期要在今天之后。"],
    [{ preorderSeason: "🍊".repeat(41) }, "preorderSeason", "最多 40 个字。"],
    [{ preorderSeason: "" }, "preorderSeason", "请写明是哪一季，例如“2026 年冬季头茬”。"],
  ])("%o is refused with a sentence at %s, and keeps what was typed", async (changes, field, sentence) => {
    const refused = await send(preorder(changes));
    expect([400, 422]).toContain(refused.status);
    expect(errorsOf(refused)[field]).toEqual([sentence]);
    expect(typedOf(refused)["intent"]).toBe("preorder");
    expect(await db().preorder.count({ where: { listingId: id } })).toBe(0);
  });

  test("a day too far is refused by its reason; a stranger finds nothing; a packer may not", async () => {
    const far = await send(preorder({ shipBy: inDays(81) }));
    expect(errorsOf(far)["shipBy"]?.[0]).toContain(`不能晚于 ${inDays(80)}`);
    expect((await send(preorder(), stranger)).status).toBe(404);
    expect((await send(preorder(), packer)).status).toBe(404);
    expect(await db().preorder.count({ where: { listingId: id } })).toBe(0);
  });

  test("promised, published without a lot, shown with its day, ordered, waited for, given a lot, sent, settled, refunded", async () => {
    expect(errorsOf(await send({ intent: "publish" }))[""]).toEqual([
      "没有有货的批次：请选择已封批且未过保质期的批次。",
    ]);
    expect((await send(preorder())).location).toContain("done=preorder");
    expect((await send({ intent: "publish" })).location).toContain("done=published");
    const shown = (await visit(listing.loader, paths.coop.listing(id), manager.cookie, { id })).data;
    expect(shown).toMatchObject({
      obstacles: [],
      preorder: { state: "open", held: null, left: "50 斤（25 kg）", values: { promised: "50", shipBy: inDays(20) } },
      previews: [
        { parts: [{ kind: "PLATFORM_FEE" }, { kind: "PROCESSING" }, { kind: "VILLAGE" }, { kind: "PREORDER" }] },
      ],
    });

    const page = (await visit(product.loader, `/p/${slug}`, undefined, { slug })).data;
    expect(page).toMatchObject({
      listing: { preorder: { shipBy: inDays(20), season: "冬季头茬", isOpen: true } },
      variants: [{ left: 10 }],
      split: { householdsFen: 0 },
    });
    expect(await listingCards(db(), [id], clock.now)).toMatchObject([
      { inStock: true, preorderShipBy: inDays(20), harvestedOn: null, certificates: [] },
    ]);
    expect((await listingDocuments(db(), { ids: [id] }, clock.now))[0]).toMatchObject({
      available: true,
      shipsWithinDays: 365,
    });
    const { id: variantId } = await db().variant.findFirstOrThrow({ where: { listingId: id } });
    const added = await submit(cart.action, "/cart", undefined, { intent: "add", variant: variantId, quantity: "2" });
    const cookie = (added.headers.get("set-cookie") ?? "").split(";")[0];
    expect((await visit(cart.loader, "/cart", cookie)).data).toMatchObject({
      parcels: [{ shipBy: inDays(20), lines: [{ left: 10 }] }],
    });

    const first = await aPaidOrder(stripe, [{ variantId, quantity: 2 }]);
    clock.forward(1);
    const second = await aPaidOrder(stripe, [{ variantId, quantity: 3 }]);
    const shipment = await db().shipment.findFirstOrThrow({ where: { orderId: first.orderId } });
    const desk = (tab: string) => visit(orders.loader, paths.coop.orders({ tab }), packer.cookie);
    expect((await desk("to-pack")).data).toMatchObject({ rows: [], counts: { "to-pack": 0, preorder: 2 } });
    expect((await desk("preorder")).data).toMatchObject({
      preorders: [{ shipments: 2, wanted: "25 斤（12.5 kg）", onStock: "0 斤", missing: "25 斤（12.5 kg）" }],
      rows: [{ due: inDays(20), isLate: false, state: { word: "等货（预售）" } }, { due: inDays(20) }],
    });
    const at = paths.coop.order(shipment.id);
    const pack = () => submit(order.action, at, packer.cookie, { intent: "pack" }, { id: shipment.id });
    const early = await pack();
    expect(early.status).toBe(422);
    expect(errorsOf(early)[""]?.[0]).toContain("还没有分到批次，不能打包");
    expect((await visit(order.loader, at, packer.cookie, { id: shipment.id })).data).toMatchObject({
      may: { pack: false, ship: false },
      shipment: {
        awaitsLots: true,
        shipBy: inDays(20),
        steps: [{ title: "顾客付款，预订一份" }, { title: "收成封批，分到批次", state: "upcoming" }],
      },
    });
    // a promise cannot be made smaller than what was ordered
    expect(errorsOf(await send(preorder({ promised: "24" })))["promised"]).toEqual([
      "顾客已经订了 25 斤（12.5 kg），预售量不能比这少。",
    ]);

    const now = clock.now;
    const { intakeId } = await anIntake({
      cooperativeId: coop,
      productId,
      householdId: household,
      mode: "CONSIGNED",
      net: 20_000,
      at: now,
    });
    const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
    expect((await send({ intent: "lots", "lots[0].id": lotId, "lots[0].use": "on" })).location).toContain(
      "done=assigned",
    );
    const [goods] = await linesOf(first.orderId);
    expect((await desk("to-pack")).data).toMatchObject({ counts: { "to-pack": 2, preorder: 0 } });
    const opened = await openOrderLine(db(), { areaPrefixes: ["34"], orderLineId: goods?.id ?? "" });
    expect(opened?.checks).toMatchObject({ picked: true, sameSplit: true });
    for (const check of [opened?.checks.split, opened?.checks.remaining, opened?.checks.attributed]) {
      expect(check?.shownFen).toBe(check?.recomputedFen);
    }
    expect(opened?.parts.map((part) => part.kind)).not.toContain("PREORDER");

    expect((await pack()).location).toContain("done=packed");
    const sent = { intent: "ship", carrier: "OTHER", trackingNumber: "DEMO20261128" };
    expect((await submit(order.action, at, packer.cookie, sent, { id: shipment.id })).location).toContain(
      "done=shipped",
    );
    const arrived = addDays(now, 11);
    await confirmOverdueDeliveries({ now: arrived });
    await releaseDueShipments({ now: addDays(arrived, 9) });
    await payOut({ kind: "PLATFORM" }, addDays(arrived, 10));
    const paidTo = async () => {
      const [row] = await db().$queryRaw<[{ paid: bigint; taken: bigint }]>`
        SELECT sum(paid_fen)::bigint AS paid, sum(taken_fen)::bigint AS taken FROM line_part
        WHERE order_line_id = ${goods?.id}::uuid AND part = 'HOUSEHOLD'`;
      return row;
    };
    const before = await paidTo();
    expect(before.paid).toBeGreaterThan(0n);
    // refunded after it was paid out: who was paid keeps it, the seller bears it, and every part is taken back whole
    const refunded = await requestRefund({
      actor: systemActor,
      orderId: first.orderId,
      lines: [{ orderLineId: goods?.id ?? "", amountFen: goods?.chargedFen ?? 0n }],
      reason: "QUALITY",
      now: addDays(arrived, 11),
    });
    expect(refunded.ok).toBe(true);
    expect(await paidTo()).toEqual({ paid: before.paid, taken: before.paid });
    await work(stripe);
    expect(await violations()).toEqual({});

    expect((await send({ intent: "end-preorder" })).location).toContain("done=preorder-ended");
    expect((await db().listing.findUniqueOrThrow({ where: { id } })).preorderId).toBeNull();
    expect(second.orderId).not.toBe(first.orderId);
  });
});
