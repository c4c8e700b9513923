import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "~/kernel/ids";
import { formatYuan } from "~/kernel/money";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { paths } from "~/paths";
import { listingCards } from "~/search/listing-card-store.server";
import { publicListings } from "~/search/public-listing-store.server";
import { cardsOnPage } from "../shop/listing-cards.server";

const ROWS = 200;

/** What is for sale as other programs read it: price, stock and what reaches households now, 200 at a time (`next`). */
export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const origin = new URL(env().APP_URL).origin;
  const [chinese, english] = [paths.shop("zh"), paths.shop("en")];
  const after = new URL(request.url).searchParams.get("after");
  const listings = await publicListings(db(), { after: after && isId(after) ? after : undefined, limit: ROWS });
  const rows = await listingCards(
    db(),
    listings.map(({ id }) => id),
    now,
  );
  const cards = await cardsOnPage(db(), rows, now);
  const last = listings.length === ROWS ? listings.at(-1) : undefined;
  return json({
    version: 1,
    generatedAt: now.toISOString(),
    currency: "CNY",
    next: last ? origin + paths.productsFeed({ after: last.id }) : null,
    items: cards.map((card) => ({
      id: card.id,
      url: { "zh-CN": origin + chinese.product(card.slug), en: origin + english.product(card.slug) },
      title: { "zh-CN": card.title, en: card.titleEn },
      pack: { "zh-CN": card.variantName, en: card.variantNameEn },
      packQuantity: card.packQuantity,
      baseUnit: card.baseUnit,
      price: yuan(card.priceFen),
      toHouseholds: card.householdsFen === null ? null : yuan(card.householdsFen),
      availability: !card.inStock ? "out_of_stock" : card.preorderShipBy === null ? "in_stock" : "preorder",
      shipsWithinDays: card.preorderShipBy === null ? card.shipsWithinDays : null,
      shipsBy: card.preorderShipBy,
      harvestedOn: card.harvestedOn,
      category: card.categoryCode,
      village: { code: card.areaCode, "zh-CN": card.villageName, en: card.villageNameEn },
      seller: { "zh-CN": card.sellerName, en: card.sellerNameEn },
      certificates: card.certificates,
      image: card.photoId === null ? null : origin + paths.media(card.photoId, "750.webp"),
    })),
  });
}

function yuan(fen: number): string {
  return formatYuan(fen).replaceAll(",", "");
}
