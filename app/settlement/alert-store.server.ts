import { boundsOf, dayOf, shiftPeriod, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { AlertKey, Finding } from "./alert";

/** What a rule finds in an area as of a month (the last whole one): the back-test and the nightly run ask the same. */
export async function findAlerts(
  db: Db,
  rule: { readonly key: AlertKey; readonly areaCode: string; readonly factor: number; readonly month: Period },
): Promise<Finding[]> {
  return db.$queryRaw<Finding[]>`${QUERIES[rule.key](rule)} ORDER BY 3, 1, 2`;
}

type Asked = { readonly areaCode: string; readonly factor: number; readonly month: Period };

const inside = (asked: Asked, column = Prisma.sql`h.area_code`) => withinAreas(column, [asked.areaCode]);
const yearTo = ({ month }: Asked) => Prisma.sql`BETWEEN ${shiftPeriod(month, -11)} AND ${month}`;
const yuan = (fen: Prisma.Sql) => Prisma.sql`to_char((${fen}) / 100.0, 'FM999,999,990.00')`;

/** Accrued platform income of some months by household, without what is excluded. */
const accrued = (months: Prisma.Sql) => Prisma.sql`
  SELECT r.household_id, sum(r.accrued_fen)::bigint AS fen, sum(r.paid_fen)::bigint AS paid FROM household_month_now r
  WHERE r.period ${months} AND r.income_class NOT IN ('EXCLUDED', 'ATTRIBUTED') GROUP BY r.household_id`;

const QUERIES: Readonly<Record<AlertKey, (asked: Asked) => Prisma.Sql>> = {
  BELOW_LINE: (asked) => {
    const lastDay = dayOf(new Date(boundsOf(asked.month).to.getTime() - 1));
    return Prisma.sql`
      WITH line AS (
        SELECT fen_per_person AS fen FROM income_line WHERE kind = 'MONITORING' AND year <= ${Number(asked.month.slice(0, 4))}
          AND ${asked.areaCode} LIKE area_code || '%' ORDER BY year DESC, length(area_code) DESC LIMIT 1),
      year AS (${accrued(yearTo(asked))}),
      declared AS (
        SELECT d.household_id, sum(d.gross_fen - d.cost_fen)::bigint AS fen FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
        WHERE d.state = 'APPROVED' AND d.period ${yearTo(asked)} AND k.income_class <> 'EXCLUDED' GROUP BY 1),
      head AS (
        SELECT m.household_id, count(*) AS people FROM household_member m
        WHERE m.joined_on <= ${lastDay}::date AND (m.left_on IS NULL OR m.left_on > ${lastDay}::date) GROUP BY 1)
      SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
        '近 12 个月人均净收入 ' || ${yuan(Prisma.sql`(coalesce(year.paid, 0) + coalesce(declared.fen, 0)) / head.people`)} || ' 元，监测线 ' || ${yuan(Prisma.sql`line.fen`)} || ' 元' AS evidence
      FROM line CROSS JOIN household h JOIN head ON head.household_id = h.id
      JOIN declared ON declared.household_id = h.id LEFT JOIN year ON year.household_id = h.id
      WHERE ${inside(asked)} AND (coalesce(year.paid, 0) + coalesce(declared.fen, 0)) * 100 < line.fen * head.people * ${asked.factor}::bigint`;
  },
  SUDDEN_FALL: (asked) => Prisma.sql`
    WITH now AS (${accrued(Prisma.sql`BETWEEN ${shiftPeriod(asked.month, -2)} AND ${asked.month}`)}),
    before AS (${accrued(Prisma.sql`BETWEEN ${shiftPeriod(asked.month, -14)} AND ${shiftPeriod(asked.month, -12)}`)})
    SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
      '近 3 个月应计 ' || ${yuan(Prisma.sql`coalesce(now.fen, 0)`)} || ' 元，上年同期 ' || ${yuan(Prisma.sql`before.fen`)} || ' 元' AS evidence
    FROM household h JOIN before ON before.household_id = h.id LEFT JOIN now ON now.household_id = h.id
    WHERE ${inside(asked)} AND before.fen >= 50000 AND coalesce(now.fen, 0) * 100 < before.fen * ${asked.factor}::bigint`,
  NO_INCOME: (asked) => {
    const months = Math.max(1, Math.round(asked.factor / 100));
    return Prisma.sql`
      WITH recent AS (${accrued(Prisma.sql`BETWEEN ${shiftPeriod(asked.month, 1 - months)} AND ${asked.month}`)}),
      before AS (${accrued(Prisma.sql`BETWEEN ${shiftPeriod(asked.month, -11 - months)} AND ${shiftPeriod(asked.month, -months)}`)})
      SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
        '近 ' || ${String(months)} || ' 个月 0 笔，此前 12 个月 ' || ${yuan(Prisma.sql`before.fen`)} || ' 元' AS evidence
      FROM household h JOIN before ON before.household_id = h.id LEFT JOIN recent ON recent.household_id = h.id
      WHERE ${inside(asked)} AND before.fen > 0 AND coalesce(recent.fen, 0) = 0`;
  },
  ONE_BUYER: (asked) => Prisma.sql`
    WITH by_org AS (
      SELECT i.household_id, i.cooperative_id, sum(i.accrued_fen)::bigint AS fen FROM household_income i JOIN household h ON h.id = i.household_id
      WHERE ${inside(asked)} AND i.period ${yearTo(asked)} GROUP BY 1, 2),
    total AS (SELECT household_id, sum(fen) AS fen FROM by_org GROUP BY 1)
    SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
      '近 12 个月应计 ' || ${yuan(Prisma.sql`total.fen`)} || ' 元，其中 ' || ${yuan(Prisma.sql`by_org.fen`)} || ' 元来自' || c.name AS evidence
    FROM by_org JOIN total USING (household_id) JOIN household h ON h.id = by_org.household_id JOIN cooperative c ON c.id = by_org.cooperative_id
    WHERE total.fen >= 300000 AND by_org.fen * 100 >= total.fen * ${asked.factor}::bigint`,
  UNUSUALLY_HIGH: (asked) => Prisma.sql`
    WITH year AS (${accrued(yearTo(asked))}),
    village AS (
      SELECT h.area_code, percentile_disc(0.5) WITHIN GROUP (ORDER BY year.fen) AS median FROM year JOIN household h ON h.id = year.household_id
      WHERE ${inside(asked)} AND year.fen > 0 GROUP BY 1)
    SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
      '近 12 个月应计 ' || ${yuan(Prisma.sql`year.fen`)} || ' 元，本村有收入户中位数 ' || ${yuan(Prisma.sql`village.median`)} || ' 元' AS evidence
    FROM year JOIN household h ON h.id = year.household_id JOIN village ON village.area_code = h.area_code
    WHERE ${inside(asked)} AND year.fen * 100 > village.median * ${asked.factor}::bigint`,
  OVER_LAND: (asked) => {
    const { from } = boundsOf(shiftPeriod(asked.month, -11));
    const { to } = boundsOf(asked.month);
    return Prisma.sql`
      WITH grams AS (
        SELECT i.household_id, sum(i.net)::bigint AS grams FROM intake i
        WHERE i.base_unit = 'GRAM' AND i.delivered_at >= ${from} AND i.delivered_at < ${to} AND i.reverses_id IS NULL
          AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id) GROUP BY 1),
      land AS (
        SELECT DISTINCT ON (household_id) household_id,
          coalesce((facts->'household'->>'arable')::numeric, 0) + coalesce((facts->'household'->>'orchard')::numeric, 0) AS mu
        FROM household_profile ORDER BY household_id, version DESC)
      SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
        '近 12 个月交货 ' || round(grams.grams / 1000.0) || ' 公斤，调查的耕地与林果面积 ' || land.mu || ' 亩' AS evidence
      FROM grams JOIN land ON land.household_id = grams.household_id JOIN household h ON h.id = grams.household_id
      WHERE ${inside(asked)} AND grams.grams > land.mu * ${asked.factor}::bigint * 10`;
  },
  DECLARED_NOT_PAID: (asked) => Prisma.sql`
    WITH paid AS (
      SELECT i.cooperative_id, i.household_id FROM household_income i
      WHERE i.period ${yearTo(asked)} GROUP BY 1, 2 HAVING sum(i.paid_fen) > 0)
    SELECT NULL::uuid AS "householdId", c.id AS "cooperativeId", c.area_code AS "areaCode",
      c.name || '申报带动 ' || c.declared_households || ' 户，近 12 个月实付 ' || count(paid.household_id) || ' 户' AS evidence
    FROM cooperative c LEFT JOIN paid ON paid.cooperative_id = c.id
    WHERE c.status = 'APPROVED' AND ${inside(asked, Prisma.sql`c.area_code`)}
    GROUP BY c.id HAVING count(paid.household_id) * 100 < c.declared_households * ${asked.factor}::bigint`,
};
