import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { ClaimKind, ClaimState } from "./claim-state";

/** A claim with whose goods it is about and to whom the shopper's messages go. */
export type ClaimForUpdate = {
  readonly id: string;
  readonly number: string;
  readonly orderId: string;
  readonly orderLineId: string;
  readonly kind: ClaimKind;
  readonly state: ClaimState;
  readonly waitsUntil: Date | null;
  readonly quantity: number;
  readonly lineQuantity: number;
  readonly chargedFen: Fen;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly servicePointId: string | null;
};

export async function orderOfClaim(db: Db, claimId: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ orderId: string }[]>`
    SELECT order_id AS "orderId" FROM claim WHERE id = ${claimId}::uuid`;
  return row?.orderId;
}

/** The order's row, then the claim's: whatever releases or refunds the line waits at the order. */
export async function lockClaim(tx: Db, claimId: string): Promise<ClaimForUpdate | undefined> {
  const orderId = await orderOfClaim(tx, claimId);
  if (orderId === undefined) return undefined;
  await lockOrderForClaim(tx, orderId);
  const rows = await tx.$queryRaw<ClaimForUpdate[]>`
    SELECT c.id, c.number, c.order_id AS "orderId", c.order_line_id AS "orderLineId", c.kind, c.state,
      c.waits_until AS "waitsUntil", c.quantity, l.quantity AS "lineQuantity", l.charged_fen AS "chargedFen",
      s.seller_kind AS "sellerKind", s.seller_id AS "sellerId", s.service_point_id AS "servicePointId"
    FROM claim c JOIN order_line l ON l.id = c.order_line_id JOIN shipment s ON s.id = l.shipment_id
    WHERE c.id = ${claimId}::uuid FOR UPDATE OF c`;
  return rows[0];
}

export async function lockOrderForClaim(tx: Db, orderId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM customer_order WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`;
}

/** A goods line that somebody wants to claim, with what decides whether they may. */
export type LineToClaim = {
  readonly perishable: boolean;
  readonly isReleased: boolean;
  readonly isRefundable: boolean;
  readonly claimed: number;
  readonly parcels: readonly { readonly quantity: number; readonly deliveredAt: Date | null }[];
};

export async function lineToClaim(
  db: Db,
  { orderId, orderLineId }: { readonly orderId: string; readonly orderLineId: string },
): Promise<LineToClaim | undefined> {
  const [row] = await db.$queryRaw<
    (Omit<LineToClaim, "parcels"> & { parcels: { quantity: number; deliveredAt: string | null }[] })[]
  >`
    SELECT l.perishable, least(r.released_at, s.released_at) IS NOT NULL AS "isReleased",
      l.charged_fen > coalesce((SELECT sum(rl.amount_fen) FROM refund_line rl WHERE rl.order_line_id = l.id), 0)
        AS "isRefundable",
      coalesce((SELECT sum(c.quantity)::int FROM claim c
        WHERE c.order_line_id = l.id AND c.state NOT IN ('WITHDRAWN', 'LAPSED')), 0) AS claimed,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('quantity', pl.quantity, 'deliveredAt', p.delivered_at)), '[]')
        FROM parcel_line pl JOIN parcel p ON p.id = pl.parcel_id WHERE pl.order_line_id = l.id) AS parcels
    FROM order_line l JOIN shipment s ON s.id = l.shipment_id JOIN customer_order o ON o.id = l.order_id
    LEFT JOIN line_release r ON r.order_line_id = l.id
    WHERE l.id = ${orderLineId}::uuid AND l.order_id = ${orderId}::uuid AND l.kind = 'GOODS' AND o.state = 'PAID'`;
  if (!row) return undefined;
  return {
    ...row,
    parcels: row.parcels.map(({ quantity, deliveredAt }) => ({
      quantity,
      deliveredAt: deliveredAt === null ? null : new Date(deliveredAt),
    })),
  };
}

export async function findClaimByRequestKey(
  db: Db,
  requestKey: string,
): Promise<{ id: string; orderId: string } | undefined> {
  const [row] = await db.$queryRaw<{ id: string; orderId: string }[]>`
    SELECT id, order_id AS "orderId" FROM claim WHERE request_key = ${requestKey}::uuid`;
  return row;
}

export async function insertClaim(
  tx: Db,
  claim: {
    readonly id: string;
    readonly number: string;
    readonly orderId: string;
    readonly orderLineId: string;
    readonly kind: ClaimKind;
    readonly quantity: number;
    readonly words: string;
    readonly requestKey: string;
    readonly openedAt: Date;
    readonly waitsUntil: Date | null;
    readonly photoIds: readonly string[];
  },
): Promise<void> {
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO claim (id, number, order_id, order_line_id, kind, state, quantity, words, request_key, opened_at, waits_until)
      VALUES (${claim.id}::uuid, ${claim.number}, ${claim.orderId}::uuid, ${claim.orderLineId}::uuid, ${claim.kind},
        'OPEN', ${claim.quantity}, ${claim.words}, ${claim.requestKey}::uuid, ${claim.openedAt}::timestamptz,
        ${claim.waitsUntil}::timestamptz)
      RETURNING id
    )
    INSERT INTO claim_photo (claim_id, position, media_id)
    SELECT stored.id, photo.position, photo.id
    FROM stored, unnest(${[...claim.photoIds]}::uuid[]) WITH ORDINALITY AS photo(id, position)`;
}

/** What a move writes beside the state; what is not given stays as it is. */
export type ClaimChange = {
  readonly state: ClaimState;
  readonly waitsUntil: Date | null;
  readonly at: Date;
  readonly isClosed: boolean;
  readonly answer?: string;
  readonly answeredById?: string;
  readonly reason?: string;
  readonly bearer?: string;
  readonly amountFen?: Fen;
  readonly returnAddress?: string;
  readonly returnCarrier?: string;
  readonly trackingNumber?: string;
  readonly decision?: string;
  readonly decidedById?: string;
  readonly refundId?: string;
};

export async function changeClaim(tx: Db, claimId: string, change: ClaimChange): Promise<void> {
  const isAnswer = change.answeredById !== undefined;
  const isDecision = change.decidedById !== undefined;
  await tx.$executeRaw`
    UPDATE claim SET state = ${change.state}, waits_until = ${change.waitsUntil}::timestamptz,
      closed_at = CASE WHEN ${change.isClosed} THEN ${change.at}::timestamptz END,
      answer = coalesce(${change.answer ?? null}, answer),
      answered_by_id = coalesce(${change.answeredById ?? null}::uuid, answered_by_id),
      answered_at = CASE WHEN ${isAnswer} THEN ${change.at}::timestamptz ELSE answered_at END,
      reason = coalesce(${change.reason ?? null}, reason), bearer = coalesce(${change.bearer ?? null}, bearer),
      amount_fen = coalesce(${change.amountFen ?? null}::bigint, amount_fen),
      return_address = coalesce(${change.returnAddress ?? null}, return_address),
      return_carrier = coalesce(${change.returnCarrier ?? null}, return_carrier),
      tracking_number = coalesce(${change.trackingNumber ?? null}, tracking_number),
      escalated_at = CASE WHEN ${change.state} = 'ESCALATED' THEN ${change.at}::timestamptz ELSE escalated_at END,
      decision = coalesce(${change.decision ?? null}, decision),
      decided_by_id = coalesce(${change.decidedById ?? null}::uuid, decided_by_id),
      decided_at = CASE WHEN ${isDecision} THEN ${change.at}::timestamptz ELSE decided_at END,
      refund_id = coalesce(${change.refundId ?? null}::uuid, refund_id)
    WHERE id = ${claimId}::uuid`;
}

/** Agreed returns whose time to send back is over. */
export async function claimsToLapse(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM claim WHERE state = 'RETURN_AGREED' AND waits_until <= ${now}::timestamptz
    ORDER BY waits_until LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}

/** Of orders whose buyer is forgotten: what was said, and the pictures. Answers the pictures nobody names any more. */
export async function forgetClaims(tx: Db): Promise<string[]> {
  const photos = await tx.$queryRaw<{ mediaId: string }[]>`
    DELETE FROM claim_photo p USING claim c JOIN customer_order o ON o.id = c.order_id
    WHERE c.id = p.claim_id AND o.buyer_name = '—' RETURNING p.media_id AS "mediaId"`;
  await tx.$executeRaw`
    UPDATE claim c SET words = '—' FROM customer_order o
    WHERE o.id = c.order_id AND o.buyer_name = '—' AND c.words <> '—'`;
  return photos.map(({ mediaId }) => mediaId);
}
