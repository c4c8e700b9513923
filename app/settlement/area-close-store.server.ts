import { maskName } from "~/households/masking";
import type { Page, PageRequest } from "~/kernel/page";
import { boundsOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { pageOf } from "~/platform/page-of.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { CloseFinding, CloseState, FindingKey, ListedFinding, SignLevel } from "./area-close";
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
  const [row] = await db.$queryRaw<[Undecided]>`
    SELECT (SELECT count(*)::int ${waiting(Prisma.sql`declared_income`, areaCode, period)}) AS declarations,
      (SELECT count(*)::int ${waiting(Prisma.sql`cost_entry`, areaCode, period)}) AS costs`;
  return row;
}

/** Entries `e` of an area's month that nobody has decided on, each with its household `h`. */
function waiting(table: Prisma.Sql, areaCode: string, period: Period): Prisma.Sql {
  return Prisma.sql`
    FROM ${table} e JOIN household h ON h.id = e.household_id
    WHERE e.state = 'PROPOSED' AND e.period = ${period} AND ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}`;
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
    { key: "differing", label: "逐户记录与分录不一致", count: differing, blocks: true },
    { key: "declarations", label: "本月待核定的申报收入", count: undecided.declarations, blocks: true },
    { key: "costs", label: "本月待核定的生产费用", count: undecided.costs, blocks: true },
  ];
}

const LISTED = 50;

type FoundRow = {
  readonly key: FindingKey;
  readonly items: number;
  readonly households: number;
  readonly listed: readonly { id: string; number: string; headName: string; period: Period | null }[];
};

/**
 * What a month's close has to know of: what blocks it, and what is open and goes on into the next month. A refund or a dispute of
 * several households is one item and several households.
 */
export async function closeFindings(db: Db, areaCode: string, period: Period): Promise<readonly ListedFinding[]> {
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  const { to } = boundsOf(period);
  // By what was sold: a dispute's own postings are the platform's alone, and so are those of a refund after the household was paid.
  const behind = (orderLineId: Prisma.Sql) => Prisma.sql`
    JOIN posting p ON p.order_line_id = ${orderLineId} JOIN household h ON h.id = p.household_id`;
  const rows = await db.$queryRaw<FoundRow[]>`
    WITH found AS (
      SELECT 'declarations' AS key, e.id::text AS item, h.id, h.number, h.head_name, e.period ${waiting(Prisma.sql`declared_income`, areaCode, period)}
      UNION ALL SELECT 'costs', e.id::text, h.id, h.number, h.head_name, e.period ${waiting(Prisma.sql`cost_entry`, areaCode, period)}
      UNION ALL SELECT 'cases', c.id::text, h.id, h.number, h.head_name, NULL FROM status_case c JOIN household h ON h.id = c.household_id
        WHERE c.state IN ('ON_NOTICE', 'REVIEWED') AND c.effective_on < ${to} AND ${inside}
      UNION ALL SELECT 'refunds', r.id::text, h.id, h.number, h.head_name, p.period
        FROM refund r JOIN refund_line l ON l.refund_id = r.id ${behind(Prisma.sql`l.order_line_id`)} WHERE r.state <> 'SUCCEEDED' AND ${inside}
      UNION ALL SELECT 'disputes', d.id::text, h.id, h.number, h.head_name, p.period
        FROM dispute d JOIN order_line l ON l.order_id = d.order_id ${behind(Prisma.sql`l.id`)} WHERE d.state = 'OPEN' AND ${inside}
      UNION ALL SELECT 'unpaid', h.id::text, h.id, h.number, h.head_name, NULL
        FROM party_balance b JOIN household h ON h.id = split_part(b.account, ':', 2)::uuid
        WHERE b.account LIKE 'household:%:payable' AND b.balance_fen > 0 AND ${inside}),
    households AS (
      SELECT key, id, number, head_name, max(period) AS period, row_number() OVER (PARTITION BY key ORDER BY number) AS nth
      FROM found GROUP BY key, id, number, head_name)
    SELECT f.key, count(DISTINCT f.item)::int AS items, count(DISTINCT f.id)::int AS households, (
      SELECT json_agg(json_build_object('id', o.id, 'number', o.number, 'headName', o.head_name, 'period', o.period) ORDER BY o.nth)
      FROM households o WHERE o.key = f.key AND o.nth <= ${LISTED}) AS listed
    FROM found f GROUP BY f.key`;
  const problems = await db.problem.count({ where: { state: { not: "CLOSED" }, areaCode: { startsWith: areaCode } } });
  const cooperatives = await cooperativesNotClosed(db, areaCode, period);
  const found = new Map(rows.map((row) => [row.key, row]));
  const items = (key: FindingKey) => found.get(key)?.items ?? 0;
  const findings: readonly CloseFinding[] = [
    ...blockingFindings({
      differing: await differingRecords(db, areaCode, period),
      undecided: { declarations: items("declarations"), costs: items("costs") },
    }),
    { key: "cases", label: "未办完的状态变动", count: items("cases"), blocks: false },
    { key: "refunds", label: "未到账的退款", count: items("refunds"), blocks: false },
    { key: "disputes", label: "未了结的支付争议", count: items("disputes"), blocks: false },
    { key: "problems", label: "未销号的问题", count: problems, blocks: false },
    { key: "cooperatives", label: "当月未结账的合作社", count: cooperatives.length, blocks: false },
    { key: "unpaid", label: "应付未付的农户", count: items("unpaid"), blocks: false },
  ];
  return findings.map((finding) => {
    const { households = 0, listed = [] } = found.get(finding.key) ?? {};
    const masked = listed.map(({ headName, ...rest }) => ({ ...rest, maskedHeadName: maskName(headName) }));
    return {
      ...finding,
      ...(finding.key === "cooperatives" ? { cooperatives } : {}),
      households: { count: households, listed: masked },
    };
  });
}

/** Cooperatives at home in the area with something in the month's books, which they have not closed. */
async function cooperativesNotClosed(db: Db, areaCode: string, period: Period): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.name FROM cooperative c
    WHERE ${withinAreas(Prisma.sql`c.area_code`, [areaCode])}
      AND EXISTS (SELECT FROM posting p WHERE p.cooperative_id = c.id AND p.period = ${period})
      AND NOT EXISTS (SELECT FROM period_close p WHERE p.scope_kind = 'COOPERATIVE' AND p.scope_id = c.id::text
        AND p.period = ${period} AND p.state = 'CLOSED')
    ORDER BY c.name`;
  return rows.map(({ name }) => name);
}
