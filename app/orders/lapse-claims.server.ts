import { db, withTransaction } from "~/platform/db.server";
import { applyClaimMove, claimToMove } from "./claim-access.server";
import { claimsToLapse } from "./claim-store.server";

/** The worker's clock: an agreed return that was not sent back within its week is closed. Answers how many. */
export async function lapseClaims({ now, limit = 200 }: { now: Date; limit?: number }): Promise<number> {
  let lapsed = 0;
  for (const claimId of await claimsToLapse(db(), now, limit)) {
    const done = await withTransaction("lapse claim", async (tx) => {
      const found = await claimToMove(tx, { mover: "clock", claimId, move: "lapse", now });
      if (found.ok) await applyClaimMove(tx, { claim: found.value, move: "lapse", mover: "clock", now });
      return found.ok;
    });
    if (done) lapsed += 1;
  }
  return lapsed;
}
