import { paths } from "~/paths";
import { Prisma, type Db } from "~/platform/db.server";
import { orderToken } from "./access-token.server";
import { isMine } from "./my-orders-store.server";
import type { InvoiceKind } from "./order-store.server";
import type { ReviewTag } from "./review-rules";

/** All that is kept about a shopper, in words a program can read: for handing to the shopper, who may ask for it at any time. */
export type AccountData = {
  readonly account: { readonly displayName: string; readonly createdAt: string; readonly hasPassword: boolean };
  readonly contacts: readonly { readonly channel: string; readonly address: string; readonly provenAt: string }[];
  readonly addresses: readonly {
    readonly name: string;
    readonly phone: string;
    readonly provinceCode: string;
    readonly addressLine: string;
    readonly isDefault: boolean;
  }[];
  readonly orders: readonly {
    /** where it opens */
    readonly page: string;
    readonly number: string;
    readonly state: string;
    readonly placedAt: string;
    readonly paidAt: string | null;
    readonly totalFen: number;
    readonly buyerName: string;
    readonly buyerPhone: string;
    readonly buyerEmail: string | null;
    readonly provinceName: string;
    readonly addressLine: string;
    readonly note: string | null;
    readonly invoiceKind: InvoiceKind | null;
    readonly invoiceTitle: string | null;
    readonly invoiceTaxNumber: string | null;
    readonly acceptanceContact: string | null;
    readonly transferCode: string | null;
    readonly impactConsent: boolean;
    /** the receipt that was made public, and where it opens for everybody */
    readonly sharedReceipt: { readonly page: string; readonly sharedAt: string } | null;
    readonly lines: readonly {
      readonly title: string;
      readonly titleEn: string;
      readonly variantName: string;
      readonly quantity: number;
      readonly chargedFen: number;
    }[];
    readonly refunds: readonly { readonly amountFen: number; readonly state: string; readonly requestedAt: string }[];
    readonly claims: readonly {
      readonly number: string;
      readonly kind: string;
      readonly state: string;
      readonly quantity: number;
      readonly words: string;
      readonly openedAt: string;
      readonly answer: string | null;
      readonly decision: string | null;
      readonly amountFen: number | null;
      readonly trackingNumber: string | null;
      /** where each opens */
      readonly photos: readonly string[];
    }[];
    readonly acceptances: readonly {
      readonly seller: string;
      readonly acceptedBy: string;
      readonly acceptedOn: string;
      readonly remarks: string | null;
      readonly recordedAt: string;
      readonly papers: readonly { readonly kind: string; readonly photo: string }[];
    }[];
  }[];
  readonly reviews: readonly {
    /** as it is shown */
    readonly authorName: string;
    readonly stars: number;
    readonly words: string;
    readonly tags: readonly ReviewTag[];
    readonly state: string;
    readonly writtenAt: string;
    /** why the platform did not show it */
    readonly refusal: string | null;
    /** the seller's */
    readonly answer: string | null;
    /** where each opens */
    readonly photos: readonly string[];
  }[];
  readonly cart: readonly {
    readonly title: string;
    readonly titleEn: string;
    readonly variantName: string;
    readonly quantity: number;
    readonly setAside: boolean;
    readonly priceSeenFen: number;
    readonly addedAt: string;
  }[];
  /** to the account's contacts, as long as they are kept. Codes and links are left out: they open what this page must not. */
  readonly letters: readonly {
    readonly channel: string;
    readonly address: string;
    readonly subject: string;
    readonly words: string;
    readonly writtenAt: string;
    readonly sentAt: string | null;
  }[];
  readonly favourites: readonly {
    readonly title: string;
    readonly titleEn: string;
    readonly keptAt: string;
    readonly priceFen: number | null;
  }[];
  readonly watches: readonly { readonly kind: string; readonly subject: string; readonly askedAt: string }[];
  readonly sessions: readonly { readonly userAgent: string; readonly createdAt: string; readonly lastSeenAt: string }[];
};

/** The widest rendition that is kept of a photo. */
const WHOLE = "1125.webp";

/** In one statement; nothing of anybody else. */
export async function accountData(db: Db, userId: string): Promise<AccountData> {
  const [row] = await db.$queryRaw<[{ data: StoredData }]>`
    SELECT jsonb_build_object(
      'account', jsonb_build_object('displayName', u.display_name, 'createdAt', u.created_at,
        'hasPassword', u.password_hash IS NOT NULL),
      'contacts', (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', c.channel, 'address', c.address,
          'provenAt', c.proven_at) ORDER BY c.channel), '[]') FROM user_contact c WHERE c.user_id = u.id),
      'addresses', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'phone', a.phone,
          'provinceCode', a.province_code, 'addressLine', a.address_line, 'isDefault', a.is_default)
          ORDER BY a.created_at), '[]') FROM saved_address a WHERE a.user_id = u.id),
      'orders', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'number', o.number, 'state', o.state,
          'placedAt', o.placed_at, 'paidAt', o.paid_at, 'totalFen', o.total_fen, 'buyerName', o.buyer_name,
          'buyerPhone', o.buyer_phone, 'buyerEmail', o.buyer_email, 'provinceName', o.province_name,
          'addressLine', o.address_line, 'note', o.note, 'invoiceKind', o.invoice_kind, 'invoiceTitle', o.invoice_title,
          'invoiceTaxNumber', o.invoice_tax_number, 'acceptanceContact', o.acceptance_contact,
          'transferCode', o.transfer_code, 'impactConsent', o.impact_consent,
          'receipt', (SELECT jsonb_build_object('token', r.token, 'sharedAt', r.created_at) FROM receipt_share r
            WHERE r.order_id = o.id),
          'lines', (SELECT jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en,
              'variantName', l.variant_name, 'quantity', l.quantity, 'chargedFen', l.charged_fen) ORDER BY l.position)
            FROM order_line l WHERE l.order_id = o.id),
          'refunds', (SELECT coalesce(jsonb_agg(jsonb_build_object('amountFen', r.amount_fen, 'state', r.state,
              'requestedAt', r.requested_at) ORDER BY r.requested_at), '[]') FROM refund r WHERE r.order_id = o.id),
          'claims', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', c.number, 'kind', c.kind, 'state', c.state,
              'quantity', c.quantity, 'words', c.words, 'openedAt', c.opened_at, 'answer', c.answer, 'decision', c.decision,
              'amountFen', c.amount_fen, 'trackingNumber', c.tracking_number, 'photos', (SELECT
                coalesce(jsonb_agg(p.media_id ORDER BY p.position), '[]') FROM claim_photo p WHERE p.claim_id = c.id))
              ORDER BY c.opened_at), '[]') FROM claim c WHERE c.order_id = o.id),
          'acceptances', (SELECT coalesce(jsonb_agg(jsonb_build_object('seller', s.seller_name,
              'acceptedBy', a.accepted_by, 'acceptedOn', a.accepted_on, 'remarks', a.remarks, 'recordedAt', a.recorded_at,
              'papers', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'photo', p.media_id)
                ORDER BY p.position), '[]') FROM acceptance_page p WHERE p.acceptance_id = a.id)) ORDER BY a.recorded_at), '[]')
            FROM acceptance a JOIN shipment s ON s.id = a.shipment_id WHERE a.order_id = o.id))
          ORDER BY o.placed_at DESC), '[]') FROM customer_order o WHERE ${isMine(userId)}),
      'reviews', (SELECT coalesce(jsonb_agg(jsonb_build_object('orderId', o.id, 'authorName', r.author_name,
          'stars', r.stars, 'words', r.words, 'tags', r.tags, 'state', r.state, 'writtenAt', r.written_at,
          'refusal', r.refusal, 'answer', r.answer,
          'photos', (SELECT coalesce(jsonb_agg(p.media_id ORDER BY p.position), '[]') FROM review_photo p
            WHERE p.review_id = r.id)) ORDER BY r.written_at), '[]')
        FROM review r JOIN order_line l ON l.id = r.order_line_id JOIN customer_order o ON o.id = l.order_id
        WHERE ${isMine(userId)}),
      'cart', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en,
          'variantName', v.name, 'quantity', cl.quantity, 'setAside', cl.set_aside, 'priceSeenFen', cl.price_seen_fen,
          'addedAt', cl.added_at) ORDER BY cl.added_at, cl.variant_id), '[]')
        FROM cart JOIN cart_line cl ON cl.cart_id = cart.id JOIN variant v ON v.id = cl.variant_id
        JOIN listing l ON l.id = v.listing_id WHERE cart.user_id = u.id),
      'letters', (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', m.channel, 'address', m.recipient,
          'subject', m.subject, 'words', ${withoutKeys(Prisma.sql`m.body`)}, 'writtenAt', m.created_at, 'sentAt', m.sent_at)
          ORDER BY m.created_at DESC, m.id), '[]')
        FROM message m JOIN user_contact c ON c.channel = m.channel AND c.address = m.recipient WHERE c.user_id = u.id),
      'favourites', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en,
          'keptAt', f.kept_at, 'priceFen', f.price_fen) ORDER BY f.kept_at), '[]')
        FROM favourite f JOIN listing l ON l.id = f.listing_id WHERE f.user_id = u.id),
      'watches', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', w.kind, 'subject', w.subject,
          'askedAt', w.asked_at) ORDER BY w.asked_at), '[]')
        FROM shop_watch w JOIN user_contact c ON c.channel = w.channel AND c.address = w.address
        WHERE c.user_id = u.id),
      'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('userAgent', s.user_agent, 'createdAt', s.created_at,
          'lastSeenAt', s.last_seen_at) ORDER BY s.created_at), '[]') FROM session s WHERE s.user_id = u.id)
    ) AS data FROM app_user u WHERE u.id = ${userId}::uuid`;
  const { orders, reviews, ...rest } = row.data;
  return { ...rest, orders: orders.map(withAddresses), reviews: reviews.map(withPhotos) };
}

/**
 * Letters without what they open: a code of six digits, or a link (to an invitation, say). Whoever has got hold of a session
 * could otherwise ask for a code and read it here, without the telephone that it was sent to.
 */
function withoutKeys(body: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`regexp_replace(regexp_replace(${body}, 'https?://[!-~]+', '…', 'g'),
    '(?<![0-9])[0-9]{6}(?![0-9])', '······', 'g')`;
}

type StoredOrder = Omit<AccountData["orders"][number], "page" | "sharedReceipt"> & {
  readonly id: string;
  readonly receipt: { readonly token: string; readonly sharedAt: string } | null;
};
type StoredReview = AccountData["reviews"][number] & { readonly orderId: string };
type StoredData = Omit<AccountData, "orders" | "reviews"> & {
  readonly orders: readonly StoredOrder[];
  readonly reviews: readonly StoredReview[];
};

/** Where a photo of an order opens, which is by the order's own link and by nothing else. */
function photoOf(orderId: string): (mediaId: string) => string {
  const token = orderToken(orderId);
  return (mediaId) => paths.shop("zh").orderPhoto(token, mediaId, WHOLE);
}

/** The order, its photos and its public receipt by where they open. */
function withAddresses({ id, receipt, ...order }: StoredOrder): AccountData["orders"][number] {
  const to = paths.shop("zh");
  const opens = photoOf(id);
  return {
    page: to.order(orderToken(id)),
    ...order,
    sharedReceipt: receipt && { page: to.receipt(receipt.token), sharedAt: receipt.sharedAt },
    claims: order.claims.map((claim) => ({ ...claim, photos: claim.photos.map(opens) })),
    acceptances: order.acceptances.map((acceptance) => ({
      ...acceptance,
      papers: acceptance.papers.map(({ kind, photo }) => ({ kind, photo: opens(photo) })),
    })),
  };
}

function withPhotos({ orderId, ...review }: StoredReview): AccountData["reviews"][number] {
  return { ...review, photos: review.photos.map(photoOf(orderId)) };
}
