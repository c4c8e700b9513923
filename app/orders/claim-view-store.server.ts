import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import type { ClaimKind, ClaimState } from "./claim-state";
import type { OrderEventKind } from "./order-state";

/** Everything a page shows of a claim; of the buyer nothing. */
export type ClaimView = {
  readonly id: string;
  readonly number: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly shipmentId: string;
  readonly orderLineId: string;
  readonly kind: ClaimKind;
  readonly state: ClaimState;
  readonly waitsUntil: Date | null;
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
  readonly quantity: number;
  readonly lineQuantity: number;
  readonly chargedFen: Fen;
  readonly refundedFen: Fen;
  readonly words: string;
  readonly openedAt: Date;
  readonly answer: string | null;
  readonly reason: string | null;
  readonly bearer: string | null;
  readonly amountFen: Fen | null;
  readonly returnAddress: string | null;
  readonly returnCarrier: string | null;
  readonly trackingNumber: string | null;
  readonly decision: string | null;
  readonly refundState: string | null;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly servicePointId: string | null;
  readonly photoIds: readonly string[];
  readonly events: readonly { readonly at: Date; readonly kind: OrderEventKind }[];
};

type Row = Omit<ClaimView, "events"> & { events: { at: string; kind: OrderEventKind }[] };

async function claims(db: Db, where: Prisma.Sql): Promise<ClaimView[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT c.id, c.number, c.order_id AS "orderId", o.number AS "orderNumber", s.id AS "shipmentId",
      c.order_line_id AS "orderLineId", c.kind, c.state,
      c.waits_until AS "waitsUntil", l.title, l.title_en AS "titleEn", l.variant_name AS "variantName",
      l.variant_name_en AS "variantNameEn", c.quantity, l.quantity AS "lineQuantity", l.charged_fen AS "chargedFen",
      coalesce((SELECT sum(rl.amount_fen) FROM refund_line rl WHERE rl.order_line_id = l.id), 0)::bigint AS "refundedFen",
      c.words, c.opened_at AS "openedAt", c.answer, c.reason, c.bearer, c.amount_fen AS "amountFen",
      c.return_address AS "returnAddress", c.return_carrier AS "returnCarrier", c.tracking_number AS "trackingNumber",
      c.decision, r.state AS "refundState", s.seller_kind AS "sellerKind", s.seller_id AS "sellerId",
      s.seller_name AS "sellerName", s.seller_name_en AS "sellerNameEn", s.service_point_id AS "servicePointId",
      ARRAY(SELECT p.media_id::text FROM claim_photo p WHERE p.claim_id = c.id ORDER BY p.position) AS "photoIds",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'kind', e.kind) ORDER BY e.at, e.id), '[]')
        FROM order_event e WHERE e.order_id = c.order_id AND (e.data->>'claimId' = c.id::text
          OR (c.refund_id IS NOT NULL AND e.data->>'refundId' = c.refund_id::text))) AS events
    FROM claim c JOIN customer_order o ON o.id = c.order_id JOIN order_line l ON l.id = c.order_line_id
    JOIN shipment s ON s.id = l.shipment_id LEFT JOIN refund r ON r.id = c.refund_id
    WHERE ${where} ORDER BY c.opened_at, c.id`;
  return rows.map((row) => ({ ...row, events: row.events.map(({ at, kind }) => ({ at: new Date(at), kind })) }));
}

export async function findClaim(db: Db, claimId: string): Promise<ClaimView | undefined> {
  const [claim] = await claims(db, Prisma.sql`c.id = ${claimId}::uuid`);
  return claim;
}

export async function claimsOfOrder(db: Db, orderId: string): Promise<ClaimView[]> {
  return claims(db, Prisma.sql`c.order_id = ${orderId}::uuid`);
}

export async function claimsOfShipment(db: Db, shipmentId: string): Promise<ClaimView[]> {
  return claims(db, Prisma.sql`l.shipment_id = ${shipmentId}::uuid`);
}

/** Whose claim a photo shows: the seller of its line; undefined when it shows none. */
export async function sellerOfClaimPhoto(db: Db, mediaId: string) {
  const [row] = await db.$queryRaw<
    { orderId: string; sellerKind: "COOPERATIVE" | "HOUSEHOLD"; sellerId: string; servicePointId: string | null }[]
  >`
    SELECT c.order_id AS "orderId", s.seller_kind AS "sellerKind", s.seller_id AS "sellerId",
      s.service_point_id AS "servicePointId"
    FROM claim_photo p JOIN claim c ON c.id = p.claim_id JOIN order_line l ON l.id = c.order_line_id
    JOIN shipment s ON s.id = l.shipment_id WHERE p.media_id = ${mediaId}::uuid`;
  return row;
}

/** Where this seller had goods sent back to the last time. */
export async function lastReturnAddress(
  db: Db,
  seller: Pick<ClaimView, "sellerKind" | "sellerId">,
): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ address: string }[]>`
    SELECT c.return_address AS address FROM claim c JOIN order_line l ON l.id = c.order_line_id
    JOIN shipment s ON s.id = l.shipment_id
    WHERE s.seller_kind = ${seller.sellerKind} AND s.seller_id = ${seller.sellerId}::uuid AND c.return_address IS NOT NULL
    ORDER BY c.opened_at DESC LIMIT 1`;
  return row?.address;
}
