import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { enqueueAll } from "~/platform/outbox.server";
import { CERTIFICATE_KINDS, normalNumber, type CertificateDraft, type CertificateKind } from "~/supply/certificate";
import type { CertificateFailure } from "./certificate-failure";
import { sellerAsSubject, type Seller } from "./save-listing.server";

/**
 * Whether this number is written down already, for the same product, and valid. Whoever else asks for the number waits until
 * this transaction ends: it may be about to write it down.
 */
export async function isKnownCertificate(
  tx: Transaction,
  certificate: { readonly kind: CertificateKind; readonly number: string; readonly productId: string | null },
  now: Date,
): Promise<boolean> {
  const { kind, productId } = certificate;
  const number = normalNumber(certificate.number);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`certificate ${kind} ${number}`}, 0))`;
  const known = await tx.qualityDocument.count({
    where: {
      kind,
      number,
      productId,
      lotId: null,
      intakeId: null,
      expiresOn: { gte: dayToDate(dayOf(now)) },
    },
  });
  return known > 0;
}

type SellersCertificate = {
  readonly seller: Seller;
  /** null: all its products */
  readonly productId: string | null;
  readonly certificate: CertificateDraft;
};

/** What a certificate says, as both the record and the request for it keep it. */
export function certificateColumns({ seller, productId, certificate }: SellersCertificate) {
  return {
    kind: certificate.kind,
    number: normalNumber(certificate.number),
    holderKind: seller.kind,
    holderId: seller.id,
    holderName: certificate.holderName.trim() || null,
    productId,
    issuedOn: dayToDate(certificate.issuedOn),
    expiresOn: dayToDate(certificate.expiresOn),
  };
}

/** Writes down a certificate of a seller, for one product or all. Its mark stands on the goods from now until it expires. */
export async function keepCertificate(
  tx: Transaction,
  request: SellersCertificate & { readonly mediaId: string; readonly now: Date },
): Promise<string> {
  const { seller, mediaId, now } = request;
  const certificateId = newId(now);
  await tx.qualityDocument.create({
    data: {
      ...certificateColumns(request),
      id: certificateId,
      mediaId,
      createdAt: now,
    },
    select: { id: true },
  });
  await announce(tx, seller);
  return certificateId;
}

/** Ends a certificate today: it was written down wrongly, or taken back. It stays in the record; its mark is gone. */
export async function endCertificate(request: {
  readonly actor: Actor;
  readonly certificateId: string;
  readonly now: Date;
}): Promise<Result<undefined, CertificateFailure>> {
  const { actor, certificateId, now } = request;
  return withTransaction("end certificate", async (tx) => {
    const found = await tx.qualityDocument.findFirst({
      where: { id: certificateId, kind: { in: [...CERTIFICATE_KINDS] }, lotId: null, intakeId: null },
      select: { holderKind: true, holderId: true },
    });
    const seller = found && { kind: found.holderKind as Seller["kind"], id: found.holderId };
    const subject = seller && (await sellerAsSubject(tx, seller));
    if (!subject || !can(actor, "listing:edit", subject)) return failed({ kind: "no-such-certificate" });
    await tx.qualityDocument.update({
      where: { id: certificateId },
      data: { expiresOn: dayToDate(dayOf(addDays(now, -1))) },
      select: { id: true },
    });
    await announce(tx, seller);
    return succeeded(undefined);
  });
}

/** Marks are found in search: every listing of the seller is told. */
async function announce(tx: Transaction, seller: Seller): Promise<void> {
  const listings = await tx.listing.findMany({
    where: { sellerKind: seller.kind, sellerId: seller.id, status: "PUBLISHED" },
    select: { id: true },
  });
  await enqueueAll(
    tx,
    listings.map(({ id }) => ({ topic: "listing.changed", key: id })),
  );
}

export type CertificateRow = {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly holderName: string | null;
  readonly sellerKind: string;
  readonly sellerId: string;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly issuedOn: string;
  readonly expiresOn: string | null;
};

/** The certificates of these sellers, the one that expires next first. */
export async function certificatesOfSellers(db: Db, sellers: readonly Seller[]): Promise<CertificateRow[]> {
  return db.$queryRaw<CertificateRow[]>`
    SELECT q.id, q.kind, q.number, q.holder_name AS "holderName", q.holder_kind AS "sellerKind", q.holder_id AS "sellerId",
      q.product_id AS "productId", p.name AS "productName", q.issued_on::text AS "issuedOn", q.expires_on::text AS "expiresOn"
    FROM quality_document q LEFT JOIN product p ON p.id = q.product_id
    WHERE q.kind = ANY (${[...CERTIFICATE_KINDS]}::text[]) AND q.lot_id IS NULL AND q.intake_id IS NULL
      AND q.holder_kind || ':' || q.holder_id = ANY (${sellers.map(({ kind, id }) => `${kind}:${id}`)}::text[])
    ORDER BY q.expires_on DESC NULLS LAST, q.id DESC LIMIT 200`;
}
