import { paths } from "~/paths";
import type { Db } from "~/platform/db.server";
import { orderToken } from "./access-token.server";
import { isMine } from "./my-orders-store.server";
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
    readonly invoiceTitle: string | null;
    readonly invoiceTaxNumber: string | null;
    readonly acceptanceContact: string | null;
    readonly transferCode: string | null;
    readonly impactConsent: boolean;
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
    readonly stars: number;
    readonly words: string;
    readonly tags: readonly ReviewTag[];
    readonly state: string;
    readonly writtenAt: string;
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
          'addressLine', o.address_line, 'note', o.note, 'invoiceTitle', o.invoice_title,
          'invoiceTaxNumber', o.invoice_tax_number, 'acceptanceContact', o.acceptance_contact,
          'transferCode', o.transfer_code, 'impactConsent', o.impact_consent,
          'lines', (SELECT jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en,
              'variantName', l.variant_name, 'quantity', l.quantity, 'chargedFen', l.charged_fen) ORDER BY l.position)
            FROM order_line l WHERE l.order_id = o.id),
          'refunds', (SELECT coalesce(jsonb_agg(jsonb_build_object('amountFen', r.amount_fen, 'state', r.state,
              'requestedAt', r.requested_at) ORDER BY r.requested_at), '[]') FROM refund r WHERE r.order_id = o.id),
          'claims', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', c.number, 'kind', c.kind, 'state', c.state,
              'quantity', c.quantity, 'words', c.words, 'openedAt', c.opened_at, 'photos', (SELECT
                coalesce(jsonb_agg(p.media_id ORDER BY p.position), '[]') FROM claim_photo p WHERE p.claim_id = c.id))
              ORDER BY c.opened_at), '[]') FROM claim c WHERE c.order_id = o.id),
          'acceptances', (SELECT coalesce(jsonb_agg(jsonb_build_object('seller', s.seller_name,
              'acceptedBy', a.accepted_by, 'acceptedOn', a.accepted_on, 'remarks', a.remarks, 'recordedAt', a.recorded_at,
              'papers', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'photo', p.media_id)
                ORDER BY p.position), '[]') FROM acceptance_page p WHERE p.acceptance_id = a.id)) ORDER BY a.recorded_at), '[]')
            FROM acceptance a JOIN shipment s ON s.id = a.shipment_id WHERE a.order_id = o.id))
          ORDER BY o.placed_at DESC), '[]') FROM customer_order o WHERE ${isMine(userId)}),
      'reviews', (SELECT coalesce(jsonb_agg(jsonb_build_object('stars', r.stars, 'words', r.words, 'tags', r.tags, 'state', r.state,
          'writtenAt', r.written_at) ORDER BY r.written_at), '[]')
        FROM review r JOIN order_line l ON l.id = r.order_line_id JOIN customer_order o ON o.id = l.order_id
        WHERE ${isMine(userId)}),
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
  return { ...row.data, orders: row.data.orders.map(withAddresses) };
}

type StoredOrder = Omit<AccountData["orders"][number], "page"> & { readonly id: string };
type StoredData = Omit<AccountData, "orders"> & { readonly orders: readonly StoredOrder[] };

/** The order and its photos by where they open, which is by its own link and by nothing else. */
function withAddresses({ id, ...order }: StoredOrder): AccountData["orders"][number] {
  const to = paths.shop("zh");
  const token = orderToken(id);
  const opens = (mediaId: string) => to.orderPhoto(token, mediaId, WHOLE);
  return {
    page: to.order(token),
    ...order,
    claims: order.claims.map((claim) => ({ ...claim, photos: claim.photos.map(opens) })),
    acceptances: order.acceptances.map((acceptance) => ({
      ...acceptance,
      papers: acceptance.papers.map(({ kind, photo }) => ({ kind, photo: opens(photo) })),
    })),
  };
}
