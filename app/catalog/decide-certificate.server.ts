import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { dateToDay } from "~/kernel/calendar-day";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { certificateProblem, type CertificateKind } from "~/supply/certificate";
import type { CertificateFailure } from "./certificate-failure";
import { isKnownCertificate, keepCertificate } from "./keep-certificate.server";
import type { Seller } from "./save-listing.server";

/**
 * The platform's answer to a certificate that was shown. Approved, its mark stands on the goods at once, again where the one
 * before had ended; refused, the seller reads why. Once, and by somebody else than who showed it.
 */
export async function decideCertificate(request: {
  readonly actor: Actor;
  readonly requestId: string;
  /** undefined: approved */
  readonly refusal: string | undefined;
  readonly now: Date;
}): Promise<Result<void, CertificateFailure>> {
  const { actor, requestId, now } = request;
  const refusal = request.refusal?.trim();
  return withTransaction("decide certificate", async (tx) => {
    if (!can(actor, "cooperative:approve")) return failed({ kind: "no-such-certificate" });
    await tx.$queryRaw`SELECT id FROM certificate_request WHERE id = ${requestId}::uuid FOR UPDATE`;
    const shown = await tx.certificateRequest.findUnique({ where: { id: requestId } });
    if (!shown) return failed({ kind: "no-such-certificate" });
    if (shown.state !== "WAITING") return failed({ kind: "decided-already" });
    if (shown.submittedById === actor.userId) return failed({ kind: "same-person" });
    if (refusal === "") return failed({ kind: "no-reason" });

    const seller: Seller = { kind: shown.holderKind as Seller["kind"], id: shown.holderId };
    const certificate = {
      kind: shown.kind as CertificateKind,
      number: shown.number,
      holderName: shown.holderName ?? "",
      issuedOn: dateToDay(shown.issuedOn),
      expiresOn: dateToDay(shown.expiresOn),
    };
    let documentId: string | null = null;
    if (refusal === undefined) {
      // it may have ended while it waited, or its twin may have been approved
      const problem = certificateProblem(certificate, dayOf(now));
      if (problem) return failed({ kind: "wrong", problem });
      const { productId, mediaId } = shown;
      if (await isKnownCertificate(tx, { ...certificate, productId }, now)) return failed({ kind: "known-already" });
      documentId = await keepCertificate(tx, { seller, productId, certificate, mediaId, now });
    }
    await tx.certificateRequest.update({
      where: { id: requestId },
      data: {
        state: documentId === null ? "REFUSED" : "APPROVED",
        decidedById: actor.userId,
        decidedAt: now,
        refusal: refusal ?? null,
        documentId,
      },
      select: { id: true },
    });
    await logAccess(tx, {
      actor,
      action: documentId === null ? "certificate:refuse" : "certificate:approve",
      subjectKind: "certificate",
      subjectId: requestId,
      now,
    });
    return succeeded(undefined);
  });
}
