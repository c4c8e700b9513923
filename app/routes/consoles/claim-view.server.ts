import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { carrierName } from "~/orders/carriers";
import type { ClaimView } from "~/orders/claim-view-store.server";
import { shareOfClaim } from "~/payments/accept-claim.server";
import { BEARER_OF_REASON, REFUND_STATE_WORDS, type AskedReason, type RefundState } from "~/payments/refund-rules";
import { EVENT_WORDS } from "../cooperative/event-words";
import { CLAIM_KINDS, CLAIM_STATES, claimWaits } from "./claim-words";
import { refundBearer, refundReason } from "./refund-words";

/** A claim as a console draws it: nothing of the shopper but what was said and shown. */
export function claimView(claim: ClaimView) {
  const remainingFen = claim.chargedFen - claim.refundedFen;
  return {
    id: claim.id,
    number: claim.number,
    orderNumber: claim.orderNumber,
    shipmentId: claim.shipmentId,
    kind: CLAIM_KINDS[claim.kind],
    state: CLAIM_STATES[claim.state],
    waits: claimWaits(claim.state, claim.waitsUntil === null ? "" : minuteOf(claim.waitsUntil)),
    seller: claim.sellerName,
    goods: `${claim.title} ${claim.variantName}`,
    quantity: `${claim.quantity} 份（共 ${claim.lineQuantity} 份）`,
    chargedFen: toNumber(claim.chargedFen),
    remainingFen: toNumber(remainingFen),
    shareFen: toNumber(shareOfClaim({ ...claim, remainingFen })),
    words: claim.words,
    answer: claim.answer,
    decision: claim.decision,
    reason: claim.reason && refundReason(claim.reason),
    bearer: claim.bearer && refundBearer(claim.bearer),
    amountFen: claim.amountFen === null ? null : toNumber(claim.amountFen),
    refund: claim.refundState && REFUND_STATE_WORDS[claim.refundState as RefundState].zh,
    returnAddress: claim.returnAddress,
    sentWith:
      claim.trackingNumber === null
        ? null
        : `${carrierName(claim.returnCarrier ?? "OTHER", "其他")} ${claim.trackingNumber}`,
    photos: claim.photoIds,
    steps: claim.events.map(({ at, kind }) => ({
      title: EVENT_WORDS[kind],
      time: minuteOf(at),
      state: "done" as const,
    })),
  };
}

export type ShownClaim = ReturnType<typeof claimView>;

/** Who bears what the parties no longer have, said beside each reason. */
export function reasonChoices(reasons: readonly AskedReason[]) {
  return reasons.map((reason) => ({
    value: reason,
    label: refundReason(reason),
    hint: `收不回的部分由${refundBearer(BEARER_OF_REASON[reason])}承担`,
  }));
}
