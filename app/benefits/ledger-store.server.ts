import { isId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import type { JournalKind } from "./journal";

// The ledger as its keeper reads it: accounts by their kind, never by person.

/** All accounts of one kind together, with the id taken out of the name: "household:*:payable". */
export type AccountMovement = {
  readonly account: string;
  readonly inFen: Fen;
  readonly outFen: Fen;
  /** all that ever came in less all that ever went out */
  readonly balanceFen: Fen;
};

/** What moved on each kind of account in the month, and what lies there now. Recomputed from all postings. */
export async function accountMovements(db: Db, period: Period): Promise<AccountMovement[]> {
  const ofMonth = Prisma.sql`coalesce(sum(amount_fen) FILTER (WHERE period = ${period}), 0)`;
  return db.$queryRaw<AccountMovement[]>`
    SELECT regexp_replace(rtrim(account, ':'), ':(?:[0-9a-f-]{36}|[0-9]{6,12})', ':*') AS account,
      sum(came)::bigint AS "inFen", sum(went)::bigint AS "outFen", sum(lies)::bigint AS "balanceFen"
    FROM (
      SELECT ${withoutPerson(Prisma.sql`destination`)} AS account, ${ofMonth} AS came, 0 AS went, sum(amount_fen) AS lies
      FROM posting GROUP BY 1
      UNION ALL
      SELECT ${withoutPerson(Prisma.sql`source`)}, 0, ${ofMonth}, -sum(amount_fen) FROM posting GROUP BY 1) AS side
    GROUP BY 1 ORDER BY 1`;
}

/** Of millions of postings, the id after the first word goes by its length, which is a fifth of a pattern's work; the few others after. */
function withoutPerson(account: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    CASE WHEN length(${account}) < 36 OR length(split_part(${account}, ':', 2)) <> 36 THEN ${account}
      ELSE split_part(${account}, ':', 1) || ':*:' || split_part(${account}, ':', 3) END`;
}

export type JournalRow = {
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: Date;
  readonly period: Period;
  readonly postings: number;
  /** all its postings added: how much moved, not what anybody has */
  readonly movedFen: Fen;
  readonly memo: string | null;
  readonly sealSequence: bigint | null;
};

export type JournalFilter = {
  readonly period?: Period | undefined;
  readonly kind?: JournalKind | undefined;
  /** an order's or voucher's number, or the id of a journal or of its source */
  readonly about?: string | undefined;
};

/** Journals, the newest first. */
export async function listJournals(db: Db, filter: JournalFilter, page: PageRequest): Promise<Page<JournalRow>> {
  const where = Prisma.sql`
    WHERE ${filter.period === undefined ? Prisma.sql`true` : Prisma.sql`j.period = ${filter.period}`}
      AND ${filter.kind === undefined ? Prisma.sql`true` : Prisma.sql`j.kind = ${filter.kind}`}
      AND ${filter.about === undefined ? Prisma.sql`true` : isAbout(filter.about)}`;
  const [[{ total }], rows] = await Promise.all([
    db.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM journal j ${where}`,
    db.$queryRaw<JournalRow[]>`
      SELECT j.id, j.kind, j.occurred_at AS "occurredAt", j.period, j.memo, s.sequence AS "sealSequence",
        moved.postings, moved.fen AS "movedFen"
      FROM (SELECT * FROM journal j ${where} ORDER BY occurred_at DESC, id DESC
        LIMIT ${page.size} OFFSET ${offsetOf(page)}) AS j
      LEFT JOIN seal s ON s.journal_id = j.id
      CROSS JOIN LATERAL (SELECT count(*)::int AS postings, coalesce(sum(amount_fen), 0)::bigint AS fen
        FROM posting WHERE journal_id = j.id) AS moved
      ORDER BY j.occurred_at DESC, j.id DESC`,
  ]);
  return { rows, total, number: page.number, size: page.size };
}

function isAbout(text: string): Prisma.Sql {
  const named = isId(text) ? Prisma.sql`j.id = ${text}::uuid OR` : Prisma.empty;
  return Prisma.sql`(${named} j.source_id = ${text}
    OR j.source_id IN (SELECT id::text FROM disbursement WHERE voucher_number = ${text})
    OR j.id IN (SELECT p.journal_id FROM customer_order o JOIN order_line l ON l.order_id = o.id
      JOIN posting p ON p.order_line_id = l.id WHERE o.number = ${text})
    OR j.source_id IN (SELECT id::text FROM customer_order WHERE number = ${text}
      UNION ALL SELECT y.id::text FROM customer_order o JOIN payment y ON y.order_id = o.id WHERE o.number = ${text}
      UNION ALL SELECT r.id::text FROM customer_order o JOIN refund r ON r.order_id = o.id WHERE o.number = ${text}))`;
}

export type OpenedJournal = Omit<JournalRow, "postings" | "movedFen"> & {
  readonly sourceId: string;
  readonly recordedAt: Date;
  readonly contentHash: string;
  readonly reversesId: string | null;
  readonly reversedById: string | null;
  readonly sealHash: string | null;
  /** whether the content, hashed anew, is what was recorded */
  readonly hashHolds: boolean;
  readonly postings: readonly {
    readonly position: number;
    readonly source: string;
    readonly destination: string;
    readonly amountFen: Fen;
    readonly part: string | null;
  }[];
};

/** One journal with its postings; undefined when there is none. */
export async function findJournalById(db: Db, id: string): Promise<OpenedJournal | undefined> {
  if (!isId(id)) return undefined;
  const [[journal], postings] = await Promise.all([
    db.$queryRaw<Omit<OpenedJournal, "postings">[]>`
      SELECT j.id, j.kind, j.source_id AS "sourceId", j.occurred_at AS "occurredAt", j.recorded_at AS "recordedAt", j.period,
        j.memo, j.content_hash AS "contentHash", j.reverses_id AS "reversesId", r.id AS "reversedById",
        s.sequence AS "sealSequence", s.hash AS "sealHash", journal_hash(j) = j.content_hash AS "hashHolds"
      FROM journal j LEFT JOIN seal s ON s.journal_id = j.id LEFT JOIN journal r ON r.reverses_id = j.id
      WHERE j.id = ${id}::uuid`,
    db.posting.findMany({
      where: { journalId: id },
      select: { position: true, source: true, destination: true, amountFen: true, part: true },
      orderBy: { position: "asc" },
    }),
  ]);
  return journal && { ...journal, postings };
}
