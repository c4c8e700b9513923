import type { Actor } from "~/access/actor";
import type { Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { deriveLot, type LotDraw } from "./derive-lot.server";
import type { SealedLot } from "./insert-lot.server";
import type { LotMoveFailure } from "./lot-move-failure";

/** Makes goods of other goods: drying, pressing, sorting. What goes in and does not come out is written down as loss. */
export async function processLots(request: {
  readonly actor: Actor;
  readonly inputs: readonly LotDraw[];
  readonly output: {
    readonly productId: string;
    readonly grade: string;
    readonly quantity: number;
    readonly expiresOn: string;
  };
  readonly reason: string;
  readonly seen?: { readonly lotId: string; readonly events: number };
  readonly now: Date;
}): Promise<Result<SealedLot, LotMoveFailure>> {
  const { inputs, ...rest } = request;
  return withTransaction("process lots", (tx) => deriveLot(tx, { ...rest, kind: "PROCESS", draws: inputs }));
}
