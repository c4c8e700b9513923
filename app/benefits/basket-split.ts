import { sum, type Fen } from "~/kernel/money";
import type { ShownBasket, ShownBasketLine } from "~/orders/basket-line";
import { planPicks } from "~/orders/pick-lots";
import { priceOrder } from "~/orders/price-order";
import { groupIntoParcels, type Quote } from "~/orders/quote";
import { PART_KINDS, splitLine, type PartKind, type SplittableLine } from "./split";

export type BasketSplit = readonly { readonly kind: PartKind; readonly amountFen: Fen }[];

/**
 * What paying a basket now would post, by kind: its lines priced and picked as placing does, each split by the function that
 * posts it. The parts add up to goods and freight less the sellers' discounts, which is what is charged and what the platform
 * tops up. Without a quote freight and discounts are left out. Undefined while something is short or has no rule in force.
 */
export function basketSplit(
  { lines, fees }: Pick<ShownBasket, "lines" | "fees">,
  quote: Quote<ShownBasketLine> | undefined,
): BasketSplit | undefined {
  if (!fees) return undefined;
  const { parcels, priced } = quote ?? withoutFreight(lines, fees);
  const plan = planPicks(parcels.flatMap((parcel) => parcel.lines));
  if (!plan.ok) return undefined;

  let next = 0;
  const toSplit: SplittableLine[] = [];
  for (const [index, { first, lines: packed }] of parcels.entries()) {
    const prices = priced.shipments[index];
    for (const [position, line] of packed.entries()) {
      const price = prices?.goods[position];
      if (!line.splitTerms || !price) return undefined;
      const number = next++;
      toSplit.push({
        kind: "GOODS",
        netFen: price.netFen,
        processingFen: price.processingFen,
        platformBps: line.splitTerms.platformBps,
        terms: line.splitTerms,
        seller: { kind: line.sellerKind, id: line.sellerId },
        servicePointId: line.servicePointId,
        areaCode: line.areaCode,
        awaitsLots: line.preorder !== null,
        picks: plan.picks
          .filter((pick) => pick.line === number)
          .map(({ lotId, quantity }) => ({ lotId, quantity, composition: compositionOf(line, lotId) })),
      });
    }
    if (prices?.freight) {
      const { netFen, processingFen } = prices.freight;
      toSplit.push({ kind: "FREIGHT", netFen, processingFen, shipperId: first.shipperId });
    }
  }
  const parts = toSplit.flatMap(splitLine);
  return PART_KINDS.flatMap((kind) => {
    const amounts = parts.filter((part) => part.kind === kind).map((part) => part.amountFen);
    return amounts.length === 0 ? [] : [{ kind, amountFen: sum(amounts) }];
  });
}

/** What of it reaches households. */
export function householdsFenOf(split: BasketSplit | undefined): Fen {
  return split?.find((part) => part.kind === "HOUSEHOLD")?.amountFen ?? 0n;
}

function withoutFreight(lines: ShownBasket["lines"], fees: NonNullable<ShownBasket["fees"]>): Quote<ShownBasketLine> {
  const parcels = groupIntoParcels(lines);
  const shipments = parcels.map(({ first, lines: packed }) => ({
    sellerKind: first.sellerKind,
    sellerId: first.sellerId,
    lines: packed,
    freightFen: 0n,
  }));
  return { parcels, priced: priceOrder({ shipments, fees }) };
}

function compositionOf({ lots }: ShownBasketLine, lotId: string) {
  const composition = lots.find((lot) => lot.lotId === lotId)?.composition ?? [];
  return composition.map((row) => ({ ...row, weight: BigInt(row.weight) }));
}
