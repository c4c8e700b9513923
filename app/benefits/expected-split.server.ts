import { sum, type Fen } from "~/kernel/money";
import { orderForSplit } from "~/orders/order-for-split.server";
import type { Db } from "~/platform/db.server";
import { salePostings } from "./post-sale.server";
import { PART_KINDS, type PartKind } from "./split";

/** What paying an order would post, by the function that posts it: of an unpaid order, whose goods are held. */
export async function expectedSplit(
  db: Db,
  orderId: string,
): Promise<readonly { readonly kind: PartKind; readonly amountFen: Fen }[]> {
  const order = await orderForSplit(db, orderId);
  if (!order || order.lines.some((line) => line.kind === "GOODS" && line.picks.length === 0 && !line.awaitsLots))
    return [];
  const parts = salePostings(order).filter((posting) => posting.part !== undefined && posting.part !== null);
  return PART_KINDS.flatMap((kind) => {
    const amounts = parts.filter((posting) => posting.part === kind).map((posting) => posting.amountFen);
    return amounts.length === 0 ? [] : [{ kind, amountFen: sum(amounts) }];
  });
}
