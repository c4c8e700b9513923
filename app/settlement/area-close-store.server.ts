import type { Page, PageRequest } from "~/kernel/page";
import { boundsOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { pageOf } from "~/platform/page-of.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { CloseFinding, CloseState, SignLevel } from "./area-close";
import { moneyOfMonth } from "./month-money-store.server";

export type AreaClose = {
  readonly id: string;
  readonly areaCode: string;
  readonly areaName: string;
  readonly period: Period;
  readonly state: CloseState;
  readonly closedAt: Date | null;
  readonly reportHash: string | null;
  readonly signatures: readonly {
    readonly level: SignLevel;
    readonly by: string;
    readonly byId: string;
    readonly at: string;
    readonly remark: string;
  }[];
};

const SELECT_CLOSE = Prisma.sql`
  SELECT c.id, c.scope_id AS "areaCode", a.name AS "areaName", c.period, c.state, c.closed_at AS "closedAt", c.report_hash AS "reportHash",
    coalesce((SELECT json_agg(json_build_object('level', s.level, 'by', coalesce(u.display_name, '系统'), 'byId', s.signed_by_id,
      'at', to_char(s.signed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), 'remark', s.remark) ORDER BY s.signed_at)
      FROM close_signature s LEFT JOIN app_user u ON u.id = s.signed_by_id WHERE s.close_id = c.id), '[]') AS signatures
  FROM period_close c JOIN area a ON a.code = c.scope_id
  WHERE c.scope_kind = 'AREA'`;

/** The months of the areas that are being closed or are, the newest first. */
export async function areaCloses(
  db: Db,
  prefixes: readonly string[],
  page: PageRequest,
  state?: CloseState,
): Promise<Page<AreaClose>> {
  const inState = state === undefined ? Prisma.empty : Prisma.sql`AND c.state = ${state}`;
  const order = Prisma.sql`c.state = 'CLOSED', c.period DESC, c.scope_id`;
  return pageOf(db, Prisma.sql`${SELECT_CLOSE} AND ${ofAreas(prefixes)} ${inState}`, order, page);
}

export async function findAreaClose(db: Db, id: string, prefixes: readonly string[]): Promise<AreaClose | undefined> {
  const [row] = await db.$queryRaw<AreaClose[]>`${SELECT_CLOSE} AND c.id = ${id}::uuid AND ${ofAreas(prefixes)}`;
  return row;
}

/** Codes of every length: a scope is a prefix of the area that is closed. */
function ofAreas(prefixes: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s(prefix) WHERE c.scope_id LIKE s.prefix || '%')`;
}

/** What of the month somebody entered and nobody has decided on: it would change the month once it is closed, or never count. */
export type Undecided = { readonly declarations: number; readonly costs: number };

export async function undecidedEntries(db: Db, areaCode: string, period: Period): Promise<Undecided> {
  const waitingOf = (table: Prisma.Sql) => Prisma.sql`(
    SELECT count(*)::int FROM ${table} e JOIN household h ON h.id = e.household_id
    WHERE e.state = 'PROPOSED' AND e.period = ${period} AND ${withinAreas(Prisma.sql`h.area_code`, [areaCode])})`;
  const [row] = await db.$queryRaw<[Undecided]>`
    SELECT ${waitingOf(Prisma.sql`declared_income`)} AS declarations, ${waitingOf(Prisma.sql`cost_entry`)} AS costs`;
  return row;
}

/** Households and classes of the month of which the kept record is not what the ledger says. */
export async function differingRecords(db: Db, areaCode: string, period: Period): Promise<number> {
  return (await moneyOfMonth(db, { areaCode, period }, "while closing")).differing;
}

/** What keeps a month from being signed. */
export function blockingFindings({
  differing,
  undecided,
}: {
  differing: number;
  undecided: Undecided;
}): CloseFinding[] {
  return [
    { label: "逐户记录与分录不一致", count: differing, blocks: true },
    { label: "本月待核定的申报收入", count: undecided.declarations, blocks: true },
    { label: "本月待核定的生产费用", count: undecided.costs, blocks: true },
  ];
}

/** What a month's close has to know of: what blocks it, and what is open and goes on into the next month. */
export async function closeFindings(db: Db, areaCode: string, period: Period): Promise<CloseFinding[]> {
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  const { to } = boundsOf(period);
  const [row] = await db.$queryRaw<
    [{ cases: number; refunds: number; disputes: number; problems: number; unpaid: number }]
  >`
    SELECT
      (SELECT count(*) FROM status_case c JOIN household h ON h.id = c.household_id
        WHERE c.state IN ('ON_NOTICE', 'REVIEWED') AND c.effective_on < ${to} AND ${inside})::int AS cases,
      (SELECT count(DISTINCT r.id) FROM refund r JOIN journal j ON j.kind = 'REFUND_REQUESTED' AND j.source_id = r.id::text
        JOIN posting q ON q.journal_id = j.id JOIN household h ON h.id = q.household_id WHERE r.state <> 'SUCCEEDED' AND ${inside})::int AS refunds,
      (SELECT count(DISTINCT j.source_id) FROM journal j JOIN posting p ON p.journal_id = j.id JOIN household h ON h.id = p.household_id
        WHERE j.kind = 'DISPUTE_OPENED' AND ${inside} AND NOT EXISTS (
          SELECT FROM journal e WHERE e.source_id = j.source_id AND e.kind IN ('DISPUTE_WON', 'DISPUTE_LOST')))::int AS disputes,
      (SELECT count(*) FROM problem b WHERE b.state <> 'CLOSED' AND b.area_code LIKE ${areaCode} || '%')::int AS problems,
      (SELECT count(*) FROM party_balance b JOIN household h ON h.id = split_part(b.account, ':', 2)::uuid
        WHERE b.account LIKE 'household:%:payable' AND b.balance_fen > 0 AND ${inside})::int AS unpaid`;
  return [
    ...blockingFindings({
      differing: await differingRecords(db, areaCode, period),
      undecided: await undecidedEntries(db, areaCode, period),
    }),
    { label: "未办完的状态变动", count: row.cases, blocks: false },
    { label: "未到账的退款", count: row.refunds, blocks: false },
    { label: "未了结的支付争议", count: row.disputes, blocks: false },
    { label: "未销号的问题", count: row.problems, blocks: false },
    { label: "应付未付的农户", count: row.unpaid, blocks: false },
  ];
}
