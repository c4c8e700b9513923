import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import { REVIEW_TAGS, type ReviewTag } from "./review-rules";

export type ReviewState = "PENDING" | "SHOWN" | "REFUSED";

export type ShownReview = {
  readonly id: string;
  readonly authorName: string;
  readonly locale: "zh" | "en";
  readonly stars: number;
  readonly words: string;
  readonly tags: readonly ReviewTag[];
  /** the day it was written, in Beijing */
  readonly day: string;
  readonly answer: string | null;
  readonly photos: readonly { readonly id: string }[];
};

export type ListingReviews = {
  readonly count: number;
  /** tenths of a star; null without reviews: a number is never made up */
  readonly averageTenths: number | null;
  /** what buyers ticked, most often first; what nobody did is left out */
  readonly tags: readonly { readonly tag: ReviewTag; readonly count: number }[];
  /** newest first, a page of them */
  readonly latest: readonly ShownReview[];
  readonly page: { readonly number: number; readonly size: number; readonly total: number };
};

const A_PAGE = 6;

/** What is shown of a listing's reviews: how many, how good, what was ticked how often, and the newest of them, or a further page. One statement. */
export async function listingReviews(db: Db, listingId: string, number = 1): Promise<ListingReviews> {
  const [row] = await db.$queryRaw<[Omit<ListingReviews, "page">]>`
    SELECT count(*)::int AS count, round(avg(r.stars) * 10)::int AS "averageTenths",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('tag', t.tag, 'count', t.count)
          ORDER BY t.count DESC, array_position(${[...REVIEW_TAGS]}::text[], t.tag)), '[]')
        FROM (SELECT ticked.tag, count(*)::int AS count FROM review s, unnest(s.tags) AS ticked (tag)
          WHERE s.listing_id = ${listingId}::uuid AND s.state = 'SHOWN' GROUP BY ticked.tag) t) AS tags,
      coalesce((SELECT jsonb_agg(to_jsonb(latest) - 'writtenAt' ORDER BY latest."writtenAt" DESC, latest.id) FROM (
        SELECT one.id, one.author_name AS "authorName", one.locale, one.stars, one.words, one.tags, one.answer,
          one.written_at AS "writtenAt", to_char(one.written_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
          (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id) ORDER BY p.position), '[]')
            FROM review_photo p JOIN media m ON m.id = p.media_id AND m.public WHERE p.review_id = one.id) AS photos
        FROM review one WHERE one.listing_id = ${listingId}::uuid AND one.state = 'SHOWN'
        ORDER BY one.written_at DESC, one.id LIMIT ${A_PAGE}::int OFFSET ${offsetOf({ number, size: A_PAGE })}::int) latest), '[]') AS latest
    FROM review r WHERE r.listing_id = ${listingId}::uuid AND r.state = 'SHOWN'`;
  return { ...row, page: { number, size: A_PAGE, total: row.count } };
}

export type DeskReview = {
  readonly id: string;
  readonly title: string;
  readonly slug: string;
  readonly sellerName: string;
  readonly orderNumber: string;
  readonly authorName: string;
  readonly stars: number;
  readonly words: string;
  readonly tags: readonly ReviewTag[];
  readonly state: ReviewState;
  readonly refusal: string | null;
  readonly answer: string | null;
  readonly writtenAt: Date;
  readonly photoIds: readonly string[];
};

/** For the platform's desk: the waiting ones oldest first, the others newest first. */
export function reviewsInState(db: Db, state: ReviewState, page: PageRequest): Promise<Page<DeskReview>> {
  const order = state === "PENDING" ? Prisma.sql`r.written_at, r.id` : Prisma.sql`r.written_at DESC, r.id`;
  return deskReviews(db, Prisma.sql`r.state = ${state}`, order, page);
}

/** The shown reviews of what the given sellers sent. */
export function reviewsOfSellers(
  db: Db,
  scope: { readonly cooperativeIds: readonly string[]; readonly servicePointIds: readonly string[] },
  page: PageRequest,
): Promise<Page<DeskReview>> {
  const where = Prisma.sql`r.state = 'SHOWN' AND (
    (r.seller_kind = 'COOPERATIVE' AND r.seller_id = ANY (${[...scope.cooperativeIds]}::uuid[]))
    OR r.service_point_id = ANY (${[...scope.servicePointIds]}::uuid[]))`;
  return deskReviews(db, where, Prisma.sql`(r.answer IS NULL) DESC, r.written_at DESC, r.id`, page);
}

async function deskReviews(db: Db, where: Prisma.Sql, order: Prisma.Sql, page: PageRequest): Promise<Page<DeskReview>> {
  const [[counted], rows] = await Promise.all([
    db.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM review r WHERE ${where}`,
    db.$queryRaw<DeskReview[]>`
      SELECT r.id, l.title || ' ' || l.variant_name AS title, li.slug, s.seller_name AS "sellerName",
        o.number AS "orderNumber", r.author_name AS "authorName", r.stars, r.words, r.tags, r.state, r.refusal, r.answer,
        r.written_at AS "writtenAt",
        ARRAY(SELECT p.media_id FROM review_photo p WHERE p.review_id = r.id ORDER BY p.position) AS "photoIds"
      FROM review r JOIN order_line l ON l.id = r.order_line_id JOIN shipment s ON s.id = l.shipment_id
      JOIN customer_order o ON o.id = l.order_id JOIN listing li ON li.id = r.listing_id
      WHERE ${where} ORDER BY ${order} LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`,
  ]);
  return { ...page, total: counted.total, rows };
}

export type OwnReview = {
  readonly orderLineId: string;
  readonly state: ReviewState;
  readonly refusal: string | null;
  readonly answer: string | null;
};

/** What became of the reviews of an order's lines. */
export function reviewsOfOrder(db: Db, orderId: string): Promise<OwnReview[]> {
  return db.$queryRaw<OwnReview[]>`
    SELECT r.order_line_id AS "orderLineId", r.state, r.refusal, r.answer
    FROM review r JOIN order_line l ON l.id = r.order_line_id WHERE l.order_id = ${orderId}::uuid`;
}
