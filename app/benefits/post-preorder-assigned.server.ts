import type { GoodsLineForSplit } from "~/orders/order-for-split.server";
import type { Transaction } from "~/platform/db.server";
import { sum } from "~/kernel/money";
import { orderAccount } from "./accounts";
import { attributeLine } from "./attribution";
import { PREORDER_MOVED } from "./flow";
import type { Posting } from "./journal";
import { writeJournal, type WrittenJournal } from "./journal-store.server";
import { remainingOf, type LinePart } from "./line-part-store.server";
import { splitPromised } from "./split";

/**
 * A pre-ordered line has its picks: what is left of its waiting part goes back through the order to everybody behind the
 * lots, and what is left of the line is attributed. The caller holds the order's lock and read `parts` under it.
 */
export async function postPreorderAssigned(
  tx: Transaction,
  {
    orderId,
    line,
    parts,
    now,
  }: {
    readonly orderId: string;
    readonly line: GoodsLineForSplit;
    readonly parts: readonly LinePart[];
    readonly now: Date;
  },
): Promise<WrittenJournal> {
  const leftOfNet = sum(parts.map(remainingOf));
  return writeJournal(tx, {
    kind: "PREORDER_ASSIGNED",
    sourceId: line.id,
    inputs: [orderId, ...line.picks.flatMap((pick) => [pick.lotId, pick.quantity])],
    occurredAt: now,
    postings: assignedPostings({ orderId, line, waiting: parts.find((part) => part.kind === "PREORDER") }),
    attributions: {
      kind: "SALE",
      lines: [{ orderLineId: line.id, shares: attributeLine({ netFen: leftOfNet, picks: line.picks }) }],
    },
  });
}

/** The order's account is zero afterwards. None when nothing of the part is left, or the fees had taken all. */
export function assignedPostings({
  orderId,
  line,
  waiting,
}: {
  readonly orderId: string;
  readonly line: GoodsLineForSplit;
  readonly waiting: LinePart | undefined;
}): Posting[] {
  const movedFen = waiting ? remainingOf(waiting) : 0n;
  if (!waiting || movedFen === 0n) return [];
  const account = orderAccount(orderId);
  const shared = { orderLineId: line.id, cooperativeId: line.seller.id };
  const moved: Posting = {
    ...shared,
    source: waiting.account,
    destination: account,
    amountFen: movedFen,
    part: "PREORDER",
    partNumber: waiting.number,
    flow: PREORDER_MOVED,
  };
  const given = splitPromised(line, movedFen).map((part): Posting => ({
    ...shared,
    source: account,
    destination: part.account,
    amountFen: part.amountFen,
    part: part.kind,
    partNumber: part.number,
    lotId: part.lotId,
    householdId: part.householdId,
    flow: part.flow,
  }));
  if (sum(given.map((posting) => posting.amountFen)) !== movedFen) {
    throw new Error(`the parts of pre-ordered line ${line.id} do not add up to what waited`);
  }
  return [moved, ...given];
}
