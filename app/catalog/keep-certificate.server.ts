import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { enqueueAll } from "~/platform/outbox.server";
import {
  certificateProblem,
  CERTIFICATE_PROBLEM_WORDS,
  CERTIFICATE_KINDS,
  normalNumber,
  type CertificateDraft,
  type CertificateProblem,
} from "~/supply/certificate";
import { sellerAsSubject, type Seller } from "./save-listing.server";

export type CertificateFailure =
  | { readonly kind: "no-such-seller" }
  | { readonly kind: "no-such-product" }
  | { readonly kind: "no-such-certificate" }
  | { readonly kind: "known-already" }
  | { readonly kind: "wrong"; readonly problem: CertificateProblem };

export function explainCertificateFailure(failure: CertificateFailure): string {
  switch (failure.kind) {
    case "no-such-seller":
      return "请选择卖家。";
    case "no-such-product":
      return "请选择产品。";
    case "no-such-certificate":
      return "找不到这张证书。";
    case "known-already":
      return "这个编号已经登记过，还在有效期内。";
    case "wrong":
      return CERTIFICATE_PROBLEM_WORDS[failure.problem];
  }
}

/**
 * Writes down a certificate of a seller, for one product or all. Its mark stands on the goods from now until it expires;
 * the same number is written down once.
 */
export async function keepCertificate(request: {
  readonly actor: Actor;
  readonly seller: Seller;
  /** null: all its products */
  readonly productId: string | null;
  readonly certificate: CertificateDraft;
  readonly now: Date;
}): Promise<Result<{ readonly certificateId: string }, CertificateFailure>> {
  const { actor, seller, productId, certificate, now } = request;
  return withTransaction("keep certificate", async (tx) => {
    const subject = await sellerAsSubject(tx, seller);
    if (!subject || !can(actor, "listing:edit", subject)) return failed({ kind: "no-such-seller" });
    if (productId !== null && (await tx.product.count({ where: { id: productId } })) === 0) {
      return failed({ kind: "no-such-product" });
    }
    const problem = certificateProblem(certificate, dayOf(now));
    if (problem) return failed({ kind: "wrong", problem });
    const number = normalNumber(certificate.number);
    const today = new Date(`${dayOf(now)}T00:00:00Z`);
    const known = await tx.qualityDocument.count({
      where: { kind: certificate.kind, number, productId, lotId: null, intakeId: null, expiresOn: { gte: today } },
    });
    if (known > 0) return failed({ kind: "known-already" });
    const certificateId = newId(now);
    await tx.qualityDocument.create({
      data: {
        id: certificateId,
        kind: certificate.kind,
        number,
        holderKind: seller.kind,
        holderId: seller.id,
        holderName: certificate.holderName.trim() || null,
        productId,
        issuedOn: new Date(`${certificate.issuedOn}T00:00:00Z`),
        expiresOn: new Date(`${certificate.expiresOn}T00:00:00Z`),
        createdAt: now,
      },
      select: { id: true },
    });
    await announce(tx, seller);
    return succeeded({ certificateId });
  });
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
    const yesterday = new Date(new Date(`${dayOf(now)}T00:00:00Z`).getTime() - 86_400_000);
    await tx.qualityDocument.update({
      where: { id: certificateId },
      data: { expiresOn: yesterday },
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
  readonly productName: string | null;
  readonly issuedOn: string;
  readonly expiresOn: string | null;
};

/** The certificates of these sellers, the one that expires next first. */
export async function certificatesOfSellers(db: Db, sellers: readonly Seller[]): Promise<CertificateRow[]> {
  return db.$queryRaw<CertificateRow[]>`
    SELECT q.id, q.kind, q.number, q.holder_name AS "holderName", q.holder_kind AS "sellerKind", q.holder_id AS "sellerId",
      p.name AS "productName", q.issued_on::text AS "issuedOn", q.expires_on::text AS "expiresOn"
    FROM quality_document q LEFT JOIN product p ON p.id = q.product_id
    WHERE q.kind = ANY (${[...CERTIFICATE_KINDS]}::text[]) AND q.lot_id IS NULL AND q.intake_id IS NULL
      AND q.holder_kind || ':' || q.holder_id = ANY (${sellers.map(({ kind, id }) => `${kind}:${id}`)}::text[])
    ORDER BY q.expires_on DESC NULLS LAST, q.id DESC LIMIT 200`;
}
