import { basketSplit, householdsFenOf } from "~/benefits/basket-split";
import { toNumber } from "~/kernel/money";
import { lastShipDay, type ShownBasket } from "~/orders/basket-line";
import { findPromotion } from "~/orders/basket-store.server";
import { planPicks } from "~/orders/pick-lots";
import { grossOf } from "~/orders/price-order";
import { groupIntoParcels, quoteOrder } from "~/orders/quote";
import { db } from "~/platform/db.server";

export type CheckoutSum = Awaited<ReturnType<typeof sumOf>>;

/** The order as it would be placed now, for showing: freight and total only once the province is known. */
export async function sumOf(
  { lines, fees }: Pick<ShownBasket, "lines" | "fees">,
  asked: { province: string; promotionCode: string | undefined; now: Date },
) {
  const promotion = asked.promotionCode ? await findPromotion(db(), asked.promotionCode) : undefined;
  const sellable = lines.filter((line) => line.listed);
  const quoted =
    asked.province && fees
      ? quoteOrder({ lines: sellable, provinceCode: asked.province, promotion, fees, now: asked.now })
      : undefined;
  const quote = quoted?.ok ? quoted.value : undefined;
  const parcels = quote?.parcels ?? groupIntoParcels(sellable);
  const ordered = parcels.flatMap((parcel) => parcel.lines);
  const plan = planPicks(ordered);
  const short = plan.ok ? [] : plan.shortages;
  const split = basketSplit({ lines: sellable, fees }, quote);
  const householdsFen = toNumber(householdsFenOf(split));
  return {
    parcels: parcels.map((parcel, index) => ({
      key: parcel.key,
      sellerName: parcel.first.sellerName,
      sellerNameEn: parcel.first.sellerNameEn,
      shipperName: parcel.first.shipperName,
      shipBy: parcel.first.preorder?.shipBy ?? null,
      shipsWithinDays: Math.max(...parcel.lines.map((line) => line.shipsWithinDays)),
      freightFen: quote ? toNumber(quote.priced.shipments[index]?.freight?.chargedFen ?? 0n) : null,
      lines: parcel.lines.map((line) => ({
        variantId: line.variantId,
        title: line.title,
        titleEn: line.titleEn,
        variantName: line.variantName,
        variantNameEn: line.variantNameEn,
        quantity: line.quantity,
        grossFen: toNumber(grossOf(line)),
      })),
    })),
    /** the latest day that pre-ordered goods are shipped by, "" = none */
    lastShipDay: lastShipDay(sellable),
    fresh: sellable.some((line) => line.perishable),
    gone: lines.length - sellable.length,
    short: short.flatMap(({ line, left }) => {
      const found = ordered[line];
      return found ? [{ title: found.title, titleEn: found.titleEn, left }] : [];
    }),
    goodsFen: sellable.reduce((total, line) => total + toNumber(grossOf(line)), 0),
    freightFen: quote ? toNumber(quote.priced.freightFen) : null,
    sellerDiscountFen: quote ? toNumber(quote.priced.sellerDiscountFen) : 0,
    platformDiscountFen: quote ? toNumber(quote.priced.platformDiscountFen) : 0,
    totalFen: quote ? toNumber(quote.priced.totalFen) : null,
    householdsFen: householdsFen > 0 ? householdsFen : null,
    /** who would get what of it, null while something is short: adds up to the total and what the platform tops up */
    split: split?.map(({ kind, amountFen }) => ({ kind, amountFen: toNumber(amountFen) })) ?? null,
  };
}
