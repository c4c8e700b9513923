import { sum } from "~/kernel/money";
import { orderForSplit, type GoodsLineForSplit, type OrderForSplit } from "~/orders/order-for-split.server";
import type { Transaction } from "~/platform/db.server";
import { FUNDS_PLATFORM, orderAccount, STRIPE } from "./accounts";
import type { LineAttribution } from "./attribution-store.server";
import { attributeLine } from "./attribution";
import type { Posting } from "./journal";
import { findJournal, writeJournal, type WrittenJournal } from "./journal-store.server";
import { splitLine } from "./split";

/**
 * Posts a paid order: Stripe's money and the platform's discounts into the order, and out of it to everybody behind
 * each line, pending; and attributes each goods line, a pre-order only when it is given its lots. Belongs into the transaction that marks the order paid.
 * Posting the same order again stores nothing and answers the same journal; other amounts throw LedgerConflict.
 * A second payment of the same order is no sale: see postUndeliverablePayment.
 */
export async function postSale(
  tx: Transaction,
  { orderId, paidAt }: { readonly orderId: string; readonly paidAt: Date },
): Promise<WrittenJournal> {
  const order = await orderForSplit(tx, orderId);
  if (!order) throw new Error(`there is no order ${orderId} to post`);
  const event = { kind: "SALE", sourceId: orderId, inputs: frozenFigures(order) } as const;

  // Goods whose picks were given back meanwhile were either posted long ago or must not be sold.
  if (order.lines.some((line) => line.kind === "GOODS" && line.netFen > 0n && holdsNothing(line))) {
    const posted = await findJournal(tx, event);
    if (posted) return posted;
    throw new Error(`order ${orderId} holds no stock: it cannot be a sale`);
  }

  return writeJournal(tx, {
    ...event,
    occurredAt: paidAt,
    postings: salePostings(order),
    attributions: { kind: "SALE", lines: attributions(order) },
  });
}

function holdsNothing(line: GoodsLineForSplit): boolean {
  return line.picks.length === 0 && !line.awaitsLots;
}

/** The postings of a sale; the order's account is zero afterwards. */
export function salePostings(order: OrderForSplit): Posting[] {
  const account = orderAccount(order.id);
  const parts = order.lines.flatMap((line) =>
    splitLine(line).map((part): Posting => ({
      source: account,
      destination: part.account,
      amountFen: part.amountFen,
      part: part.kind,
      partNumber: part.number,
      orderLineId: line.id,
      lotId: part.lotId,
      householdId: part.householdId,
      cooperativeId: line.seller.kind === "COOPERATIVE" ? line.seller.id : null,
      flow: part.flow,
    })),
  );
  const incoming: Posting[] = [
    { source: STRIPE, destination: account, amountFen: order.totalFen },
    { source: FUNDS_PLATFORM, destination: account, amountFen: order.platformDiscountFen },
  ];
  const postings = [...incoming.filter((posting) => posting.amountFen > 0n), ...parts];
  if (sum(parts.map((part) => part.amountFen)) !== order.totalFen + order.platformDiscountFen) {
    throw new Error(`the lines of order ${order.id} do not add up to what was charged and discounted`);
  }
  return postings;
}

function attributions(order: OrderForSplit): LineAttribution[] {
  return order.lines.flatMap((line) =>
    line.kind === "GOODS" && line.netFen > 0n && !line.awaitsLots
      ? [{ orderLineId: line.id, shares: attributeLine(line) }]
      : [],
  );
}

/** What was agreed at placing: a second posting with other figures is an alarm. */
function frozenFigures(order: OrderForSplit): (string | bigint)[] {
  const lines = order.lines.flatMap((line) => [line.id, line.netFen, line.processingFen]);
  return [order.id, order.totalFen, order.platformDiscountFen, ...lines];
}
