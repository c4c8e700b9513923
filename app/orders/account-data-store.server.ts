import type { Db } from "~/platform/db.server";
import { isMine } from "./my-orders-store.server";

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
  }[];
  readonly reviews: readonly {
    readonly stars: number;
    readonly words: string;
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

/** In one statement; nothing of anybody else. */
export async function accountData(db: Db, userId: string): Promise<AccountData> {
  const [row] = await db.$queryRaw<[{ data: AccountData }]>`
    SELECT jsonb_build_object(
      'account', jsonb_build_object('displayName', u.display_name, 'createdAt', u.created_at,
        'hasPassword', u.password_hash IS NOT NULL),
      'contacts', (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', c.channel, 'address', c.address,
          'provenAt', c.proven_at) ORDER BY c.channel), '[]') FROM user_contact c WHERE c.user_id = u.id),
      'addresses', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'phone', a.phone,
          'provinceCode', a.province_code, 'addressLine', a.address_line, 'isDefault', a.is_default)
          ORDER BY a.created_at), '[]') FROM saved_address a WHERE a.user_id = u.id),
      'orders', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'state', o.state,
          'placedAt', o.placed_at, 'paidAt', o.paid_at, 'totalFen', o.total_fen, 'buyerName', o.buyer_name,
          'buyerPhone', o.buyer_phone, 'buyerEmail', o.buyer_email, 'provinceName', o.province_name,
          'addressLine', o.address_line, 'note', o.note, 'invoiceTitle', o.invoice_title,
          'invoiceTaxNumber', o.invoice_tax_number, 'acceptanceContact', o.acceptance_contact,
          'transferCode', o.transfer_code, 'impactConsent', o.impact_consent,
          'lines', (SELECT jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en,
              'variantName', l.variant_name, 'quantity', l.quantity, 'chargedFen', l.charged_fen) ORDER BY l.position)
            FROM order_line l WHERE l.order_id = o.id),
          'refunds', (SELECT coalesce(jsonb_agg(jsonb_build_object('amountFen', r.amount_fen, 'state', r.state,
              'requestedAt', r.requested_at) ORDER BY r.requested_at), '[]') FROM refund r WHERE r.order_id = o.id))
          ORDER BY o.placed_at DESC), '[]') FROM customer_order o WHERE ${isMine(userId)}),
      'reviews', (SELECT coalesce(jsonb_agg(jsonb_build_object('stars', r.stars, 'words', r.words, 'state', r.state,
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
  return row.data;
}
