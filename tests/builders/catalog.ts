import sharp from "sharp";
import { systemActor, type Actor } from "~/access/actor";
import { approveFeeSchedule } from "~/catalog/approve-fee-schedule.server";
import { approveSplitRule } from "~/catalog/approve-split-rule.server";
import type { FeeScheduleRates } from "~/catalog/fee-schedule";
import type { FreightZone } from "~/catalog/freight";
import { proposeFeeSchedule } from "~/catalog/propose-fee-schedule.server";
import { proposeSplitRule } from "~/catalog/propose-split-rule.server";
import { publishListing } from "~/catalog/publish-listing.server";
import { saveFreightTemplate } from "~/catalog/save-freight-template.server";
import { saveListing, type ListingDraft, type Seller, type VariantDraft } from "~/catalog/save-listing.server";
import { setListingLots } from "~/catalog/set-listing-lots.server";
import { setListingPhotos } from "~/catalog/set-listing-photos.server";
import type { SplitRuleRates } from "~/catalog/split-rule";
import { savePhoto } from "~/media/save-photo.server";
import { aVillage } from "./regions";

export const RULES_SINCE = new Date("2024-01-01T02:00:00Z");
export const PUBLISHED_AT = new Date("2026-11-20T02:00:00Z");

export const STANDARD_RATES: SplitRuleRates = {
  cooperativeBps: 800,
  reserveBps: 2_000,
  servicePointBps: 300,
  villageBps: 100,
};
export const STANDARD_FEES: FeeScheduleRates = { platformBps: 500, processingBps: 340, processingFixedFen: 0n };

export const NEAR: FreightZone = {
  provinces: ["31", "32", "33", "34", "11"],
  delivered: true,
  firstGrams: 3_000,
  firstFen: 800n,
  nextGrams: 1_000,
  nextFen: 150n,
  freeAboveFen: null,
};

/** A split rule in force, proposed and approved. */
export async function aSplitRule(
  options: { code?: string; rates?: SplitRuleRates; name?: string; nameEn?: string; now?: Date } = {},
): Promise<string> {
  const { code = "standard", rates = STANDARD_RATES, now = RULES_SINCE } = options;
  const proposed = await proposeSplitRule({
    actor: systemActor,
    code,
    name: options.name ?? "通用",
    nameEn: options.nameEn ?? "Standard",
    rates,
    validFrom: now,
    now,
  });
  if (!proposed.ok) throw new Error(`no rule: ${proposed.failure.kind}`);
  // The system may do both: the rule of two people is about people.
  const approved = await approveSplitRule({ actor: systemActor, ruleId: proposed.value.id, now });
  if (!approved.ok) throw new Error(`no approval: ${approved.failure.kind}`);
  return proposed.value.id;
}

export async function aFeeSchedule(options: { rates?: FeeScheduleRates; now?: Date } = {}): Promise<string> {
  const { rates = STANDARD_FEES, now = RULES_SINCE } = options;
  const proposed = await proposeFeeSchedule({ actor: systemActor, rates, validFrom: now, now });
  if (!proposed.ok) throw new Error(`no schedule: ${proposed.failure.kind}`);
  const approved = await approveFeeSchedule({ actor: systemActor, scheduleId: proposed.value.id, now });
  if (!approved.ok) throw new Error(`no approval: ${approved.failure.kind}`);
  return proposed.value.id;
}

export async function aFreightTemplate(
  seller: Seller,
  options: { zones?: readonly FreightZone[]; name?: string; shipperName?: string; shipperId?: string; now?: Date } = {},
): Promise<string> {
  const saved = await saveFreightTemplate({
    actor: systemActor,
    seller,
    name: options.name ?? "快递",
    shipperName: options.shipperName ?? "邮政快递",
    ...(options.shipperId === undefined ? {} : { shipperId: options.shipperId }),
    zones: options.zones ?? [NEAR],
    now: options.now ?? RULES_SINCE,
  });
  if (!saved.ok) throw new Error(`no freight: ${saved.failure.kind}`);
  return saved.value.templateId;
}

/** A small flat picture, as JPEG bytes. */
export async function photoBytes(options: { width?: number; height?: number; color?: string } = {}): Promise<Buffer> {
  const { width = 400, height = 300, color = "#c8a24b" } = options;
  return sharp({ create: { width, height, channels: 3, background: color } })
    .jpeg()
    .toBuffer();
}

export async function aPhoto(owner: Seller, now: Date = PUBLISHED_AT): Promise<string> {
  const saved = await savePhoto({ bytes: await photoBytes(), kind: "LISTING_PHOTO", owner, alt: "一筐猕猴桃", now });
  if (!saved.ok) throw new Error(`no photo: ${saved.failure.kind}`);
  return saved.value.mediaId;
}

export const A_PACK: VariantDraft = {
  name: "5 斤装",
  nameEn: "2.5 kg box",
  quantity: 2_500,
  priceFen: 3_990n,
  shippingGrams: 2_900,
  active: true,
};

/** The draft of a listing: one pack of 5 斤 at 39.90 yuan. */
export async function aListingDraft(
  seller: Seller,
  productId: string,
  freightId: string,
  changes: Partial<ListingDraft> = {},
): Promise<ListingDraft> {
  return {
    seller,
    productId,
    areaCode: changes.areaCode ?? (await aVillage()),
    title: "昌溪猕猴桃",
    titleEn: "Changxi kiwi",
    story: "",
    storyEn: "",
    keeping: "",
    keepingEn: "",
    eating: "",
    eatingEn: "",
    splitRuleCode: "standard",
    freightId,
    shipsWithinDays: 3,
    seasonMonths: [10, 11],
    market: null,
    variants: [A_PACK],
    ...changes,
  };
}

/** A listing on sale from the lots, with a photo. The rules it names must be in force. */
export async function aPublishedListing(
  seller: Seller,
  productId: string,
  lotIds: readonly string[],
  options: {
    draft?: Partial<ListingDraft>;
    actor?: Actor;
    slug?: string;
    mediaIds?: readonly string[];
    now?: Date;
  } = {},
): Promise<{ listingId: string; slug: string }> {
  const { actor = systemActor, now = PUBLISHED_AT } = options;
  const freightId = options.draft?.freightId ?? (await aFreightTemplate(seller));
  const draft = await aListingDraft(seller, productId, freightId, options.draft);
  const slug = options.slug === undefined ? {} : { slug: options.slug };
  const saved = await saveListing({ actor, draft, ...slug, now });
  if (!saved.ok) throw new Error(`no listing: ${saved.failure.kind}`);
  const { listingId } = saved.value;
  const lots = await setListingLots({ actor, listingId, lotIds, now });
  if (!lots.ok) throw new Error(`no lots: ${lots.failure.kind}`);
  const mediaIds = options.mediaIds ?? [await aPhoto(seller, now)];
  const photos = await setListingPhotos({ actor, listingId, mediaIds, now });
  if (!photos.ok) throw new Error(`no photos: ${photos.failure.kind}`);
  const published = await publishListing({ actor, listingId, now });
  if (!published.ok) throw new Error(`not published: ${JSON.stringify(published.failure)}`);
  return saved.value;
}
