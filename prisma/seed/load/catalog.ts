import sharp from "sharp";
import { systemActor } from "~/access/actor";
import { saveListing } from "~/catalog/save-listing.server";
import { setListingPhotos } from "~/catalog/set-listing-photos.server";
import { savePhoto } from "~/media/save-photo.server";
import { db } from "~/platform/db.server";
import { freightKey } from "../data/freight";
import { keepings } from "../data/keeping";
import { listings, splitRuleOf, isHouseholdSeller } from "../data/listings";
import { MARKET_SOURCE, type SeedListing } from "../data/listings/listing";
import { product } from "../data/products";
import { drawPlate } from "../plates/draw-plate";
import { accepted, atOnce } from "./at-once";
import { idOf } from "./places";
import type { Progress } from "./progress";

type Ids = ReadonlyMap<string, string>;
export type LoadedListing = { readonly id: string; readonly variantIds: readonly string[] };

// The platform has no row of its own to own its drawings.
const PLATFORM_ID = "00000000-0000-0000-0000-000000000000";

/** Draws every plate the listings name and takes it through the same pipeline as an uploaded photo. */
export async function loadPlates(at: Date, progress: Progress): Promise<Ids> {
  const wanted = new Map(listings.map((listing) => [plateKey(listing.plate), listing]));
  const ids = new Map<string, string>();
  progress.begin("绘制插图", wanted.size);
  await atOnce(2, [...wanted], async ([key, { plate, productCode }]) => {
    const png = await sharp(Buffer.from(drawPlate(plate.kind, plate.variation)))
      .png({ compressionLevel: 1 })
      .toBuffer();
    const { name, nameEn } = product(productCode);
    const saved = await savePhoto({
      bytes: png,
      kind: "ILLUSTRATION",
      owner: { kind: "PLATFORM", id: PLATFORM_ID },
      alt: `${name}（插图）`,
      altEn: `${nameEn} (illustration)`,
      credit: "户惠插图",
      actor: systemActor,
      now: at,
    });
    ids.set(key, accepted(`plate ${key}`, saved).mediaId);
    progress.step();
  });
  progress.end();
  return ids;
}

/** Every listing as a draft with its variants and its plate; the first lot will publish it. */
export async function loadListings(
  ids: { products: Ids; cooperatives: Ids; households: Ids; freight: Ids; plates: Ids },
  at: Date,
): Promise<ReadonlyMap<string, LoadedListing>> {
  const loaded = new Map<string, LoadedListing>();
  await atOnce(8, listings, async (listing) => {
    const seller = isHouseholdSeller(listing.seller)
      ? ({ kind: "HOUSEHOLD", id: idOf(ids.households, listing.seller) } as const)
      : ({ kind: "COOPERATIVE", id: idOf(ids.cooperatives, listing.seller) } as const);
    const saved = await saveListing({
      actor: systemActor,
      slug: listing.key,
      draft: {
        seller,
        productId: idOf(ids.products, listing.productCode),
        areaCode: listing.areaCode,
        title: listing.title,
        titleEn: listing.titleEn,
        story: listing.story,
        storyEn: listing.storyEn,
        ...keepings[listing.productCode],
        splitRuleCode: splitRuleOf(listing),
        freightId: idOf(ids.freight, freightKey(listing.seller, listing.freight)),
        shipsWithinDays: listing.shipsWithinDays,
        seasonMonths: product(listing.productCode).harvestMonths,
        market: { priceFen: listing.marketPriceFen, source: MARKET_SOURCE },
        variants: listing.variants.map((variant) => ({ ...variant, active: true })),
      },
      now: at,
    });
    const { listingId } = accepted(`listing ${listing.key}`, saved);
    const mediaIds = [idOf(ids.plates, plateKey(listing.plate))];
    accepted(`plate of ${listing.key}`, await setListingPhotos({ actor: systemActor, listingId, mediaIds, now: at }));
    const variants = await db().variant.findMany({
      where: { listingId },
      select: { id: true },
      orderBy: { position: "asc" },
    });
    loaded.set(listing.key, { id: listingId, variantIds: variants.map(({ id }) => id) });
  });
  return loaded;
}

function plateKey(plate: SeedListing["plate"]): string {
  return `${plate.kind} ${plate.variation}`;
}
