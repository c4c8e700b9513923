import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { sellerOf } from "./fulfilment.server";
import { LONGEST_ANSWER } from "./review-rules";

export type AnswerReviewFailure = { readonly kind: "not-found" } | { readonly kind: "words"; readonly most: number };

/** What the seller says under a review that is shown; a later answer takes the place of an earlier one. */
export async function answerReview(request: {
  readonly actor: Actor;
  readonly reviewId: string;
  readonly answer: string;
  readonly now: Date;
}): Promise<Result<void, AnswerReviewFailure>> {
  const { actor, reviewId, now } = request;
  const answer = request.answer.normalize("NFC").trim();
  if (answer === "" || [...answer].length > LONGEST_ANSWER) return failed({ kind: "words", most: LONGEST_ANSWER });
  return withTransaction("answer review", async (tx) => {
    const review = await tx.review.findFirst({
      where: { id: reviewId, state: "SHOWN" },
      select: { sellerKind: true, sellerId: true, servicePointId: true, answeredAt: true },
    });
    const seller = review && sellerOf({ ...review, sellerKind: review.sellerKind as "COOPERATIVE" | "HOUSEHOLD" });
    if (!seller || !can(actor, "review:answer", seller)) return failed({ kind: "not-found" });
    const answered = await tx.review.updateMany({
      where: { id: reviewId, state: "SHOWN" },
      // A word mended later is no later answer.
      data: { answer, answeredById: actor.userId, answeredAt: review.answeredAt ?? now },
    });
    return answered.count === 0 ? failed({ kind: "not-found" }) : succeeded(undefined);
  });
}

export function explainAnswerReviewFailure(failure: AnswerReviewFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有找到这条评价，它可能已经不公开了。";
    case "words":
      return `回复请写 1 到 ${failure.most} 个字。`;
  }
}
