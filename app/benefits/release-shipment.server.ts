import { failed, succeeded, type Result } from "~/kernel/result";
import { minuteOf } from "~/kernel/period";
import type { Transaction } from "~/platform/db.server";
import { balanceChanges, type Posting } from "./journal";
import { lockBalances, writeJournal, type WrittenJournal } from "./journal-store.server";
import { lineParts, type LinePart } from "./line-part-store.server";
import { shipmentToRelease } from "./release-store.server";
import { lockOrderOfShipment } from "./sold-line-store.server";
import { releasedAccount } from "./split";

export type ReleaseFailure =
  | { readonly kind: "no-such-shipment" }
  | { readonly kind: "not-delivered" }
  | { readonly kind: "claim-window-open"; readonly until: Date }
  | { readonly kind: "claimed" }
  | { readonly kind: "disputed" };

/**
 * The claim windows are over: what waits of the shipment's lines becomes payable, and the reserve's part goes to the
 * reserve. Refuses while it may still be claimed, is claimed, or is disputed; `releaseLines` then releases what may go.
 * Releasing again stores nothing.
 */
export async function releaseShipment(
  tx: Transaction,
  { shipmentId, now }: { readonly shipmentId: string; readonly now: Date },
): Promise<Result<WrittenJournal, ReleaseFailure>> {
  const locked = await lockForRelease(tx, { shipmentId, now });
  if (!locked.ok) return locked;
  const shipment = locked.value;
  if (shipment.state !== "DELIVERED" || !shipment.claimUntil) return failed({ kind: "not-delivered" });
  if (shipment.claimUntil > now) return failed({ kind: "claim-window-open", until: shipment.claimUntil });
  if (shipment.lines.some((line) => line.isClaimed)) return failed({ kind: "claimed" });

  const parts = await lineParts(
    tx,
    shipment.lines.map((line) => line.id),
  );
  const journal = await writeJournal(tx, {
    kind: "RELEASE",
    sourceId: shipmentId,
    inputs: [shipment.orderId],
    occurredAt: now,
    postings: parts.flatMap(releasing),
  });
  await tx.$executeRaw`
    UPDATE shipment SET released_at = ${now}::timestamptz WHERE id = ${shipmentId}::uuid AND released_at IS NULL`;
  return succeeded(journal);
}

/**
 * What may go before the rest of its shipment: lines whose every pack has arrived, whose parcels' claim windows are over
 * and which nobody claims, while another line is still on its way or claimed. One journal a line; answers how many.
 */
export async function releaseLines(
  tx: Transaction,
  { shipmentId, now }: { readonly shipmentId: string; readonly now: Date },
): Promise<Result<{ readonly released: number }, ReleaseFailure>> {
  const locked = await lockForRelease(tx, { shipmentId, now });
  if (!locked.ok) return locked;
  const { orderId, lines } = locked.value;
  const due = lines.filter((line) => line.isOver && !line.isClaimed && !line.isReleased);
  const parts = await lineParts(
    tx,
    due.map((line) => line.id),
  );
  // All at once, in their order: journal by journal they could wait in a circle with whoever else pays these.
  const changes = balanceChanges(parts.flatMap(releasing));
  await lockBalances(
    tx,
    changes.map(({ account }) => account),
  );
  for (const line of due) {
    await writeJournal(tx, {
      kind: "RELEASE",
      sourceId: line.id,
      inputs: [orderId],
      occurredAt: now,
      postings: parts.filter((part) => part.orderLineId === line.id).flatMap(releasing),
    });
    await tx.$executeRaw`
      INSERT INTO line_release (order_line_id, released_at) VALUES (${line.id}::uuid, ${now}::timestamptz)`;
  }
  return succeeded({ released: due.length });
}

async function lockForRelease(tx: Transaction, { shipmentId, now }: { shipmentId: string; now: Date }) {
  await lockOrderOfShipment(tx, shipmentId);
  const shipment = await shipmentToRelease(tx, shipmentId, now);
  if (!shipment) return failed({ kind: "no-such-shipment" } as const);
  return shipment.isDisputed ? failed({ kind: "disputed" } as const) : succeeded(shipment);
}

/** What waits of a part goes to where it may be paid from. */
function releasing(part: LinePart): Posting[] {
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
}

export function explainReleaseFailure(failure: ReleaseFailure): string {
  switch (failure.kind) {
    case "no-such-shipment":
      return "没有这个包裹。";
    case "not-delivered":
      return "包裹还没有签收，货款仍是待确认。";
    case "claim-window-open":
      return `售后期到 ${minuteOf(failure.until)} 才结束，之后货款转为应付。`;
    case "claimed":
      return "有售后没有了结，结果出来之前不转为应付。";
    case "disputed":
      return "这笔付款有争议，结果出来之前不转为应付。";
  }
}
