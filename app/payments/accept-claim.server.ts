import type { Actor } from "~/access/actor";
import { allocate, smaller, type Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { saidBy } from "~/orders/answer-claim.server";
import { applyClaimMove, claimToMove } from "~/orders/claim-access.server";
import { explainClaimFailure, type ClaimFailure } from "~/orders/claim-failure";
import { orderOfClaim } from "~/orders/claim-store.server";
import { takeBackReturned } from "~/orders/take-back-returned.server";
import { withTransaction } from "~/platform/db.server";
import { lockPaymentsOfOrder } from "./payment-store.server";
import { BEARER_OF_REASON, type AskedReason, type RefundBearer } from "./refund-rules";
import { explainRequestRefundFailure, type RequestRefundFailure } from "./request-refund-failure";
import { refundWithin } from "./request-refund.server";

export type AcceptClaim = {
  readonly actor: Actor;
  readonly claimId: string;
  /** at once, when the goods have come back, or by the operator's decision */
  readonly move: "accept" | "receive-return" | "decide-accept";
  readonly amountFen: Fen;
  readonly reason: AskedReason;
  /** by the reason, unless the operator says otherwise */
  readonly bearer?: RefundBearer | undefined;
  readonly words: string;
  /** `receive-return`: packs that came back sound and can be sold again */
  readonly packsToStock?: number;
  readonly now: Date;
};

export type AcceptClaimFailure =
  | { readonly kind: "claim"; readonly failure: ClaimFailure }
  | { readonly kind: "refund"; readonly failure: RequestRefundFailure };

/**
 * A claim is right, wholly or in part: the line's refund, with who bears what the parties no longer have, and the claim's
 * end stand in one transaction. Accepting twice refunds once: the second finds the claim closed.
 */
export async function acceptClaim(
  request: AcceptClaim,
): Promise<Result<{ readonly refundId: string }, AcceptClaimFailure>> {
  const { actor, claimId, move, amountFen, reason, bearer, words, packsToStock = 0, now } = request;
  const mover = { actor };
  return withTransaction("accept claim", async (tx) => {
    const orderId = await orderOfClaim(tx, claimId);
    if (orderId === undefined) return failed({ kind: "claim", failure: { kind: "not-found" } });
    await lockPaymentsOfOrder(tx, orderId);
    const found = await claimToMove(tx, { mover, claimId, move, now });
    if (!found.ok) return failed({ kind: "claim", failure: found.failure });
    const claim = found.value;
    if (packsToStock > claim.quantity || (packsToStock > 0 && move !== "receive-return"))
      return failed({ kind: "claim", failure: { kind: "too-many-back", most: claim.quantity } });
    const lines = [{ orderLineId: claim.orderLineId, amountFen }];
    const refunded = await refundWithin(tx, { actor, orderId, lines, reason, bearer, note: words || undefined, now });
    if (!refunded.ok) return failed({ kind: "refund", failure: refunded.failure });
    const { refundId } = refunded.value;
    const change = {
      ...saidBy(actor, move, words),
      reason,
      bearer: bearer ?? BEARER_OF_REASON[reason],
      amountFen,
      refundId,
    };
    await applyClaimMove(tx, { claim, move, mover, now, change });
    const { orderLineId } = claim;
    const why = `售后 ${claim.number} 退货`;
    await takeBackReturned(tx, { orderId, orderLineId, packs: packsToStock, reason: why, actorId: actor.userId, now });
    return succeeded({ refundId });
  });
}

/** What the claimed packs cost of what was paid for the line, and no more than remains of it. */
export function shareOfClaim(claim: {
  readonly chargedFen: Fen;
  readonly quantity: number;
  readonly lineQuantity: number;
  readonly remainingFen: Fen;
}): Fen {
  const rest = claim.lineQuantity - claim.quantity;
  const [share = 0n] = allocate(claim.chargedFen, [BigInt(claim.quantity), BigInt(rest)]);
  return smaller(share, claim.remainingFen);
}

export function explainAcceptClaimFailure(failure: AcceptClaimFailure): string {
  return failure.kind === "claim" ? explainClaimFailure(failure.failure) : explainRequestRefundFailure(failure.failure);
}
