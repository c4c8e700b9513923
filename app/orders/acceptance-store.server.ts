import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import type { AcceptancePageKind } from "./acceptance";

export type AcceptanceView = {
  readonly id: string;
  readonly shipmentId: string;
  readonly acceptedBy: string;
  /** "2026-11-23" */
  readonly acceptedOn: string;
  /** null: all of it was accepted as ordered */
  readonly remarks: string | null;
  readonly recordedAt: Date;
  readonly pages: readonly { readonly mediaId: string; readonly kind: AcceptancePageKind }[];
};

const COLUMNS = Prisma.sql`
  a.id, a.shipment_id AS "shipmentId", a.accepted_by AS "acceptedBy", a.accepted_on::text AS "acceptedOn", a.remarks,
  a.recorded_at AS "recordedAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('mediaId', p.media_id, 'kind', p.kind) ORDER BY p.position), '[]')
    FROM acceptance_page p WHERE p.acceptance_id = a.id) AS pages`;

/** All acceptances of an order's shipments, oldest first. */
export function acceptancesOfOrder(db: Db, orderId: string): Promise<AcceptanceView[]> {
  return db.$queryRaw<AcceptanceView[]>`
    SELECT ${COLUMNS} FROM acceptance a WHERE a.order_id = ${orderId}::uuid ORDER BY a.recorded_at, a.id`;
}

/** Those of one shipment: its seller sees no other seller's. */
export function acceptancesOfShipment(db: Db, shipmentId: string): Promise<AcceptanceView[]> {
  return db.$queryRaw<AcceptanceView[]>`
    SELECT ${COLUMNS} FROM acceptance a WHERE a.shipment_id = ${shipmentId}::uuid ORDER BY a.recorded_at, a.id`;
}

export type DeskAcceptance = AcceptanceView & {
  readonly orderNumber: string;
  /** who bought; null once that is forgotten */
  readonly unit: string | null;
  readonly sellerName: string;
};

/** The platform's list, newest first. */
export async function acceptancesPage(db: Db, page: PageRequest): Promise<Page<DeskAcceptance>> {
  const [[counted], rows] = await Promise.all([
    db.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM acceptance`,
    db.$queryRaw<DeskAcceptance[]>`
      SELECT ${COLUMNS}, o.number AS "orderNumber", o.invoice_title AS unit, s.seller_name AS "sellerName"
      FROM acceptance a JOIN customer_order o ON o.id = a.order_id JOIN shipment s ON s.id = a.shipment_id
      ORDER BY a.recorded_at DESC, a.id LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`,
  ]);
  return { ...page, total: counted.total, rows };
}

/** What an institution said of itself at the checkout; undefined of an order that is no institution's. */
export type Institution = {
  readonly unit: string;
  readonly contact: string;
  readonly transferCode: string | null;
};

export async function institutionOf(db: Db, orderId: string): Promise<Institution | undefined> {
  const [row] = await db.$queryRaw<Institution[]>`
    SELECT invoice_title AS unit, acceptance_contact AS contact, transfer_code AS "transferCode"
    FROM customer_order WHERE id = ${orderId}::uuid AND invoice_kind = 'INSTITUTION' AND state = 'PAID'`;
  return row;
}

export async function findAcceptanceByRequestKey(
  db: Db,
  requestKey: string,
): Promise<{ id: string; orderId: string } | undefined> {
  const [row] = await db.$queryRaw<{ id: string; orderId: string }[]>`
    SELECT id, order_id AS "orderId" FROM acceptance WHERE request_key = ${requestKey}::uuid`;
  return row;
}

/** When a shipment's first parcel left, and how often it was accepted; undefined when it is not of the order. */
export async function shipmentToAccept(
  db: Db,
  { orderId, shipmentId }: { readonly orderId: string; readonly shipmentId: string },
): Promise<{ readonly firstShippedAt: Date | null; readonly acceptances: number } | undefined> {
  const [row] = await db.$queryRaw<{ firstShippedAt: Date | null; acceptances: number }[]>`
    SELECT (SELECT min(p.shipped_at) FROM parcel p WHERE p.shipment_id = s.id) AS "firstShippedAt",
      (SELECT count(*)::int FROM acceptance a WHERE a.shipment_id = s.id) AS acceptances
    FROM shipment s WHERE s.id = ${shipmentId}::uuid AND s.order_id = ${orderId}::uuid`;
  return row;
}

export async function insertAcceptance(
  tx: Db,
  acceptance: {
    readonly id: string;
    readonly orderId: string;
    readonly shipmentId: string;
    readonly acceptedBy: string;
    readonly acceptedOn: string;
    readonly remarks: string | null;
    readonly requestKey: string;
    readonly recordedAt: Date;
    readonly recordedById: string | null;
    readonly pages: readonly { readonly mediaId: string; readonly kind: AcceptancePageKind }[];
  },
): Promise<void> {
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO acceptance (id, order_id, shipment_id, accepted_by, accepted_on, result, remarks, request_key,
        recorded_at, recorded_by_id)
      VALUES (${acceptance.id}::uuid, ${acceptance.orderId}::uuid, ${acceptance.shipmentId}::uuid,
        ${acceptance.acceptedBy}, ${acceptance.acceptedOn}::date, ${acceptance.remarks === null ? "FULL" : "REMARKS"},
        ${acceptance.remarks}, ${acceptance.requestKey}::uuid, ${acceptance.recordedAt}::timestamptz,
        ${acceptance.recordedById}::uuid)
      RETURNING id
    )
    INSERT INTO acceptance_page (acceptance_id, position, kind, media_id)
    SELECT stored.id, page.position, page.kind, page.id
    FROM stored, unnest(${acceptance.pages.map(({ mediaId }) => mediaId)}::uuid[],
      ${acceptance.pages.map(({ kind }) => kind)}::text[]) WITH ORDINALITY AS page(id, kind, position)`;
}

/** Whose goods a paper is about: the seller that was accepted; undefined when the picture is no such paper. */
export async function sellerOfAcceptancePage(db: Db, mediaId: string) {
  const [row] = await db.$queryRaw<
    { sellerKind: "COOPERATIVE" | "HOUSEHOLD"; sellerId: string; servicePointId: string | null }[]
  >`
    SELECT s.seller_kind AS "sellerKind", s.seller_id AS "sellerId", s.service_point_id AS "servicePointId"
    FROM acceptance_page p JOIN acceptance a ON a.id = p.acceptance_id JOIN shipment s ON s.id = a.shipment_id
    WHERE p.media_id = ${mediaId}::uuid`;
  return row;
}

/** Of orders whose buyer is forgotten: who signed, in which words, and the papers. Answers the pictures nobody names any more. */
export async function forgetAcceptances(tx: Db): Promise<string[]> {
  const pages = await tx.$queryRaw<{ mediaId: string }[]>`
    DELETE FROM acceptance_page p USING acceptance a JOIN customer_order o ON o.id = a.order_id
    WHERE a.id = p.acceptance_id AND o.buyer_name = '—' RETURNING p.media_id AS "mediaId"`;
  await tx.$executeRaw`
    UPDATE acceptance a SET accepted_by = '—', remarks = CASE WHEN a.remarks IS NULL THEN NULL ELSE '—' END
    FROM customer_order o WHERE o.id = a.order_id AND o.buyer_name = '—' AND a.accepted_by <> '—'`;
  return pages.map(({ mediaId }) => mediaId);
}
