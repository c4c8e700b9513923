import * as accounts from "~/benefits/accounts";
import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { FundUseState } from "./village-fund";

export type VillageFund = {
  readonly code: string;
  readonly name: string;
  /** paid out to the village by bank, returned payments taken off */
  readonly receivedFen: Fen;
  /** approved uses and their corrections */
  readonly usedFen: Fen;
  /** recorded and not decided on; what a waiting correction would give back is not free yet */
  readonly waitingFen: Fen;
  readonly waiting: number;
  /** the day of the first payment; null before it */
  readonly sinceOn: string | null;
};

/** The villages of some areas that were ever paid anything, or that recorded a use. */
export async function villageFunds(db: Db, areaPrefixes: readonly string[]): Promise<VillageFund[]> {
  return db.$queryRaw<VillageFund[]>`
    ${fundsOf(withinAreas(Prisma.sql`a.code`, areaPrefixes))}
    WHERE paid.first_on IS NOT NULL OR used.rows > 0 ORDER BY a.code`;
}

/** One village's fund, for a transaction that spends of it; undefined when it is no village of these areas. */
export async function villageFund(
  db: Db,
  code: string,
  areaPrefixes: readonly string[],
): Promise<VillageFund | undefined> {
  const inside = withinAreas(Prisma.sql`a.code`, areaPrefixes);
  const [fund] = await db.$queryRaw<VillageFund[]>`${fundsOf(Prisma.sql`a.code = ${code} AND ${inside}`)}`;
  return fund;
}

function fundsOf(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT a.code, a.short_name AS name, paid.fen AS "receivedFen", used.fen AS "usedFen", used.waiting_fen AS "waitingFen",
      used.waiting, to_char(paid.first_on AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "sinceOn"
    FROM (SELECT * FROM area a WHERE a.level = 'VILLAGE' AND ${condition}) a
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(moved.fen), 0)::bigint AS fen, min(j.occurred_at) FILTER (WHERE moved.fen > 0) AS first_on
      FROM (${paidToVillage(Prisma.sql`a.code`)}) moved
      JOIN journal j ON j.id = moved.journal_id) paid
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS rows, (count(*) FILTER (WHERE u.state = 'WAITING'))::int AS waiting,
        coalesce(sum(u.amount_fen) FILTER (WHERE u.state = 'APPROVED'), 0)::bigint AS fen,
        coalesce(sum(greatest(u.amount_fen, 0)) FILTER (WHERE u.state = 'WAITING'), 0)::bigint AS waiting_fen
      FROM village_fund_use u WHERE u.area_code = a.code) used`;
}

/** Rows of what the bank paid to a village, and below zero what it sent back: journal_id, order_line_id, fen. */
export function paidToVillage(code: Prisma.Sql): Prisma.Sql {
  const account = Prisma.sql`'village:' || ${code} || ':payable'`;
  return Prisma.sql`
    SELECT p.journal_id, p.order_line_id, p.amount_fen AS fen FROM posting p
    WHERE p.source = ${account} AND p.source LIKE '%:payable' AND p.destination LIKE 'bank:%'
    UNION ALL SELECT p.journal_id, p.order_line_id, -p.amount_fen FROM posting p
    WHERE p.destination = ${account} AND p.destination LIKE '%:payable' AND p.source LIKE 'bank:%'`;
}

/** Recording and approving uses of one village's fund is done one after the other. */
export async function lockVillageFund(db: Db, code: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`village fund ${accounts.village(code)}`}, 7))`;
}

export type FundUse = {
  readonly id: string;
  readonly usedOn: string;
  readonly decidedOn: string;
  readonly amountFen: Fen;
  readonly purpose: string;
  readonly evidence: string;
  readonly mediaId: string;
  /** of a correction: what it corrects */
  readonly corrects: { readonly id: string; readonly usedOn: string; readonly purpose: string } | null;
  readonly state: FundUseState;
  readonly recordedById: string;
  readonly recordedBy: string | null;
  readonly decidedBy: string | null;
  readonly refusal: string | null;
};

/** Everything recorded of a village's fund, what waits first, then by day. */
export async function fundUses(db: Db, code: string): Promise<FundUse[]> {
  return db.$queryRaw<FundUse[]>`
    SELECT u.id, u.used_on::text AS "usedOn", u.decided_on::text AS "decidedOn", u.amount_fen AS "amountFen", u.purpose,
      u.evidence, u.media_id AS "mediaId", u.state, u.recorded_by_id AS "recordedById", r.display_name AS "recordedBy",
      coalesce(p.display_name, f.display_name) AS "decidedBy", u.refusal,
      CASE WHEN o.id IS NOT NULL
        THEN json_build_object('id', o.id, 'usedOn', o.used_on::text, 'purpose', o.purpose) END AS corrects
    FROM village_fund_use u
    LEFT JOIN village_fund_use o ON o.id = u.corrects_id
    LEFT JOIN app_user r ON r.id = u.recorded_by_id
    LEFT JOIN app_user p ON p.id = u.approved_by_id
    LEFT JOIN app_user f ON f.id = u.refused_by_id
    WHERE u.area_code = ${code} ORDER BY u.state = 'WAITING' DESC, u.used_on DESC, u.recorded_at DESC, u.id`;
}

/**
 * What an approved use comes to with its approved corrections, and without what waiting ones would take off it: each may be
 * approved alone. Undefined when it is no use of the village that can be corrected.
 */
export async function leftOfUse(db: Db, areaCode: string, useId: string): Promise<Fen | undefined> {
  const [row] = await db.$queryRaw<{ fen: Fen }[]>`
    SELECT (o.amount_fen + coalesce((SELECT sum(c.amount_fen) FROM village_fund_use c WHERE c.corrects_id = o.id
      AND (c.state = 'APPROVED' OR (c.state = 'WAITING' AND c.amount_fen < 0))), 0))::bigint AS fen
    FROM village_fund_use o
    WHERE o.id = ${useId}::uuid AND o.area_code = ${areaCode} AND o.state = 'APPROVED' AND o.corrects_id IS NULL`;
  return row?.fen;
}

/** The village of a paper of a use: its officials may see the picture. */
export async function villageOfFundPaper(db: Db, mediaId: string): Promise<{ readonly areaCode: string } | null> {
  return db.villageFundUse.findUnique({ where: { mediaId }, select: { areaCode: true } });
}
