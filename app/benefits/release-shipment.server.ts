import { failed, succeeded, type Result } from "~/kernel/result";
import { minuteOf } from "~/kernel/period";
import type { Transaction } from "~/platform/db.server";
import { hasOpenDispute } from "./dispute-store.server";
import type { Posting } from "./journal";
import { writeJournal, type WrittenJournal } from "./journal-store.server";
import { lineParts } from "./line-part-store.server";
import { lockSoldOrder } from "./sold-line-store.server";
import { releasedAccount } from "./split";

export type ReleaseFailure =
  | { readonly kind: "no-such-shipment" }
  | { readonly kind: "not-delivered" }
  | { readonly kind: "claim-window-open"; readonly until: Date }
  | { readonly kind: "disputed" };

type ShipmentRow = { orderId: string; state: string; claimUntil: Date | null; lineIds: string[] };

/**
 * The claim window is over: what waits of the shipment's lines becomes payable, and the reserve's part goes to the
 * reserve. Refuses while it may still be claimed, or is disputed. Releasing again stores nothing.
 */
export async function releaseShipment(
  tx: Transaction,
  { shipmentId, now }: { readonly shipmentId: string; readonly now: Date },
): Promise<Result<WrittenJournal, ReleaseFailure>> {
  const orderId = await orderOf(tx, shipmentId);
  if (!orderId) return failed({ kind: "no-such-shipment" });
  await lockSoldOrder(tx, orderId);
  const shipment = await shipmentToRelease(tx, shipmentId);
  if (!shipment) return failed({ kind: "no-such-shipment" });
  if (shipment.state !== "DELIVERED" || !shipment.claimUntil) return failed({ kind: "not-delivered" });
  if (shipment.claimUntil > now) return failed({ kind: "claim-window-open", until: shipment.claimUntil });
  if (await hasOpenDispute(tx, orderId)) return failed({ kind: "disputed" });

  const parts = await lineParts(tx, shipment.lineIds);
  const postings = parts.flatMap((part): Posting[] => {
    const destination = releasedAccount(part);
    if (!destination || part.waitingFen === 0n) return [];
    return [
      {
        source: part.account,
        destination,
        amountFen: part.waitingFen,
        part: part.kind,
        partNumber: part.number,
        orderLineId: part.orderLineId,
        lotId: part.lotId,
        householdId: part.householdId,
        cooperativeId: part.cooperativeId,
        flow: part.flow,
      },
    ];
  });
  const journal = await writeJournal(tx, {
    kind: "RELEASE",
    sourceId: shipmentId,
    inputs: [orderId],
    occurredAt: now,
    postings,
  });
  await tx.$executeRaw`
    UPDATE shipment SET released_at = ${now}::timestamptz WHERE id = ${shipmentId}::uuid AND released_at IS NULL`;
  return succeeded(journal);
}

export function explainReleaseFailure(failure: ReleaseFailure): string {
  switch (failure.kind) {
    case "no-such-shipment":
      return "没有这个包裹。";
    case "not-delivered":
      return "包裹还没有签收，货款仍是待确认。";
    case "claim-window-open":
      return `售后期到 ${minuteOf(failure.until)} 才结束，之后货款转为应付。`;
    case "disputed":
      return "这笔付款有争议，结果出来之前不转为应付。";
  }
}

async function orderOf(tx: Transaction, shipmentId: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ orderId: string }[]>`
    SELECT order_id AS "orderId" FROM shipment WHERE id = ${shipmentId}::uuid`;
  return row?.orderId;
}

async function shipmentToRelease(tx: Transaction, shipmentId: string): Promise<ShipmentRow | undefined> {
  const [row] = await tx.$queryRaw<ShipmentRow[]>`
    SELECT order_id AS "orderId", state, claim_until AS "claimUntil",
      ARRAY(SELECT id::text FROM order_line WHERE shipment_id = shipment.id ORDER BY position) AS "lineIds"
    FROM shipment WHERE id = ${shipmentId}::uuid`;
  return row;
}
