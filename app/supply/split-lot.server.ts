import type { Actor } from "~/access/actor";
import { failed, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { deriveLot } from "./derive-lot.server";
import type { SealedLot } from "./insert-lot.server";
import type { LotMoveFailure } from "./lot-move-failure";

/** Takes a part of a lot's free stock out as a lot of its own, for another pack or another buyer. */
export async function splitLot(request: {
  readonly actor: Actor;
  readonly lotId: string;
  /** base units */
  readonly quantity: number;
  readonly reason: string;
  readonly seen?: { readonly lotId: string; readonly events: number };
  readonly now: Date;
}): Promise<Result<SealedLot, LotMoveFailure>> {
  const { lotId, quantity, ...rest } = request;
  if (quantity <= 0) return failed({ kind: "bad-quantity" });
  return withTransaction("split lot", (tx) => deriveLot(tx, { ...rest, kind: "SPLIT", draws: [{ lotId, quantity }] }));
}
