import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import type { CertificateKind } from "~/supply/certificate";
import type { Seller } from "./save-listing.server";

export type CertificateRequestState = "WAITING" | "APPROVED" | "REFUSED";

export type CertificateRequestRow = {
  readonly id: string;
  readonly kind: CertificateKind;
  readonly number: string;
  readonly sellerName: string;
  readonly holderName: string | null;
  readonly productName: string | null;
  /** Shanghai days */
  readonly issuedOn: string;
  readonly expiresOn: string;
  readonly mediaId: string;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly state: CertificateRequestState;
  readonly refusal: string | null;
  /** the last day of the paper it renews, when that is known here */
  readonly renewsUntil: string | null;
};

const rows = Prisma.sql`
  SELECT r.id, r.kind, r.number, coalesce(c.name, h.shop_name, h.number, '') AS "sellerName",
    r.holder_name AS "holderName", p.name AS "productName", r.issued_on::text AS "issuedOn",
    r.expires_on::text AS "expiresOn", r.media_id AS "mediaId", coalesce(u.display_name, '') AS "submittedBy",
    r.submitted_at AS "submittedAt", r.state, r.refusal,
    (SELECT max(q.expires_on)::text FROM quality_document q
      WHERE q.holder_kind = r.holder_kind AND q.holder_id = r.holder_id AND q.kind = r.kind
        AND q.product_id IS NOT DISTINCT FROM r.product_id AND q.lot_id IS NULL AND q.intake_id IS NULL
        AND q.id IS DISTINCT FROM r.document_id) AS "renewsUntil"
  FROM certificate_request r
  LEFT JOIN product p ON p.id = r.product_id
  LEFT JOIN app_user u ON u.id = r.submitted_by_id
  LEFT JOIN cooperative c ON r.holder_kind = 'COOPERATIVE' AND c.id = r.holder_id
  LEFT JOIN household h ON r.holder_kind = 'HOUSEHOLD' AND h.id = r.holder_id`;

/** What these sellers have shown and what is not done with: it waits, or was refused within three months. */
export async function openRequestsOf(
  db: Db,
  sellers: readonly Seller[],
  since: Date,
): Promise<readonly CertificateRequestRow[]> {
  const holders = sellers.map(({ kind, id }) => `${kind}:${id}`);
  return db.$queryRaw<CertificateRequestRow[]>`
    ${rows} WHERE r.holder_kind || ':' || r.holder_id = ANY (${holders}::text[])
      AND (r.state = 'WAITING' OR (r.state = 'REFUSED' AND r.decided_at > ${since}::timestamptz))
    ORDER BY r.submitted_at DESC LIMIT 50`;
}

/** The platform's desk: what waits, oldest first. */
export async function waitingRequests(db: Db, page: PageRequest): Promise<Page<CertificateRequestRow>> {
  const total = await countWaitingRequests(db);
  const found = await db.$queryRaw<CertificateRequestRow[]>`
    ${rows} WHERE r.state = 'WAITING' ORDER BY r.submitted_at LIMIT ${page.size} OFFSET ${offsetOf(page)}`;
  return { rows: found, total, number: page.number, size: page.size };
}

export function countWaitingRequests(db: Db): Promise<number> {
  return db.certificateRequest.count({ where: { state: "WAITING" } });
}
