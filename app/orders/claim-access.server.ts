import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import type { ClaimFailure } from "./claim-failure";
import { CLAIM_MOVES, canMoveClaim, isClosed, waitsUntil, type ClaimMove } from "./claim-state";
import { changeClaim, lockClaim, type ClaimChange, type ClaimForUpdate } from "./claim-store.server";
import { mayAct, type ShopperAccess } from "./confirm-delivery.server";
import { sellerOf } from "./fulfilment.server";
import type { OrderEventKind } from "./order-state";
import { recordOrderEvent } from "./order-store.server";
import { tellShopper } from "./tell-shopper.server";

/** Who asks for a move: the shopper, somebody signed in (seller or operator), or the clock. */
export type ClaimMover = { readonly shopper: ShopperAccess } | { readonly actor: Actor } | "clock";

/** The claim, locked, when this mover may make this move now. Not yours and not there are the same refusal. */
export async function claimToMove(
  tx: Db,
  { mover, claimId, move, now }: { mover: ClaimMover; claimId: string; move: ClaimMove; now: Date },
): Promise<Result<ClaimForUpdate, ClaimFailure>> {
  const claim = await lockClaim(tx, claimId);
  if (!claim || !(await mayMove(tx, mover, move, claim))) return failed({ kind: "not-found" });
  if (!canMoveClaim(claim, move, now)) return failed({ kind: "not-now" });
  return succeeded(claim);
}

async function mayMove(tx: Db, mover: ClaimMover, move: ClaimMove, claim: ClaimForUpdate): Promise<boolean> {
  const { by } = CLAIM_MOVES[move];
  if (mover === "clock") return by === "CLOCK";
  if ("shopper" in mover) return by === "SHOPPER" && mayAct(tx, claim.orderId, mover.shopper);
  if (by === "SELLER") return can(mover.actor, "refund:request", sellerOf(claim));
  return by === "OPERATOR" && can(mover.actor, "claim:decide");
}

const EVENTS = {
  accept: "CLAIM_ACCEPTED",
  "agree-return": "RETURN_AGREED",
  refuse: "CLAIM_REFUSED",
  withdraw: "CLAIM_WITHDRAWN",
  escalate: "CLAIM_ESCALATED",
  "send-back": "RETURN_SENT",
  "receive-return": "RETURN_RECEIVED",
  "decide-accept": "CLAIM_ACCEPTED",
  "decide-return": "RETURN_AGREED",
  "decide-reject": "CLAIM_REJECTED",
  lapse: "CLAIM_LAPSED",
} as const satisfies Record<ClaimMove, OrderEventKind>;

/** Moves the claim that `claimToMove` gave: its row, the order's timeline, and a message to the shopper. */
export async function applyClaimMove(
  tx: Db,
  {
    claim,
    move,
    mover,
    now,
    change = {},
  }: {
    claim: ClaimForUpdate;
    move: ClaimMove;
    mover: ClaimMover;
    now: Date;
    change?: Omit<Partial<ClaimChange>, "state" | "waitsUntil" | "at" | "isClosed">;
  },
): Promise<void> {
  const { to } = CLAIM_MOVES[move];
  await changeClaim(tx, claim.id, {
    ...change,
    state: to,
    waitsUntil: waitsUntil(to, now),
    at: now,
    isClosed: isClosed(to),
  });
  const kind = EVENTS[move];
  await recordOrderEvent(tx, {
    orderId: claim.orderId,
    kind,
    at: now,
    actorId: mover !== "clock" && "actor" in mover ? mover.actor.userId : undefined,
    data: { claimId: claim.id, ...(change.refundId ? { refundId: change.refundId } : {}) },
  });
  await tellShopper(tx, { orderId: claim.orderId, claimId: claim.id, kind, now });
}
