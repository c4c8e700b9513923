import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";

/** Whose draft, of what: a listing, or a new one of a seller's product. */
export type DraftOf = {
  readonly userId: string;
  readonly seller: { readonly kind: string; readonly id: string };
  readonly productId: string;
  readonly listingId: string | null;
};

export type KeptDraft = { readonly fields: Readonly<Record<string, string>>; readonly savedAt: Date };

/** More than anybody types into the form. */
const LARGEST_DRAFT = 50_000;

/** Keeps what was typed, in place of what was kept before. False when it is too much for any form. */
export async function keepDraft(
  db: Db,
  draft: DraftOf & { readonly fields: Readonly<Record<string, string>>; readonly now: Date },
): Promise<boolean> {
  const { userId, seller, productId, listingId, now } = draft;
  const fields = JSON.stringify(draft.fields);
  if (fields.length > LARGEST_DRAFT) return false;
  await db.$executeRaw`
    INSERT INTO listing_draft (id, user_id, listing_id, seller_kind, seller_id, product_id, fields, saved_at)
    VALUES (${newId(now)}::uuid, ${userId}::uuid, ${listingId}::uuid, ${seller.kind}, ${seller.id}::uuid,
      ${productId}::uuid, ${fields}::jsonb, ${now})
    ON CONFLICT (user_id, seller_kind, seller_id, product_id, listing_id)
      DO UPDATE SET fields = EXCLUDED.fields, saved_at = EXCLUDED.saved_at`;
  return true;
}

export async function findDraft(db: Db, draft: DraftOf): Promise<KeptDraft | undefined> {
  const row = await db.listingDraft.findFirst({ where: whose(draft), select: { fields: true, savedAt: true } });
  return row ? { fields: row.fields as Record<string, string>, savedAt: row.savedAt } : undefined;
}

export async function forgetDraft(db: Db, draft: DraftOf): Promise<void> {
  await db.listingDraft.deleteMany({ where: whose(draft) });
}

export type DraftOfNew = {
  readonly sellerKind: string;
  readonly sellerId: string;
  readonly productId: string;
  readonly productName: string;
  readonly title: string;
  readonly savedAt: Date;
};

/** Somebody's drafts of listings that are not there yet, last kept first. */
export async function draftsOfNew(db: Db, userId: string): Promise<DraftOfNew[]> {
  return db.$queryRaw<DraftOfNew[]>`
    SELECT d.seller_kind AS "sellerKind", d.seller_id AS "sellerId", d.product_id AS "productId",
      p.name AS "productName", coalesce(d.fields->>'title', '') AS title, d.saved_at AS "savedAt"
    FROM listing_draft d JOIN product p ON p.id = d.product_id
    WHERE d.user_id = ${userId}::uuid AND d.listing_id IS NULL ORDER BY d.saved_at DESC LIMIT 20`;
}

export type ColleaguesDraft = { readonly name: string; readonly savedAt: Date };

/** Who else is in the middle of changing this listing. */
export async function draftsOfOthers(db: Db, listingId: string, userId: string): Promise<ColleaguesDraft[]> {
  return db.$queryRaw<ColleaguesDraft[]>`
    SELECT u.display_name AS name, d.saved_at AS "savedAt"
    FROM listing_draft d JOIN app_user u ON u.id = d.user_id
    WHERE d.listing_id = ${listingId}::uuid AND d.user_id <> ${userId}::uuid ORDER BY d.saved_at DESC LIMIT 5`;
}

function whose({ userId, seller, productId, listingId }: DraftOf) {
  return { userId, sellerKind: seller.kind, sellerId: seller.id, productId, listingId };
}
