import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";

export type DecideReviewFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "not-found" }
  /** written anew since it was read */
  | { readonly kind: "rewritten" }
  | { readonly kind: "no-reason" };

/**
 * The platform has read a review: it is shown as it stands, or not, with a reason its author sees. A decision may be taken
 * back. The photos follow it.
 */
export async function decideReview(request: {
  readonly actor: Actor;
  readonly reviewId: string;
  /** when the words that were read had been written */
  readonly writtenAt: Date;
  /** why it is not shown; none: it is shown */
  readonly refusal: string | undefined;
  readonly now: Date;
}): Promise<Result<void, DecideReviewFailure>> {
  const { actor, reviewId, writtenAt, refusal, now } = request;
  if (!can(actor, "review:moderate")) return failed({ kind: "not-allowed" });
  if (refusal !== undefined && refusal.trim() === "") return failed({ kind: "no-reason" });
  const state = refusal === undefined ? "SHOWN" : "REFUSED";
  return withTransaction("decide review", async (tx) => {
    const decided = await tx.review.updateMany({
      where: { id: reviewId, writtenAt },
      data: { state, refusal: refusal?.trim() ?? null, decidedById: actor.userId, decidedAt: now },
    });
    if (decided.count === 0) {
      const isThere = await tx.review.count({ where: { id: reviewId } });
      return failed({ kind: isThere > 0 ? "rewritten" : "not-found" });
    }
    await tx.$executeRaw`
      UPDATE media SET public = ${state === "SHOWN"}
      WHERE id IN (SELECT media_id FROM review_photo WHERE review_id = ${reviewId}::uuid)`;
    const action = state === "SHOWN" ? "review:show" : "review:refuse";
    await logAccess(tx, { actor, action, subjectKind: "review", subjectId: reviewId, now });
    return succeeded(undefined);
  });
}

export function explainDecideReviewFailure(failure: DecideReviewFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以审核评价。";
    case "not-found":
      return "没有找到这条评价。";
    case "rewritten":
      return "作者刚刚改写了这条评价，请看过新的内容再决定。";
    case "no-reason":
      return "不公开要写明理由，作者会看到。";
  }
}
