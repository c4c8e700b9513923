import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Db } from "~/platform/db.server";
import type { ClaimKind, ClaimState } from "./claim-state";

export type ClaimRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: ClaimKind;
  readonly state: ClaimState;
  readonly goods: string;
  readonly quantity: number;
  readonly seller: string;
  readonly openedAt: Date;
  readonly waitsUntil: Date | null;
};

/** Claims in these states, whatever the seller: for the operator. What waits longest comes first. */
export async function listClaims(db: Db, states: readonly ClaimState[], page: PageRequest): Promise<Page<ClaimRow>> {
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM claim WHERE state = ANY (${[...states]}::text[])`,
    db.$queryRaw<ClaimRow[]>`
      SELECT c.id, c.number, c.kind, c.state, l.title || ' ' || l.variant_name AS goods, c.quantity,
        s.seller_name AS seller, c.opened_at AS "openedAt", c.waits_until AS "waitsUntil"
      FROM claim c JOIN order_line l ON l.id = c.order_line_id JOIN shipment s ON s.id = l.shipment_id
      WHERE c.state = ANY (${[...states]}::text[])
      ORDER BY coalesce(c.escalated_at, c.opened_at), c.id LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}
