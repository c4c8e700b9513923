import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { placeOrder, type PlaceOrder } from "~/orders/place-order.server";
import type { ShippingAddress } from "~/orders/order-store.server";
import { aHousehold } from "./households";

export const A_VILLAGE = "341021203201";
export const NOW = new Date("2026-11-20T02:00:00Z");

export const anAddress: ShippingAddress = {
  name: "张三",
  phone: "13800000000",
  provinceCode: "31",
  provinceName: "上海市",
  addressLine: "浦东新区测试路 1 号",
};

let count = 0;

/** What every sale needs: a village, a fee schedule and a split rule in force. Made once a database. */
export async function aMarket(): Promise<void> {
  const since = new Date("2025-01-01T00:00:00Z");
  await db().area.createMany({
    data: [{ code: A_VILLAGE, level: "VILLAGE", name: "昌溪村委会", shortName: "昌溪村", nameEn: "Changxi" }],
    skipDuplicates: true,
  });
  await db().category.createMany({
    data: [{ code: "fruit", name: "水果", nameEn: "Fruit", position: 1 }],
    skipDuplicates: true,
  });
  await db().feeSchedule.createMany({
    data: [
      {
        id: newId(),
        version: 1,
        platformBps: 500,
        processingBps: 340,
        processingFixedFen: 0n,
        validFrom: since,
        approvedAt: since,
      },
    ],
    skipDuplicates: true,
  });
  await db().splitRule.createMany({
    data: [
      {
        id: newId(),
        code: "standard",
        version: 1,
        name: "通用",
        nameEn: "Standard",
        cooperativeBps: 800,
        reserveBps: 2000,
        servicePointBps: 300,
        villageBps: 100,
        validFrom: since,
        approvedAt: since,
      },
    ],
    skipDuplicates: true,
  });
}

export type AListing = {
  readonly listingId: string;
  readonly variantId: string;
  readonly productId: string;
  readonly cooperativeId: string;
  readonly lotIds: readonly string[];
  readonly slug: string;
};

/** A published listing of one variant, sold from sealed lots with the given grams (first one expires first). */
export async function aListingWithStock(
  options: {
    cooperativeId?: string;
    name?: string;
    packGrams?: number;
    priceFen?: bigint;
    lots?: readonly number[];
    perishable?: boolean;
    freightFen?: bigint;
    deliveredTo?: readonly string[];
    /** consigned to each lot, in equal parts */
    households?: number;
  } = {},
): Promise<AListing> {
  await aMarket();
  const n = (count += 1);
  const { packGrams = 2500, priceFen = 3990n, lots = [100_000], perishable = true, freightFen = 800n } = options;
  const cooperativeId = options.cooperativeId ?? (await aCooperative());
  const productId = newId();
  await db().product.create({
    data: {
      id: productId,
      code: `product-${n}-${productId.slice(-6)}`,
      name: options.name ?? `绿梅${n}`,
      nameEn: `Green plum ${n}`,
      aliases: "",
      categoryCode: "fruit",
      baseUnit: "GRAM",
      perishable,
      grades: ["一级"],
    },
  });
  const freightId = newId();
  await db().freightTemplate.create({
    data: {
      id: freightId,
      sellerKind: "COOPERATIVE",
      sellerId: cooperativeId,
      name: "快递",
      shipperName: "邮政快递",
      shipperId: newId(),
      createdAt: NOW,
      zones: {
        create: [
          {
            position: 0,
            provinces: [...(options.deliveredTo ?? ["31", "34", "11"])],
            delivered: true,
            firstGrams: 3000,
            firstFen: freightFen,
            nextGrams: 1000,
            nextFen: 200n,
            freeAboveFen: null,
          },
        ],
      },
    },
  });
  const listingId = newId();
  const variantId = newId();
  const slug = `plum-${n}-${listingId.slice(-6)}`;
  await db().listing.create({
    data: {
      id: listingId,
      slug,
      sellerKind: "COOPERATIVE",
      sellerId: cooperativeId,
      productId,
      areaCode: A_VILLAGE,
      title: options.name ?? `昌溪绿梅${n}`,
      titleEn: `Changxi green plums ${n}`,
      story: "",
      storyEn: "",
      status: "PUBLISHED",
      splitRuleCode: "standard",
      freightId,
      shipsWithinDays: 3,
      seasonMonths: [11],
      publishedAt: NOW,
      createdAt: NOW,
      updatedAt: NOW,
      variants: {
        create: [
          {
            id: variantId,
            position: 0,
            name: "5斤装",
            nameEn: "2.5 kg box",
            quantity: packGrams,
            priceFen,
            shippingGrams: packGrams + 300,
            updatedAt: NOW,
          },
        ],
      },
    },
  });
  const lotIds: string[] = [];
  for (const [position, grams] of lots.entries()) {
    lotIds.push(
      await aSealedLotFor({
        listingId,
        cooperativeId,
        productId,
        grams,
        position,
        households: options.households ?? 1,
      }),
    );
  }
  return { listingId, variantId, productId, cooperativeId, lotIds, slug };
}

export async function aCooperative(): Promise<string> {
  const id = newId();
  await db().cooperative.create({
    data: {
      id,
      number: `C${id.slice(-8)}`,
      slug: `coop-${id.slice(-8)}`,
      kind: "COOPERATIVE",
      name: `昌溪合作社${id.slice(-4)}`,
      nameEn: "Changxi Cooperative",
      areaCode: A_VILLAGE,
      licenceNumber: id.slice(-12),
      phone: "0559-0000000",
      story: "",
      storyEn: "",
      status: "APPROVED",
      createdAt: NOW,
      approvedAt: NOW,
    },
  });
  return id;
}

/** A sealed lot of what a listing sells; chosen for it unless `chosen` says otherwise. */
export async function aSealedLotFor(lot: {
  listingId: string;
  cooperativeId: string;
  productId: string;
  grams: number;
  position: number;
  households: number;
  chosen?: boolean;
}): Promise<string> {
  const each = Math.floor(lot.grams / lot.households);
  const id = newId();
  const intakeId = newId();
  // What a lot holds came from somewhere: one delivery of somebody who is not registered.
  await db().intake.create({
    data: {
      id: intakeId,
      clientId: newId(),
      number: `RK${intakeId.slice(-12)}`,
      cooperativeId: lot.cooperativeId,
      productId: lot.productId,
      grade: "一级",
      baseUnit: "GRAM",
      gross: lot.grams,
      tare: 0,
      deduction: 0,
      net: lot.grams,
      remaining: 0,
      settlementMode: "CONSIGNED",
      weighedBy: "收货员",
      deliveredAt: NOW,
      createdAt: NOW,
    },
  });
  // Real ones: a household's record is kept only of those that are in the register.
  const households: string[] = [];
  while (households.length < lot.households) households.push((await aHousehold()).id);
  await db().lot.create({
    data: {
      id,
      code: `L${id.slice(-10)}`,
      sellerKind: "COOPERATIVE",
      sellerId: lot.cooperativeId,
      productId: lot.productId,
      grade: "一级",
      baseUnit: "GRAM",
      quantity: lot.grams,
      available: lot.grams,
      status: "SEALED",
      compositionHash: "0".repeat(64),
      harvestedOn: new Date("2026-11-18"),
      expiresOn: new Date(Date.UTC(2099, 0, 1 + lot.position)),
      sealedAt: NOW,
      createdAt: NOW,
      sources: { create: [{ position: 0, intakeId, quantity: lot.grams }] },
      composition: {
        create: households.map((householdId, row) => {
          const quantity = row === 0 ? lot.grams - each * (lot.households - 1) : each;
          return {
            position: row,
            householdId,
            settlementMode: "CONSIGNED",
            quantity,
            weight: BigInt(quantity),
          };
        }),
      },
    },
  });
  if (lot.chosen ?? true) await db().listingLot.create({ data: { listingId: lot.listingId, lotId: id, addedAt: NOW } });
  return id;
}

/** Places an order for packs of variants; throws when it is refused. */
export async function anOrder(
  entries: readonly { variantId: string; quantity: number }[],
  options: Partial<PlaceOrder> = {},
) {
  const result = await placeOrder({
    basket: { entries },
    checkoutKey: newId(),
    address: anAddress,
    locale: "zh",
    now: NOW,
    ...options,
  });
  if (!result.ok)
    throw new Error(`no order: ${JSON.stringify(result.failure, (_, v) => (typeof v === "bigint" ? `${v}` : v))}`);
  return result.value;
}

/** A public photo of a listing, without its files: pages draw it, nobody opens it. */
export async function aPhoto({ listingId, position = 0 }: { listingId: string; position?: number }): Promise<void> {
  const mediaId = newId();
  await db().media.create({
    data: {
      id: mediaId,
      kind: "LISTING_PHOTO",
      ownerKind: "PLATFORM",
      ownerId: newId(),
      public: true,
      sha256: "0".repeat(64),
      width: 1200,
      height: 1200,
      dominantColor: "#88aa77",
      alt: "一箱绿梅",
      altEn: "A box of green plums",
      createdAt: NOW,
      renditions: {
        create: [375, 750, 1125].map((width) => ({
          name: `${width}.webp`,
          mime: "image/webp",
          width,
          height: width,
          bytes: width * 60,
        })),
      },
    },
  });
  await db().listingPhoto.create({ data: { listingId, position, mediaId } });
}

/** A code that anybody may use around the builders' day; answers it. */
export async function aPromotion(
  options: { funder?: string; sellerId?: string; useLimit?: number; minimumFen?: bigint; amountFen?: bigint } = {},
): Promise<string> {
  const code = `SAVE${newId().slice(-6).toUpperCase()}`;
  await db().promotion.create({
    data: {
      id: newId(),
      code,
      funder: options.funder ?? "PLATFORM",
      sellerKind: options.sellerId ? "COOPERATIVE" : null,
      sellerId: options.sellerId ?? null,
      amountFen: options.amountFen ?? 500n,
      minimumFen: options.minimumFen ?? 0n,
      useLimit: options.useLimit ?? 10,
      validFrom: addDays(NOW, -1),
      validTo: addDays(NOW, 1),
    },
  });
  return code;
}
