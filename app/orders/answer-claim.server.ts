import type { Actor } from "~/access/actor";
import { succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { applyClaimMove, claimToMove } from "./claim-access.server";
import type { ClaimFailure } from "./claim-failure";

export type ClaimAnswer =
  | { readonly move: "refuse" | "decide-reject"; readonly words: string }
  | { readonly move: "agree-return" | "decide-return"; readonly words: string; readonly returnAddress: string };

/**
 * What a seller or the operator answers without money: no, with a reason; or send it back, to this address. The seller's
 * own goods only. Money is given by `acceptClaim`.
 */
export async function answerClaim({
  actor,
  claimId,
  now,
  ...answer
}: ClaimAnswer & { readonly actor: Actor; readonly claimId: string; readonly now: Date }): Promise<
  Result<void, ClaimFailure>
> {
  const mover = { actor };
  return withTransaction("answer claim", async (tx) => {
    const found = await claimToMove(tx, { mover, claimId, move: answer.move, now });
    if (!found.ok) return found;
    const said = saidBy(actor, answer.move, answer.words);
    const change = "returnAddress" in answer ? { ...said, returnAddress: answer.returnAddress } : said;
    await applyClaimMove(tx, { claim: found.value, move: answer.move, mover, now, change });
    return succeeded(undefined);
  });
}

/** Words of the operator are a decision, those of the seller an answer. */
export function saidBy(actor: Actor, move: string, words: string) {
  return move.startsWith("decide-")
    ? { decision: words, decidedById: actor.userId }
    : { answer: words, answeredById: actor.userId };
}
