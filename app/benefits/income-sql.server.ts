import { Prisma } from "~/platform/db.server";

// What a posting (alias p) means for the household whose account it touches. household_income says the same as a view;
// here it is joined to areas first, so that a village's page does not sum the whole country.

/** 应计: net posted into the household's payable account; payments to and from the bank are not it. */
export const ACCRUED = Prisma.sql`
  (CASE WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
        WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)`;

/** 已付: from payable to the bank with a voucher, less what the bank sent back. */
export const PAID = Prisma.sql`
  (CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen WHEN p.source LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)`;

/** 待确认: waiting for arrival and the end of the claim window. */
export const PENDING = Prisma.sql`
  (CASE WHEN p.destination LIKE 'household:%:pending' THEN p.amount_fen
        WHEN p.source LIKE 'household:%:pending' THEN -p.amount_fen ELSE 0 END)`;

/** The version of the class map that was valid in the posting's month. */
export const CLASS_OF_POSTING = Prisma.sql`
  JOIN class_map m ON m.flow = p.flow
    AND m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= p.period)`;

export const ATTRIBUTED = Prisma.sql`(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)`;

/** LIKE patterns of area prefixes: an area covers every code that starts with its own. [] matches nothing. */
export function patterns(areaPrefixes: readonly string[]): string[] {
  return areaPrefixes.map((prefix) => `${prefix}%`);
}
