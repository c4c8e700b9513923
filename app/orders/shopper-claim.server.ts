import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { trackingNumberOf } from "./carriers";
import { applyClaimMove, claimToMove } from "./claim-access.server";
import type { ClaimFailure } from "./claim-failure";
import type { ShopperAccess } from "./confirm-delivery.server";

export type ShopperClaimMove =
  | { readonly move: "withdraw" | "escalate" }
  | { readonly move: "send-back"; readonly carrier: string; readonly trackingNumber: string };

/** The shopper's own moves of a claim: takes it back, brings it to the operator, says how the goods come back. */
export async function moveOwnClaim({
  access,
  claimId,
  now,
  ...asked
}: ShopperClaimMove & { readonly access: ShopperAccess; readonly claimId: string; readonly now: Date }): Promise<
  Result<void, ClaimFailure>
> {
  const tracking = asked.move === "send-back" ? trackingNumberOf(asked.carrier, asked.trackingNumber) : undefined;
  if (asked.move === "send-back" && tracking === undefined) return failed({ kind: "tracking-number" });
  const mover = { shopper: access };
  return withTransaction("move own claim", async (tx) => {
    const found = await claimToMove(tx, { mover, claimId, move: asked.move, now });
    if (!found.ok) return found;
    const change =
      asked.move === "send-back" && tracking !== undefined
        ? { returnCarrier: asked.carrier, trackingNumber: tracking }
        : {};
    await applyClaimMove(tx, { claim: found.value, move: asked.move, mover, now, change });
    return succeeded(undefined);
  });
}
