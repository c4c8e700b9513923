import type { Actor } from "~/access/actor";
import { failed, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { deriveLot } from "./derive-lot.server";
import type { SealedLot } from "./insert-lot.server";
import type { LotMoveFailure } from "./lot-move-failure";

/** Puts the free stock of several lots of one product together; the worst grade and the earliest days hold for all. */
export async function mergeLots(request: {
  readonly actor: Actor;
  readonly lotIds: readonly string[];
  readonly reason: string;
  readonly seen?: { readonly lotId: string; readonly events: number };
  readonly now: Date;
}): Promise<Result<SealedLot, LotMoveFailure>> {
  const { lotIds, ...rest } = request;
  const draws = [...new Set(lotIds)].map((lotId) => ({ lotId }));
  if (draws.length < 2) return failed({ kind: "nothing-to-merge" });
  return withTransaction("merge lots", (tx) => deriveLot(tx, { ...rest, kind: "MERGE", draws }));
}
