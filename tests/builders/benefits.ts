import { readFileSync } from "node:fs";
import { newId } from "~/kernel/ids";
import { sum, type Fen } from "~/kernel/money";
import { addDays } from "~/kernel/period";
import { postDisputeLost } from "~/benefits/post-dispute-lost.server";
import { postDisputeOpened } from "~/benefits/post-dispute-opened.server";
import { postDisputeWon } from "~/benefits/post-dispute-won.server";
import { postRefundRequested } from "~/benefits/post-refund-requested.server";
import { postSale } from "~/benefits/post-sale.server";
import { discountBack } from "~/benefits/refund-spread";
import { releaseShipment } from "~/benefits/release-shipment.server";
import type { BearerRule } from "~/benefits/take-back.server";
import { priceOrder, type LinePrice, type PromotionTerms } from "~/orders/price-order";
import { db, withTransaction } from "~/platform/db.server";
import { perProcess } from "~/platform/per-process.server";
import { aCooperative } from "./orders";
import { brokenInvariants } from "./invariants";
import { aVillage } from "./regions";

export { aCooperative };

export const SOLD_AT = new Date("2026-03-10T02:00:00Z");
export const RELEASED_AT = addDays(SOLD_AT, 15);

/** A row of a lot: who, how settled, how much, at which price per kg (fen). householdId null = OTHER. */
export type LotRow = {
  readonly householdId: string | null;
  readonly mode?: "CONSIGNED" | "BOUGHT_OUT" | "DIRECT";
  readonly grams: number;
  readonly priceFen: bigint;
};

export type ALot = {
  readonly id: string;
  readonly seller: { readonly kind: "COOPERATIVE" | "HOUSEHOLD"; readonly id: string };
  readonly productId: string;
};

/** A sealed lot with its frozen composition, without the deliveries behind it. */
export async function aLot(seller: ALot["seller"], rows: readonly LotRow[]): Promise<ALot> {
  const id = newId();
  const quantity = rows.reduce((total, row) => total + row.grams, 0);
  const productId = await product.get();
  await db().lot.create({
    data: {
      id,
      code: `L${id.slice(-12)}`,
      sellerKind: seller.kind,
      sellerId: seller.id,
      productId,
      grade: "一级",
      baseUnit: "GRAM",
      quantity,
      available: quantity,
      status: "SEALED",
      compositionHash: "0".repeat(64),
      harvestedOn: new Date("2026-03-01"),
      expiresOn: new Date("2026-09-01"),
      sealedAt: SOLD_AT,
      createdAt: SOLD_AT,
      composition: {
        create: rows.map((row, position) => ({
          position,
          householdId: row.householdId,
          settlementMode: row.mode ?? "CONSIGNED",
          quantity: row.grams,
          weight: BigInt(row.grams) * row.priceFen,
          unitPriceFen: row.mode === "BOUGHT_OUT" ? row.priceFen : null,
        })),
      },
    },
  });
  return { id, seller, productId };
}

const product = perProcess(async () => {
  await db().category.createMany({
    data: [{ code: "fruit", name: "水果", nameEn: "Fruit", position: 1 }],
    skipDuplicates: true,
  });
  const id = newId();
  await db().product.create({
    data: {
      id,
      code: `kiwi-${id.slice(-8)}`,
      name: "猕猴桃",
      nameEn: "Kiwi",
      aliases: "",
      categoryCode: "fruit",
      baseUnit: "GRAM",
      perishable: true,
      grades: ["一级"],
    },
  });
  return id;
});

export type Rates = {
  readonly platformBps?: number;
  readonly processingBps?: number;
  readonly processingFixedFen?: bigint;
  readonly cooperativeBps?: number;
  readonly reserveBps?: number;
  readonly servicePointBps?: number;
  readonly villageBps?: number;
};

/** Versions of the fee schedule and the split rule with these rates. */
async function someRules(rates: Rates) {
  const feeScheduleId = newId();
  const splitRuleId = newId();
  const version = Number.parseInt(feeScheduleId.replaceAll("-", "").slice(-7), 16);
  const fees = {
    platformBps: rates.platformBps ?? 500,
    processingBps: rates.processingBps ?? 340,
    processingFixedFen: rates.processingFixedFen ?? 235n,
  };
  const approved = { validFrom: SOLD_AT, approvedAt: SOLD_AT };
  await db().feeSchedule.create({ data: { id: feeScheduleId, version, ...fees, ...approved } });
  await db().splitRule.create({
    data: {
      id: splitRuleId,
      code: `rule-${splitRuleId.slice(-8)}`,
      version: 1,
      name: "测试",
      nameEn: "Test",
      cooperativeBps: rates.cooperativeBps ?? 800,
      reserveBps: rates.reserveBps ?? 0,
      servicePointBps: rates.servicePointBps ?? 300,
      villageBps: rates.villageBps ?? 0,
      ...approved,
    },
  });
  return { feeScheduleId, splitRuleId, fees };
}

export type LineToSell = {
  readonly unitPriceFen: Fen;
  readonly quantity?: number;
  readonly packGrams?: number;
  readonly picks: readonly { readonly lot: ALot; readonly grams: number }[];
};

export type ShipmentToSell = {
  readonly lines: readonly LineToSell[];
  readonly freightFen?: Fen;
  readonly shipperId?: string;
  readonly servicePointId?: string;
};

export type Sale = {
  readonly orderId: string;
  readonly paymentId: string;
  readonly totalFen: Fen;
  readonly shipmentIds: readonly string[];
  readonly lines: readonly (LinePrice & { readonly id: string; readonly kind: "GOODS" | "FREIGHT" })[];
};

/**
 * An order as placing would have frozen it, not paid yet: prices, discounts and charges from the real pricing, picks
 * taken out of their lots.
 */
export async function anUnpaidOrder(
  shipments: readonly ShipmentToSell[],
  options: { rates?: Rates; promotion?: PromotionTerms; at?: Date; number?: string } = {},
): Promise<Sale> {
  const at = options.at ?? SOLD_AT;
  await aVillage();
  const rules = await someRules(options.rates ?? {});
  const sellerOf = (shipment: ShipmentToSell) => {
    const seller = shipment.lines[0]?.picks[0]?.lot.seller;
    if (!seller) throw new Error("a shipment needs goods from a lot");
    return seller;
  };
  const priced = priceOrder({
    shipments: shipments.map((shipment) => ({
      sellerKind: sellerOf(shipment).kind,
      sellerId: sellerOf(shipment).id,
      freightFen: shipment.freightFen ?? 0n,
      lines: shipment.lines.map((line) => ({ unitPriceFen: line.unitPriceFen, quantity: line.quantity ?? 1 })),
    })),
    promotion: options.promotion,
    fees: rules.fees,
  });
  const orderId = newId(at);
  const { shipments: pricedShipments, processingFen: _, ...totals } = priced;
  await db().order.create({
    data: {
      id: orderId,
      number: options.number ?? `T${orderId.slice(-12)}`,
      accessTokenHash: newId(),
      checkoutKey: newId(),
      state: "PLACED",
      locale: "zh",
      buyerName: "张三",
      buyerPhone: "13800000000",
      provinceCode: "31",
      provinceName: "上海市",
      addressLine: "测试路 1 号",
      ...totals,
      feeScheduleId: rules.feeScheduleId,
      holdExpiresAt: addDays(at, 1),
      placedAt: at,
    },
  });
  const lines: (LinePrice & { id: string; kind: "GOODS" | "FREIGHT" })[] = [];
  const shipmentIds: string[] = [];
  for (const [index, shipment] of shipments.entries()) {
    const shipmentId = newId(at);
    shipmentIds.push(shipmentId);
    const seller = sellerOf(shipment);
    await db().shipment.create({
      data: {
        id: shipmentId,
        orderId,
        position: index,
        sellerKind: seller.kind,
        sellerId: seller.id,
        sellerName: "卖家",
        sellerNameEn: "Seller",
        servicePointId: shipment.servicePointId ?? null,
        shipperId: shipment.shipperId ?? newId(),
        shipperName: "邮政",
        state: "PENDING",
      },
    });
    const shared = { orderId, shipmentId, titleEn: "", variantName: "", variantNameEn: "", perishable: true };
    for (const [l, line] of shipment.lines.entries()) {
      const price = pricedShipments[index]?.goods[l];
      if (!price) throw new Error("a line was not priced");
      const id = newId(at);
      const grams = line.picks.reduce((total, pick) => total + pick.grams, 0);
      await db().orderLine.create({
        data: {
          ...shared,
          id,
          position: lines.length,
          kind: "GOODS",
          listingId: newId(),
          variantId: newId(),
          productId: line.picks[0]?.lot.productId ?? newId(),
          areaCode: await aVillage(),
          title: "猕猴桃",
          unitPriceFen: line.unitPriceFen,
          quantity: line.quantity ?? 1,
          packQuantity: line.packGrams ?? Math.ceil(grams / (line.quantity ?? 1)),
          ...price,
          splitRuleId: rules.splitRuleId,
          picks: {
            create: line.picks.map((pick, position) => ({ position, lotId: pick.lot.id, quantity: pick.grams })),
          },
        },
      });
      for (const pick of line.picks) {
        await db().$executeRaw`UPDATE lot SET available = available - ${pick.grams} WHERE id = ${pick.lot.id}::uuid`;
      }
      lines.push({ id, kind: "GOODS", ...price });
    }
    const freight = pricedShipments[index]?.freight;
    if (freight) {
      const id = newId(at);
      await db().orderLine.create({
        data: {
          ...shared,
          id,
          position: lines.length,
          kind: "FREIGHT",
          title: "运费",
          perishable: false,
          unitPriceFen: freight.grossFen,
          quantity: 1,
          packQuantity: 1,
          ...freight,
        },
      });
      lines.push({ id, kind: "FREIGHT", ...freight });
    }
  }
  const paymentId = await aPayment(orderId, totals.totalFen, at);
  return { orderId, paymentId, totalFen: totals.totalFen, shipmentIds, lines };
}

/** A payment that Stripe has not confirmed. */
export async function aPayment(orderId: string, amountFen: Fen, at: Date = SOLD_AT): Promise<string> {
  const id = newId(at);
  await db().payment.create({
    data: { id, orderId, state: "OPEN", amountFen, currency: "cny", idempotencyKey: newId(), createdAt: at },
  });
  return id;
}

/** An order that was paid and posted, as the webhook does it: in one transaction. */
export async function aSale(...[shipments, options = {}]: Parameters<typeof anUnpaidOrder>): Promise<Sale> {
  const sale = await anUnpaidOrder(shipments, options);
  await payAndPost(sale, options.at);
  return sale;
}

export async function payAndPost(sale: Sale, paidAt: Date = SOLD_AT): Promise<void> {
  await withTransaction("pay", async (tx) => {
    await tx.order.update({ where: { id: sale.orderId }, data: { state: "PAID", paidAt } });
    await tx.payment.update({ where: { id: sale.paymentId }, data: { state: "SUCCEEDED", succeededAt: paidAt } });
    await postSale(tx, { orderId: sale.orderId, paidAt });
  });
}

/** Shipped, delivered, and the claim window over: everything of the sale becomes payable. */
export async function releaseSale(sale: Sale, at: Date = RELEASED_AT): Promise<void> {
  for (const shipmentId of sale.shipmentIds) {
    await delivered(shipmentId, addDays(at, -1));
    const released = await withTransaction("release", (tx) => releaseShipment(tx, { shipmentId, now: at }));
    if (!released.ok) throw new Error(`not released: ${released.failure.kind}`);
  }
}

export async function delivered(shipmentId: string, claimUntil: Date): Promise<void> {
  const deliveredAt = addDays(claimUntil, -2);
  await db().shipment.update({
    where: { id: shipmentId },
    data: { state: "DELIVERED", packedAt: deliveredAt, shippedAt: deliveredAt, deliveredAt, claimUntil },
  });
  const goods = await db().orderLine.findMany({ where: { shipmentId, kind: "GOODS" } });
  await db().parcel.create({
    data: {
      id: newId(deliveredAt),
      shipmentId,
      position: 1,
      carrier: "OTHER",
      trackingNumber: "YS000001",
      shippedAt: deliveredAt,
      deliveredAt,
      claimUntil,
      lines: { create: goods.map(({ id: orderLineId, quantity }) => ({ orderLineId, quantity })) },
    },
  });
}

/** A refund of some lines, stored and asked for in the ledger; answers its id. */
export async function aRefund(
  sale: Sale,
  amounts: readonly (readonly [line: number, amountFen: Fen])[],
  options: { bearer?: BearerRule; at?: Date } = {},
): Promise<string> {
  const at = options.at ?? addDays(SOLD_AT, 1);
  const id = newId(at);
  await withTransaction("refund", async (tx) => {
    const lines = [];
    for (const [index, amountFen] of amounts) {
      const line = sale.lines[index];
      if (!line) throw new Error(`the sale has no line ${index}`);
      const before = await tx.refundLine.findMany({ where: { orderLineId: line.id } });
      const discountBackFen = discountBack({
        chargedFen: line.chargedFen,
        platformDiscountFen: line.platformDiscountFen,
        refundedBeforeFen: sum(before.map((one) => one.amountFen)),
        discountBackBeforeFen: sum(before.map((one) => one.discountBackFen)),
        amountFen,
      });
      lines.push({ orderLineId: line.id, amountFen, discountBackFen });
    }
    await tx.refund.create({
      data: {
        id,
        orderId: sale.orderId,
        paymentId: sale.paymentId,
        state: "REQUESTED",
        reason: "QUALITY",
        bearer: options.bearer ?? "SELLER",
        amountFen: sum(lines.map((line) => line.amountFen)),
        idempotencyKey: newId(),
        requestedAt: at,
        lines: { create: lines },
      },
    });
    await postRefundRequested(tx, { refundId: id, now: at });
  });
  return id;
}

/** The shopper's bank disputes a sale, all of it unless told otherwise, and Stripe takes the money away. */
export async function aDispute(
  sale: Sale,
  reason = "product_unacceptable",
  amountFen = sale.totalFen,
): Promise<string> {
  const id = newId();
  await withTransaction("dispute", async (tx) => {
    await tx.dispute.create({
      data: {
        id,
        orderId: sale.orderId,
        paymentId: sale.paymentId,
        stripeDisputeId: `dp_${id}`,
        amountFen,
        feeFen: 1_500n,
        reason,
        state: "OPEN",
        openedAt: SOLD_AT,
      },
    });
    await postDisputeOpened(tx, { disputeId: id, now: SOLD_AT });
  });
  return id;
}

export async function decideDispute(disputeId: string, state: "WON" | "LOST"): Promise<void> {
  await withTransaction("dispute", async (tx) => {
    await tx.dispute.update({ where: { id: disputeId }, data: { state, closedAt: SOLD_AT } });
    const now = addDays(SOLD_AT, 3);
    await (state === "WON" ? postDisputeWon(tx, { disputeId, now }) : postDisputeLost(tx, { disputeId, now }));
  });
}

/** What an account holds, summed from postings. */
export async function balanceOf(account: string): Promise<bigint> {
  const [row] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(CASE WHEN destination = ${account} THEN amount_fen ELSE -amount_fen END), 0)::bigint AS fen
    FROM posting WHERE source = ${account} OR destination = ${account}`;
  return row?.fen ?? 0n;
}

const LEDGER_INVARIANTS = [
  ...readFileSync("prisma/migrations/20261123000090_invariants/migration.sql", "utf8").matchAll(
    /CREATE VIEW (invariant_\w+)/g,
  ),
].map((match) => match[1] ?? "");

/** The ledger's invariants that do not hold, with their first rows: {} when all is well. */
export function ledgerViolations(): Promise<Record<string, unknown>> {
  return brokenInvariants((name) => LEDGER_INVARIANTS.includes(name));
}

/** The rows that break one invariant, as text: none when it holds. */
export async function violationsOf(invariant: string): Promise<string[]> {
  const [{ rows }] = await db().$queryRaw<[{ rows: unknown }]>`
    SELECT query_to_xml(${`SELECT * FROM invariant_${invariant}`}, true, false, '')::text AS rows`;
  return [...(String(rows).match(/<row>.*?<\/row>/gs) ?? [])];
}
