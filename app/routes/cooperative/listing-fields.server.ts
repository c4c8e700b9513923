import type { ListingDetail } from "~/catalog/listing-store.server";
import { listFreightTemplates } from "~/catalog/listing-store.server";
import { splitRulesInForce } from "~/catalog/rule-store.server";
import { percentWords } from "~/catalog/split-rule";
import { dateToDay } from "~/kernel/calendar-day";
import { formatYuan } from "~/kernel/money";
import { kilograms } from "~/kernel/quantity";
import { db } from "~/platform/db.server";
import { villagesWithin } from "~/regions/area-store.server";
import type { Product } from "~/supply/product-store.server";
import { counted, countingWord } from "./counting-words";
import { countingOf } from "./fields.server";
import type { ListingFieldsData } from "./listing-fields";
import type { SellerChoice } from "./seller-store.server";

const USUAL_SHIP_DAYS = 3;

/** The listing form for a seller's product: its choices, and the present values of `listing` when there is one. */
export async function listingFields(
  seller: Pick<SellerChoice, "kind" | "id" | "areaPrefix">,
  product: Product,
  listing: ListingDetail | undefined,
  now: Date,
): Promise<ListingFieldsData> {
  const [villages, rules, freights] = await Promise.all([
    villagesWithin(db(), [seller.areaPrefix]),
    splitRulesInForce(db(), now),
    listFreightTemplates(db(), seller),
  ]);
  const unit = countingOf(product.baseUnit, null);
  return {
    unit,
    unitWord: countingWord(unit, product.pieceName),
    villages: villages.map((village) => ({ value: village.code, label: village.shortName })),
    rules: rules.map((rule) => ({
      value: rule.code,
      label:
        seller.kind === "HOUSEHOLD"
          ? `${rule.name}（服务点 ${percentWords(rule.servicePointBps)}，村集体 ${percentWords(rule.villageBps)}）`
          : `${rule.name}（合作社 ${percentWords(rule.cooperativeBps)}，村集体 ${percentWords(rule.villageBps)}）`,
    })),
    freights: freights.map((freight) => ({ value: freight.id, label: `${freight.name}（${freight.shipperName}）` })),
    ...listingValues(product, listing, {
      areaCode: villages.length === 1 ? villages[0]?.code : undefined,
      splitRuleCode: rules.length === 1 ? rules[0]?.code : undefined,
      freightId: freights.length === 1 ? freights[0]?.id : undefined,
    }),
  };
}

/** A listing's present values in the words and units of its form; for a new one what there is only one choice for. */
export function listingValues(
  product: Pick<Product, "baseUnit">,
  listing: ListingDetail | undefined,
  usual: { readonly areaCode?: string; readonly splitRuleCode?: string; readonly freightId?: string } = {},
): Pick<ListingFieldsData, "values" | "variants"> {
  const unit = countingOf(product.baseUnit, null);
  return {
    values: {
      title: listing?.title ?? "",
      titleEn: listing?.titleEn ?? "",
      areaCode: listing?.areaCode ?? usual.areaCode ?? "",
      splitRuleCode: listing?.splitRuleCode ?? usual.splitRuleCode ?? "",
      freightId: listing?.freightId ?? usual.freightId ?? "",
      shipsWithinDays: String(listing?.shipsWithinDays ?? USUAL_SHIP_DAYS),
      season: listing?.seasonMonths ?? [],
      marketPrice: listing?.marketPriceFen ? formatYuan(listing.marketPriceFen) : "",
      marketSource: listing?.marketSource ?? "",
      marketDay: listing?.marketPricedOn ? dateToDay(listing.marketPricedOn) : "",
      story: listing?.story ?? "",
      storyEn: listing?.storyEn ?? "",
      keeping: listing?.keeping ?? "",
      keepingEn: listing?.keepingEn ?? "",
      eating: listing?.eating ?? "",
      eatingEn: listing?.eatingEn ?? "",
    },
    variants: (listing?.variants ?? []).map((variant) => ({
      id: variant.id,
      name: variant.name,
      nameEn: variant.nameEn,
      quantity: counted(variant.quantity, unit),
      price: formatYuan(variant.priceFen),
      shipping: kilograms(variant.shippingGrams),
      active: variant.active,
    })),
  };
}
