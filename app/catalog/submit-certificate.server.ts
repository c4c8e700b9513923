import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { savePhoto } from "~/media/save-photo.server";
import { withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { certificateProblem, normalNumber, type CertificateDraft } from "~/supply/certificate";
import type { CertificateFailure } from "./certificate-failure";
import { certificateColumns, isKnownCertificate } from "./keep-certificate.server";
import { sellerAsSubject, type Seller } from "./save-listing.server";

export type SubmitCertificate = {
  readonly actor: Actor;
  readonly seller: Seller;
  /** null: all its products */
  readonly productId: string | null;
  readonly certificate: CertificateDraft;
  readonly photo: Uint8Array;
  readonly now: Date;
};

/**
 * A seller shows a certificate, new or renewed, with its photo. Until somebody of the platform has looked at it no mark
 * stands on the goods; that of the paper it renews goes on to its own last day. Its photo is stored when nothing is wrong.
 */
export async function submitCertificate(
  request: SubmitCertificate,
): Promise<Result<{ readonly requestId: string }, CertificateFailure>> {
  const { actor, seller, now } = request;
  const wrong = await withTransaction("look at a certificate", (tx) => problemOf(tx, request));
  if (wrong) return failed(wrong);
  const photo = await savePhoto({
    bytes: request.photo,
    kind: "CERTIFICATE",
    owner: seller,
    alt: "证书照片",
    public: false,
    actor,
    now,
  });
  if (!photo.ok) return failed({ kind: "photo", failure: photo.failure });
  return withTransaction("submit certificate", async (tx) => {
    const meanwhile = await problemOf(tx, request);
    if (meanwhile) return failed(meanwhile);
    const requestId = newId(now);
    await tx.certificateRequest.create({
      data: {
        ...certificateColumns(request),
        id: requestId,
        mediaId: photo.value.mediaId,
        submittedById: actor.userId,
        submittedAt: now,
        state: "WAITING",
      },
      select: { id: true },
    });
    return succeeded({ requestId });
  });
}

async function problemOf(tx: Transaction, request: SubmitCertificate): Promise<CertificateFailure | undefined> {
  const { actor, seller, productId, certificate, now } = request;
  const subject = await sellerAsSubject(tx, seller);
  if (!subject || !can(actor, "listing:edit", subject)) return { kind: "no-such-seller" };
  if (productId !== null && (await tx.product.count({ where: { id: productId } })) === 0) {
    return { kind: "no-such-product" };
  }
  const problem = certificateProblem(certificate, dayOf(now));
  if (problem) return { kind: "wrong", problem };
  if (await isKnownCertificate(tx, { ...certificate, productId }, now)) return { kind: "known-already" };
  return (await waits(tx, request)) ? { kind: "waits-already" } : undefined;
}

async function waits(tx: Db, { seller, productId, certificate }: SubmitCertificate): Promise<boolean> {
  const { kind } = certificate;
  const number = normalNumber(certificate.number);
  const same = { kind, number, productId, holderKind: seller.kind, holderId: seller.id, state: "WAITING" };
  return (await tx.certificateRequest.count({ where: same })) > 0;
}
