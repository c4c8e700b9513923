import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { deletePhotoFiles, dropPhotos } from "~/media/drop-photos.server";
import { savePhotos } from "~/media/save-photo.server";
import type { PhotoFailure } from "~/media/photo-failure";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { hashToken } from "~/platform/secret-token.server";
import { MOST_REVIEW_PHOTOS, type ReviewTag } from "./review-rules";

export type WriteReviewFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-delivered" }
  | { readonly kind: "already" }
  | { readonly kind: "photo"; readonly failure: PhotoFailure };

export type ReviewableLine = {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly title: string;
  readonly titleEn: string;
  readonly delivered: boolean;
  /** said, and not refused: what was refused may be written anew */
  readonly reviewed: boolean;
};

/** A line of goods of the order that a link's token opens. */
export async function reviewableLine(db: Db, token: string, orderLineId: string): Promise<ReviewableLine | undefined> {
  const [row] = await db.$queryRaw<ReviewableLine[]>`
    SELECT l.order_id AS "orderId", l.id AS "orderLineId", l.title, l.title_en AS "titleEn",
      s.state = 'DELIVERED' AS delivered, 
      EXISTS (SELECT FROM review r WHERE r.order_line_id = l.id AND r.state <> 'REFUSED') AS reviewed
    FROM order_line l JOIN customer_order o ON o.id = l.order_id JOIN shipment s ON s.id = l.shipment_id
    WHERE l.id = ${orderLineId}::uuid AND l.kind = 'GOODS' AND o.state = 'PAID' AND o.access_token_hash = ${hashToken(token)}`;
  return row;
}

/**
 * What a buyer says of goods that arrived, once a line, by the order's link. It waits for the platform to read it; its photos
 * are nobody else's until then. What was refused may be written anew: the new words and photos take the place of the old.
 */
export async function writeReview(request: {
  readonly token: string;
  readonly orderLineId: string;
  readonly stars: number;
  readonly words: string;
  readonly tags: readonly ReviewTag[];
  readonly photos: readonly Uint8Array[];
  readonly locale: "zh" | "en";
  readonly now: Date;
}): Promise<Result<{ readonly reviewId: string }, WriteReviewFailure>> {
  const { token, orderLineId, now } = request;
  const line = await reviewableLine(db(), token, orderLineId);
  if (!line) return failed({ kind: "not-found" });
  if (!line.delivered) return failed({ kind: "not-delivered" });
  if (line.reviewed) return failed({ kind: "already" });

  const owner = { kind: "ORDER", id: line.orderId } as const;
  const alt = `买家拍的“${line.title}”`;
  const altEn = `A buyer's photo of “${line.titleEn || line.title}”`;
  const photo = { kind: "REVIEW", owner, alt, altEn, public: false, now } as const;
  const saved = await savePhotos(request.photos.slice(0, MOST_REVIEW_PHOTOS).map((bytes) => ({ ...photo, bytes })));
  if (!saved.ok) return failed({ kind: "photo", failure: saved.failure });
  const mediaIds = saved.value;
  const written = await withTransaction("write review", async (tx) => {
    const [review] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO review (id, order_line_id, listing_id, seller_kind, seller_id, service_point_id, author_name, locale,
        stars, words, tags, state, written_at)
      SELECT ${newId(now)}::uuid, l.id, l.listing_id, s.seller_kind, s.seller_id, s.service_point_id,
        left(o.buyer_name, 1) || '**', ${request.locale}, ${request.stars}::int, ${request.words}, ${[...request.tags]}::text[], 'PENDING', ${now}::timestamptz
      FROM order_line l JOIN customer_order o ON o.id = l.order_id JOIN shipment s ON s.id = l.shipment_id
      WHERE l.id = ${orderLineId}::uuid
      ON CONFLICT (order_line_id) DO UPDATE SET locale = excluded.locale, stars = excluded.stars, words = excluded.words, tags = excluded.tags,
        state = 'PENDING', written_at = excluded.written_at, decided_by_id = NULL, decided_at = NULL, refusal = NULL
        WHERE review.state = 'REFUSED'
      RETURNING id`;
    if (!review) return { reviewId: undefined, files: await dropPhotos(tx, mediaIds) };
    const reviewId = review.id;
    const old = await tx.reviewPhoto.findMany({ where: { reviewId }, select: { mediaId: true } });
    await tx.reviewPhoto.deleteMany({ where: { reviewId } });
    await tx.reviewPhoto.createMany({
      data: mediaIds.map((mediaId, position) => ({ reviewId, position, mediaId })),
    });
    const oldIds = old.map(({ mediaId }) => mediaId);
    return { reviewId, files: await dropPhotos(tx, oldIds) };
  });
  await deletePhotoFiles(written.files);
  return written.reviewId === undefined ? failed({ kind: "already" }) : succeeded({ reviewId: written.reviewId });
}
