import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can, type Subject } from "~/access/permissions";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { dayOf, isDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { findSellingHousehold } from "~/supply/household-seller-store.server";
import {
  DEAREST_PACK_FEN,
  LARGEST_PACK,
  MOST_VARIANTS,
  type ListingFailure,
  type VariantProblem,
} from "./listing-failure";
import { forgetDraft } from "./listing-draft-store.server";
import { brokenByEdit } from "./listing-readiness";
import { listingFacts, lockListing } from "./listing-store.server";
import { freeSlug, slugFrom } from "./slug.server";

export type Seller = { readonly kind: "COOPERATIVE" | "HOUSEHOLD"; readonly id: string };

export type VariantDraft = {
  /** an existing variant of the listing; a new one when not given */
  readonly id?: string;
  readonly name: string;
  readonly nameEn: string;
  /** base units in one pack */
  readonly quantity: number;
  readonly priceFen: Fen;
  /** what one packed box weighs for the carrier */
  readonly shippingGrams: number;
  readonly active: boolean;
};

export type ListingDraft = {
  readonly seller: Seller;
  readonly productId: string;
  /** the village (12 digits) the produce is from */
  readonly areaCode: string;
  readonly title: string;
  readonly titleEn: string;
  readonly story: string;
  readonly storyEn: string;
  /** how it is kept and eaten, in the seller's words; empty = nothing is said */
  readonly keeping: string;
  readonly keepingEn: string;
  readonly eating: string;
  readonly eatingEn: string;
  readonly splitRuleCode: string;
  readonly freightId: string;
  readonly shipsWithinDays: number;
  readonly seasonMonths: readonly number[];
  /** reference market price, fen per kg or piece, with its source and the day it was seen (today when not given) */
  readonly market: { readonly priceFen: Fen; readonly source: string; readonly pricedOn?: string } | null;
  readonly variants: readonly VariantDraft[];
};

/**
 * Stores a listing: a new draft, or changes to an existing one (its seller and address stay). Variants that the draft
 * leaves out are taken off sale, never deleted, because orders name them. A published listing must stay sellable.
 */
export async function saveListing(request: {
  readonly actor: Actor;
  readonly listingId?: string;
  readonly draft: ListingDraft;
  /** the address for a new listing; from the title when not given */
  readonly slug?: string;
  /** the change is of what stood there then; when somebody changed it since, nothing is overwritten */
  readonly lastChange?: Date;
  readonly now: Date;
}): Promise<Result<{ readonly listingId: string; readonly slug: string }, ListingFailure>> {
  const { actor, draft, now } = request;
  return withTransaction("save listing", async (tx) => {
    const existing = request.listingId === undefined ? undefined : await lockListing(tx, request.listingId);
    if (request.listingId !== undefined && (!existing || !can(actor, "listing:edit", existing.subject))) {
      return failed({ kind: "no-such-listing" });
    }
    if (existing && request.lastChange && existing.updatedAt.getTime() !== request.lastChange.getTime()) {
      return failed({ kind: "changed-meanwhile" });
    }
    const seller = existing ? { kind: existing.sellerKind, id: existing.sellerId } : draft.seller;
    const subject = await sellerAsSubject(tx, seller);
    if (!subject || !can(actor, "listing:edit", subject)) return failed({ kind: "no-such-seller" });

    const wrong = problemOf(draft, now) ?? (await missingOf(tx, draft, seller, now));
    if (wrong) return failed(wrong);
    if (existing && existing.productId !== draft.productId && existing.hasHistory) {
      return failed({ kind: "product-is-fixed" });
    }

    const listingId = existing?.id ?? newId(now);
    const slug = existing?.slug ?? (await chooseSlug(tx, request.slug, draft));
    if (slug === undefined) return failed({ kind: "slug-taken" });
    const columns = {
      servicePointId: subject.servicePointId ?? null,
      productId: draft.productId,
      areaCode: draft.areaCode,
      title: draft.title.trim(),
      titleEn: draft.titleEn.trim(),
      story: draft.story.trim(),
      storyEn: draft.storyEn.trim(),
      keeping: draft.keeping.trim(),
      keepingEn: draft.keepingEn.trim(),
      eating: draft.eating.trim(),
      eatingEn: draft.eatingEn.trim(),
      splitRuleCode: draft.splitRuleCode,
      freightId: draft.freightId,
      shipsWithinDays: draft.shipsWithinDays,
      seasonMonths: [...new Set(draft.seasonMonths)].sort((a, b) => a - b),
      marketPriceFen: draft.market?.priceFen ?? null,
      marketSource: draft.market?.source.trim() ?? null,
      marketPricedOn: draft.market ? dayToDate(draft.market.pricedOn ?? dayOf(now)) : null,
      updatedAt: now,
      updatedById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
    };
    if (existing) {
      await tx.listing.update({ where: { id: listingId }, data: columns, select: { id: true } });
    } else {
      await tx.listing.create({
        data: {
          id: listingId,
          slug,
          sellerKind: seller.kind,
          sellerId: seller.id,
          status: "DRAFT",
          createdAt: now,
          ...columns,
        },
        select: { id: true },
      });
    }
    await forgetDraft(tx, {
      userId: actor.userId,
      seller,
      productId: draft.productId,
      listingId: existing?.id ?? null,
    });
    const unknown = await saveVariants(tx, listingId, draft.variants, now);
    if (unknown) throw new RolledBack({ kind: "no-such-variant" });

    if (existing?.status === "PUBLISHED") {
      const facts = await listingFacts(tx, listingId, now);
      const broken = brokenByEdit(facts);
      if (broken.length > 0) throw new RolledBack({ kind: "not-ready", obstacles: broken });
      await enqueue(tx, { topic: "listing.changed", key: listingId });
    }
    return succeeded({ listingId, slug });
  }).catch((error: unknown) => {
    if (error instanceof RolledBack) return failed(error.failure);
    throw error;
  });
}

/** A refusal found after something was written: it takes the transaction back with it. */
class RolledBack extends Error {
  constructor(readonly failure: ListingFailure) {
    super(failure.kind);
  }
}

/** The permission subject of a seller, with the service point that helps a household; undefined when there is none. */
export async function sellerAsSubject(tx: Transaction, seller: Seller): Promise<Subject | undefined> {
  if (seller.kind === "COOPERATIVE") {
    const known = await tx.cooperative.count({ where: { id: seller.id } });
    return known === 0 ? undefined : { cooperativeId: seller.id };
  }
  const household = await findSellingHousehold(tx, seller.id);
  if (!household) return undefined;
  return { householdId: seller.id, ...(household.servicePointId ? { servicePointId: household.servicePointId } : {}) };
}

function problemOf(draft: ListingDraft, now: Date): ListingFailure | undefined {
  const titleLength = [...draft.title.trim()].length;
  if (titleLength < 2 || titleLength > 60) return { kind: "no-title" };
  if (!Number.isInteger(draft.shipsWithinDays) || draft.shipsWithinDays < 1 || draft.shipsWithinDays > 60) {
    return { kind: "bad-ship-days" };
  }
  if (draft.seasonMonths.some((month) => !Number.isInteger(month) || month < 1 || month > 12))
    return { kind: "bad-season" };
  if (draft.market && (draft.market.priceFen <= 0n || draft.market.source.trim() === ""))
    return { kind: "bad-market-price" };
  const pricedOn = draft.market?.pricedOn;
  if (pricedOn !== undefined && (!isDay(pricedOn) || pricedOn > dayOf(now))) return { kind: "bad-market-day" };
  if (draft.variants.length > MOST_VARIANTS) return { kind: "too-many-variants" };
  for (const [position, variant] of draft.variants.entries()) {
    const problem = variantProblem(variant);
    if (problem) return { kind: "bad-variant", position, problem };
  }
  return undefined;
}

function variantProblem(variant: VariantDraft): VariantProblem | undefined {
  if (variant.name.trim() === "" || variant.name.length > 40) return "no-name";
  if (!isWithin(variant.quantity, LARGEST_PACK)) return "bad-quantity";
  if (variant.priceFen <= 0n || variant.priceFen > DEAREST_PACK_FEN) return "bad-price";
  return isWithin(variant.shippingGrams, LARGEST_PACK) ? undefined : "bad-shipping-weight";
}

function isWithin(quantity: number, most: number): boolean {
  return Number.isInteger(quantity) && quantity > 0 && quantity <= most;
}

/** The first thing the draft names that is not there. */
async function missingOf(
  tx: Transaction,
  draft: ListingDraft,
  seller: Seller,
  now: Date,
): Promise<ListingFailure | undefined> {
  const [found] = await tx.$queryRaw<{ product: boolean; village: boolean; rule: boolean; freight: boolean }[]>`
    SELECT EXISTS (SELECT FROM product WHERE id = ${draft.productId}::uuid) AS product,
      EXISTS (SELECT FROM area WHERE code = ${draft.areaCode} AND level = 'VILLAGE') AS village,
      EXISTS (SELECT FROM split_rule WHERE code = ${draft.splitRuleCode} AND approved_at <= ${now}) AS rule,
      EXISTS (SELECT FROM freight_template
        WHERE id = ${draft.freightId}::uuid AND seller_kind = ${seller.kind} AND seller_id = ${seller.id}::uuid) AS freight`;
  if (!found?.product) return { kind: "no-such-product" };
  if (!found.village) return { kind: "no-such-village" };
  if (!found.rule) return { kind: "no-such-rule" };
  return found.freight ? undefined : { kind: "no-such-freight" };
}

async function chooseSlug(
  tx: Transaction,
  asked: string | undefined,
  draft: ListingDraft,
): Promise<string | undefined> {
  if (asked === undefined) return freeSlug(tx, slugFrom(draft.titleEn, draft.title));
  return (await freeSlug(tx, asked)) === asked ? asked : undefined;
}

/** Answers true when a draft names a variant that is not the listing's. */
async function saveVariants(
  tx: Transaction,
  listingId: string,
  drafts: readonly VariantDraft[],
  now: Date,
): Promise<boolean> {
  const own = await tx.variant.findMany({ where: { listingId }, select: { id: true } });
  const ownIds = new Set(own.map((variant) => variant.id));
  if (drafts.some((draft) => draft.id !== undefined && !ownIds.has(draft.id))) return true;

  const kept = new Set(drafts.map((draft) => draft.id));
  await tx.variant.updateMany({
    where: { listingId, id: { notIn: own.flatMap(({ id }) => (kept.has(id) ? [id] : [])) } },
    data: { active: false, updatedAt: now },
  });
  for (const [position, draft] of drafts.entries()) {
    const columns = {
      position,
      name: draft.name.trim(),
      nameEn: draft.nameEn.trim(),
      quantity: draft.quantity,
      priceFen: draft.priceFen,
      shippingGrams: draft.shippingGrams,
      active: draft.active,
      updatedAt: now,
    };
    if (draft.id === undefined)
      await tx.variant.create({ data: { id: newId(now), listingId, ...columns }, select: { id: true } });
    else await tx.variant.update({ where: { id: draft.id }, data: columns, select: { id: true } });
  }
  return false;
}
