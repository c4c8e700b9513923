import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { addMinutes } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { enqueueAll } from "~/platform/outbox.server";
import { hashToken } from "~/platform/secret-token.server";
import { orderToken } from "./access-token.server";
import { MOST_LINES, MOST_PACKS } from "./basket";
import { lastShipDay, type Basket, type BasketLine, type FeesInForce } from "./basket-line";
import { findPromotion, loadBasket } from "./basket-store.server";
import { orderNumber } from "./order-number";
import { HOLD_MINUTES } from "./order-state";
import {
  findOrderByCheckoutKey,
  insertOrder,
  reservePicks,
  type NewLine,
  type NewOrder,
  type NewShipment,
  type PlacedOrder,
  type ShippingAddress,
} from "./order-store.server";
import type { PlaceOrderFailure } from "./place-order-failure";
import { planPicks, type PlannedPick } from "./pick-lots";
import { placingTurn } from "./placing-turn.server";
import { takePromises, type PromiseToTake } from "./promise-store.server";
import { quoteOrder, type Quote } from "./quote";
import type { LinePrice } from "./price-order";

export type PlaceOrder = {
  readonly basket: Basket;
  /** the checkout form's nonce: the same key answers with the same order, however often it is sent */
  readonly checkoutKey: string;
  readonly address: ShippingAddress;
  readonly promotionCode?: string | undefined;
  /** what the page showed; another total is refused in words instead of being charged */
  readonly expectedTotalFen?: Fen | undefined;
  /** the last day of pre-ordered goods that the page showed, "" = none; a later one is refused in words */
  readonly expectedShipBy?: string | undefined;
  readonly locale: "zh" | "en";
  readonly userId?: string | undefined;
  readonly now: Date;
  /** runs in the same transaction, before the goods are reserved: opening the payment */
  readonly within?: (tx: Transaction, order: PlacedOrder) => Promise<unknown>;
};

/** So often may another buyer take a planned lot first. A sold-out lot ends the retries at once: the next plan sees it. */
const ATTEMPTS = 5;

class OutrunByAnotherBuyer extends Error {}
class PromotionRanOut extends Error {}

/**
 * Places an order in one transaction: freezes prices, terms and freight, opens the payment (`within`) and takes the
 * goods out of their lots by one conditional statement, last, so that popular lots are locked for as short as can be.
 * Sending the same checkout key again answers with the order that it made (`repeated`).
 */
export async function placeOrder(
  request: PlaceOrder,
): Promise<Result<PlacedOrder & { readonly repeated: boolean }, PlaceOrderFailure>> {
  return placingTurn(async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withTransaction("place order", (tx) => placeOnce(tx, request));
      } catch (error) {
        if (error instanceof PromotionRanOut) {
          return failed({ kind: "promotion-refused", reason: "used-up", minimumFen: 0n });
        }
        if (!(error instanceof OutrunByAnotherBuyer)) throw error;
        if (attempt === ATTEMPTS) return failed({ kind: "busy" });
      }
    }
  });
}

async function placeOnce(
  tx: Transaction,
  request: PlaceOrder,
): Promise<Result<PlacedOrder & { readonly repeated: boolean }, PlaceOrderFailure>> {
  const { lines, fees } = await loadBasket(tx, request.basket, request.now);
  const prepared = await prepare(tx, request, lines, fees);
  if (!prepared.ok) return repeatedOr(tx, request, prepared.failure);

  const { quote, picks } = prepared.value;
  const order = draftOrder(request, quote, fees, prepared.value.promotionId);
  const { placed, promotionTaken } = await insertOrder(tx, order);
  if (!placed) return repeatedOr(tx, request, { kind: "busy" });
  if (!promotionTaken) throw new PromotionRanOut();

  const answer: PlacedOrder = {
    id: order.id,
    number: order.number,
    token: orderToken(order.id),
    state: "PLACED",
    locale: order.locale,
    totalFen: order.totalFen,
    placedAt: order.placedAt,
    holdExpiresAt: order.holdExpiresAt,
  };
  await request.within?.(tx, answer);

  const promised = await takePromises(tx, promisesOf(quote, order), request.now);
  if (!promised.done) throw new OutrunByAnotherBuyer();
  const goods = order.lines.filter((line) => line.kind === "GOODS");
  const reserved = await reservePicks(tx, numberPicks(picks, goods));
  if (!reserved.done) throw new OutrunByAnotherBuyer();
  // An empty lot or promise may leave a listing sold out: search is told.
  await enqueueAll(tx, [
    ...reserved.emptiedLotIds.map((key) => ({ topic: "lot.changed", key })),
    ...promised.soldOutListingIds.map((key) => ({ topic: "listing.changed", key })),
  ]);
  return succeeded({ ...answer, repeated: false });
}

type Prepared = {
  readonly quote: Quote;
  readonly picks: readonly PlannedPick[];
  readonly promotionId: string | null;
};

async function prepare(
  tx: Db,
  request: PlaceOrder,
  lines: readonly BasketLine[],
  fees: FeesInForce | undefined,
): Promise<Result<Prepared, PlaceOrderFailure>> {
  if (lines.length === 0) return failed({ kind: "empty" });
  if (lines.length > MOST_LINES || lines.some((line) => line.quantity < 1 || line.quantity > MOST_PACKS)) {
    return failed({ kind: "too-much", mostLines: MOST_LINES, mostPacks: MOST_PACKS });
  }
  const gone = lines.filter((line) => !line.listed || line.splitRuleId === null);
  if (gone.length > 0) return failed({ kind: "not-for-sale", goods: gone.map(nameOf) });
  if (!fees) throw new Error("no fee schedule is in force: nothing can be sold");

  const promotion = request.promotionCode ? await findPromotion(tx, request.promotionCode) : undefined;
  if (request.promotionCode && !promotion) {
    return failed({ kind: "promotion-refused", reason: "unknown", minimumFen: 0n });
  }
  const quote = quoteOrder({ lines, provinceCode: request.address.provinceCode, promotion, fees, now: request.now });
  if (!quote.ok) return quote;

  const ordered = quote.value.parcels.flatMap((parcel) => parcel.lines);
  const plan = planPicks(ordered);
  if (!plan.ok) {
    const goods = plan.shortages.flatMap(({ line, left }) => {
      const short = ordered[line];
      return short ? [{ ...nameOf(short), left }] : [];
    });
    return failed({ kind: "sold-out", goods });
  }
  const shipBy = lastShipDay(ordered);
  if (request.expectedShipBy !== undefined && shipBy > request.expectedShipBy) {
    return failed({ kind: "ship-day-changed", shipBy });
  }
  const totalFen = quote.value.priced.totalFen;
  if (request.expectedTotalFen !== undefined && request.expectedTotalFen !== totalFen) {
    return failed({ kind: "price-changed", shownFen: request.expectedTotalFen, totalFen });
  }
  return succeeded({ quote: quote.value, picks: plan.picks, promotionId: promotion?.id ?? null });
}

/** What each pre-ordered shipment takes of its promise. */
function promisesOf({ parcels }: Quote, order: NewOrder): PromiseToTake[] {
  return parcels.flatMap(({ first, lines }, position) => {
    const shipment = order.shipments[position];
    if (!first.preorder || !shipment) return [];
    const quantity = lines.reduce((total, line) => total + line.packQuantity * line.quantity, 0);
    return [{ shipmentId: shipment.id, preorderId: first.preorder.id, quantity, shipBy: first.preorder.shipBy }];
  });
}

/** A form sent twice must not hear "sold out" because its own first copy took the last box. */
async function repeatedOr(tx: Db, request: PlaceOrder, failure: PlaceOrderFailure) {
  const earlier = await findOrderByCheckoutKey(tx, request.checkoutKey);
  return earlier ? succeeded({ ...earlier, token: orderToken(earlier.id), repeated: true }) : failed(failure);
}

function nameOf(line: BasketLine) {
  return {
    variantId: line.variantId,
    slug: line.slug,
    title: line.title,
    titleEn: line.titleEn,
    variantName: line.variantName,
    variantNameEn: line.variantNameEn,
  };
}

function draftOrder(
  request: PlaceOrder,
  { parcels, priced }: Quote,
  fees: FeesInForce | undefined,
  promotionId: string | null,
): NewOrder {
  const id = newId(request.now);
  const shipments: NewShipment[] = parcels.map(({ first }, position) => ({
    id: newId(request.now),
    position,
    sellerKind: first.sellerKind,
    sellerId: first.sellerId,
    sellerName: first.sellerName,
    sellerNameEn: first.sellerNameEn,
    servicePointId: first.servicePointId,
    shipperId: first.shipperId,
    shipperName: first.shipperName,
  }));
  const lines = parcels.flatMap((parcel, p) => {
    const shipmentId = shipments[p]?.id ?? "";
    const goods = parcel.lines.map((line, l) => goodsLine(line, shipmentId, priced.shipments[p]?.goods[l]));
    const freight = priced.shipments[p]?.freight;
    return freight ? [...goods, freightLine(shipmentId, freight)] : goods;
  });
  return {
    id,
    number: orderNumber(id, request.now),
    accessTokenHash: hashToken(orderToken(id)),
    checkoutKey: request.checkoutKey,
    userId: request.userId ?? null,
    cartId: parcels[0]?.first.cartId ?? null,
    locale: request.locale,
    address: request.address,
    goodsFen: priced.goodsFen,
    freightFen: priced.freightFen,
    sellerDiscountFen: priced.sellerDiscountFen,
    platformDiscountFen: priced.platformDiscountFen,
    totalFen: priced.totalFen,
    feeScheduleId: fees?.feeScheduleId ?? "",
    promotionId,
    holdExpiresAt: addMinutes(request.now, HOLD_MINUTES),
    placedAt: request.now,
    shipments,
    lines: lines.map((line, position) => ({ ...line, id: newId(request.now), position })),
  };
}

type LineDraft = Omit<NewLine, "id" | "position">;

function goodsLine(line: BasketLine, shipmentId: string, price: LinePrice | undefined): LineDraft {
  if (!price) throw new Error("a goods line without a price");
  return {
    shipmentId,
    kind: "GOODS",
    listingId: line.listingId,
    variantId: line.variantId,
    productId: line.productId,
    areaCode: line.areaCode,
    title: line.title,
    titleEn: line.titleEn,
    variantName: line.variantName,
    variantNameEn: line.variantNameEn,
    perishable: line.perishable,
    unitPriceFen: line.unitPriceFen,
    quantity: line.quantity,
    packQuantity: line.packQuantity,
    splitRuleId: line.splitRuleId,
    ...price,
  };
}

function freightLine(shipmentId: string, price: LinePrice): LineDraft {
  return {
    shipmentId,
    kind: "FREIGHT",
    listingId: null,
    variantId: null,
    productId: null,
    areaCode: null,
    title: "运费",
    titleEn: "Freight",
    variantName: "",
    variantNameEn: "",
    perishable: false,
    unitPriceFen: price.grossFen,
    quantity: 1,
    packQuantity: 1,
    splitRuleId: null,
    ...price,
  };
}

function numberPicks(picks: readonly PlannedPick[], goods: readonly NewLine[]) {
  const positions = new Map<number, number>();
  return picks.map((pick) => {
    const position = positions.get(pick.line) ?? 0;
    positions.set(pick.line, position + 1);
    return { ...pick, orderLineId: goods[pick.line]?.id ?? "", position };
  });
}
