import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { Account } from "./accounts";
import type { Flow } from "./flow";
import type { PartKind } from "./split";

/** One part of a sold line and where its money is now, read from its postings. */
export type LinePart = {
  readonly orderLineId: string;
  readonly number: number;
  readonly kind: PartKind;
  /** where the sale put it */
  readonly account: Account;
  readonly lotId: string | null;
  readonly householdId: string | null;
  readonly cooperativeId: string | null;
  readonly flow: Flow | null;
  readonly givenFen: Fen;
  /** what refunds and lost disputes took back of it, from whomever */
  readonly takenFen: Fen;
  /** 待确认 (the platform's own parts wait for ever) */
  readonly waitingFen: Fen;
  /** 应付 and still there */
  readonly releasedFen: Fen;
  /** 已付, or netted against a debt */
  readonly paidFen: Fen;
};

export async function lineParts(db: Db, orderLineIds: readonly string[]): Promise<LinePart[]> {
  if (orderLineIds.length === 0) return [];
  return db.$queryRaw<LinePart[]>`
    SELECT order_line_id AS "orderLineId", part_number AS "number", part AS "kind", account, lot_id AS "lotId",
      household_id AS "householdId", cooperative_id AS "cooperativeId", flow, given_fen AS "givenFen",
      taken_fen AS "takenFen", waiting_fen AS "waitingFen", released_fen AS "releasedFen", paid_fen AS "paidFen"
    FROM line_part WHERE order_line_id = ANY (${[...orderLineIds]}::uuid[])
    ORDER BY order_line_id, part_number`;
}

/** Remaining of a part: what it gave less what was taken back. */
export function remainingOf(part: LinePart): Fen {
  return part.givenFen - part.takenFen;
}
