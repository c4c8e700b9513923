import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import type { Seller } from "~/catalog/save-listing.server";
import { isId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { findSellingHousehold, householdsOfServicePoint } from "~/supply/household-seller-store.server";
import type { Workplace } from "./workplace.server";

export type SellerChoice = Seller & {
  /** "COOPERATIVE:<id>", as a URL or form names it */
  readonly key: string;
  readonly name: string;
  /** where its produce may be from: a prefix of village codes */
  readonly areaPrefix: string;
};

/** The sellers somebody lists for: their cooperatives, and the households of their service point's village. */
export async function sellersOf(workplace: Workplace): Promise<SellerChoice[]> {
  const [cooperatives, households] = await Promise.all([
    findCooperatives(db(), workplace.cooperativeIds),
    workplace.servicePointIds.length === 0 ? [] : householdsOfServicePoint(db(), workplace.servicePointIds),
  ]);
  return [
    ...cooperatives.map(({ id, name, areaCode }) => ({
      kind: "COOPERATIVE" as const,
      id,
      key: `COOPERATIVE:${id}`,
      name,
      // a cooperative sells what its county grows
      areaPrefix: areaCode.slice(0, 6),
    })),
    ...households.map(({ id, headName, shopName, number, areaCode }) => ({
      kind: "HOUSEHOLD" as const,
      id,
      key: `HOUSEHOLD:${id}`,
      name: shopName ? `${shopName}（${headName}，${number}）` : `${headName}（${number}，还没有店名）`,
      areaPrefix: areaCode,
    })),
  ];
}

/** The seller a URL or form names, or the only one there is. */
export function chosenSeller(sellers: readonly SellerChoice[], asked: string | null): SellerChoice | undefined {
  if (asked) return sellers.find((seller) => seller.key === asked);
  return sellers.length === 1 ? sellers[0] : undefined;
}

/** The name a seller goes by in the console; "" when it is gone. */
export async function sellerName(seller: Seller): Promise<string> {
  if (!isId(seller.id)) return "";
  if (seller.kind === "COOPERATIVE") return (await findCooperatives(db(), [seller.id]))[0]?.name ?? "";
  return (await findSellingHousehold(db(), seller.id))?.shopName ?? "农户（还没有店名）";
}
