import { sum, type Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import type { IncomeClass, Flow } from "./flow";
import { checked, type Checked } from "./household-income-store.server";
import { ACCRUED, CLASS_OF_POSTING, PAID, patterns, PENDING } from "./income-sql.server";
import type { JournalKind } from "./journal";
import type { PartKind } from "./split";

/** One posting on a household's account, with what it is for. Amounts are signed from the household's side. */
export type HouseholdEntry = {
  readonly journalId: string;
  readonly position: number;
  readonly occurredAt: Date;
  readonly period: Period;
  readonly kind: JournalKind;
  readonly flow: Flow;
  readonly incomeClass: IncomeClass;
  readonly stable: boolean;
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
  readonly pendingFen: Fen;
  readonly cooperativeName: string | null;
  /** what was sold, delivered or paid for */
  readonly title: string;
  /** sold or delivered; null for payouts */
  readonly quantity: number | null;
  readonly baseUnit: BaseUnit | null;
  /** what it rests on: the order's or slip's number, or the words of a payout */
  readonly basis: string | null;
  readonly orderLineId: string | null;
  readonly intakeId: string | null;
  readonly payoutId: string | null;
  readonly voucherNumber: string | null;
  readonly memo: string | null;
};

export type EntryScope = {
  readonly areaPrefixes: readonly string[];
  readonly householdId: string;
  readonly period: Period;
  readonly incomeClass?: IncomeClass;
};

/** The entries behind one month's figure (of one class, when given), oldest first, and the sums they make. */
export async function householdEntries(
  db: Db,
  scope: EntryScope,
): Promise<{
  readonly entries: readonly HouseholdEntry[];
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
  readonly pendingFen: Fen;
}> {
  const entries = await db.$queryRaw<HouseholdEntry[]>`
    ${SELECT_ENTRY}
    WHERE p.household_id = ${scope.householdId}::uuid AND p.period = ${scope.period}
      AND h.area_code LIKE ANY (${patterns(scope.areaPrefixes)}::text[])
      AND (${scope.incomeClass ?? null}::text IS NULL OR m.income_class = ${scope.incomeClass ?? null}::text)
    ORDER BY j.occurred_at, j.id, p.position`;
  return {
    entries,
    accruedFen: sum(entries.map((entry) => entry.accruedFen)),
    paidFen: sum(entries.map((entry) => entry.paidFen)),
    pendingFen: sum(entries.map((entry) => entry.pendingFen)),
  };
}

export type OpenedEntry = {
  readonly entry: HouseholdEntry;
  readonly posting: {
    readonly source: string;
    readonly destination: string;
    readonly amountFen: Fen;
    readonly part: PartKind | null;
    readonly partNumber: number | null;
  };
  readonly journal: {
    readonly sourceId: string;
    readonly recordedAt: Date;
    readonly contentHash: string;
    readonly reversesId: string | null;
    readonly sealSequence: bigint | null;
    readonly postings: number;
  };
  readonly checks: {
    /** the journal's hash, computed anew from its rows */
    readonly hash: boolean;
    /** every clearing account of the journal ends at what came in less what went out: nothing lost between */
    readonly conserved: Checked;
  };
};

/** One entry with its posting and journal. Undefined when it is not on an account of a household within the scope. */
export async function openEntry(
  db: Db,
  entryOf: { readonly areaPrefixes: readonly string[]; readonly journalId: string; readonly position: number },
): Promise<OpenedEntry | undefined> {
  const [entry] = await db.$queryRaw<HouseholdEntry[]>`
    ${SELECT_ENTRY}
    WHERE p.journal_id = ${entryOf.journalId}::uuid AND p.position = ${entryOf.position}
      AND h.area_code LIKE ANY (${patterns(entryOf.areaPrefixes)}::text[])`;
  if (!entry) return undefined;
  const [row] = await db.$queryRaw<
    [OpenedEntry["posting"] & OpenedEntry["journal"] & { hashHolds: boolean; cameInFen: Fen; wentOutFen: Fen }]
  >`
    SELECT p.source, p.destination, p.amount_fen AS "amountFen", p.part, p.part_number AS "partNumber",
      j.source_id AS "sourceId", j.recorded_at AS "recordedAt", j.content_hash AS "contentHash",
      j.reverses_id AS "reversesId", s.sequence AS "sealSequence",
      (SELECT count(*) FROM posting q WHERE q.journal_id = j.id)::int AS postings,
      journal_hash(j) = j.content_hash AS "hashHolds",
      (SELECT coalesce(sum(q.amount_fen), 0) FROM posting q WHERE q.journal_id = j.id AND q.destination LIKE 'order:%')::bigint AS "cameInFen",
      (SELECT coalesce(sum(q.amount_fen), 0) FROM posting q WHERE q.journal_id = j.id AND q.source LIKE 'order:%')::bigint AS "wentOutFen"
    FROM posting p JOIN journal j ON j.id = p.journal_id LEFT JOIN seal s ON s.journal_id = j.id
    WHERE p.journal_id = ${entryOf.journalId}::uuid AND p.position = ${entryOf.position}`;
  const { source, destination, amountFen, part, partNumber, hashHolds, cameInFen, wentOutFen, ...journal } = row;
  return {
    entry,
    posting: { source, destination, amountFen, part, partNumber },
    journal,
    checks: { hash: hashHolds, conserved: checked(cameInFen, wentOutFen) },
  };
}

const SELECT_ENTRY = Prisma.sql`
  SELECT p.journal_id AS "journalId", p.position, j.occurred_at AS "occurredAt", p.period, j.kind, p.flow,
    m.income_class AS "incomeClass", m.stable, ${ACCRUED}::bigint AS "accruedFen", ${PAID}::bigint AS "paidFen",
    ${PENDING}::bigint AS "pendingFen", c.name AS "cooperativeName",
    coalesce(l.title || ' ' || l.variant_name || ' ×' || l.quantity, product.name || ' ' || i.grade || ' ' || i.number,
      payout.basis, '') AS title,
    coalesce(l.quantity * l.pack_quantity, i.net)::int AS quantity, coalesce(sold.base_unit, i.base_unit) AS "baseUnit",
    coalesce(o.number, i.number, payout.basis) AS basis,
    p.order_line_id AS "orderLineId", p.intake_id AS "intakeId", p.payout_id AS "payoutId",
    d.voucher_number AS "voucherNumber", j.memo
  FROM posting p
  JOIN journal j ON j.id = p.journal_id
  JOIN household h ON h.id = p.household_id
  ${CLASS_OF_POSTING}
  LEFT JOIN cooperative c ON c.id = p.cooperative_id
  LEFT JOIN order_line l ON l.id = p.order_line_id
  LEFT JOIN product sold ON sold.id = l.product_id
  LEFT JOIN customer_order o ON o.id = l.order_id
  LEFT JOIN intake i ON i.id = p.intake_id
  LEFT JOIN product ON product.id = i.product_id
  LEFT JOIN payout ON payout.id = p.payout_id
  LEFT JOIN disbursement d ON j.kind IN ('DISBURSEMENT', 'DISBURSEMENT_RETURNED') AND d.id::text = j.source_id`;
