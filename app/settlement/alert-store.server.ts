import { ACCRUED, BY_THE_BANK, PAID, recordOf } from "~/benefits/income-sql.server";
import { headsDividing } from "~/households/heads-sql.server";
import { boundsOf, shiftPeriod, yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { monitoringLine } from "~/regions/income-line-store.server";
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
const accrued = (asked: Asked, months: Prisma.Sql) => Prisma.sql`
  SELECT r.household_id, sum(r.accrued_fen)::bigint AS fen, sum(r.paid_fen)::bigint AS paid
  FROM ${recordOf(inside(asked), Prisma.sql`r.period ${months} AND r.income_class NOT IN ('EXCLUDED', 'ATTRIBUTED')`)} r
  GROUP BY r.household_id`;

const QUERIES: Readonly<Record<AlertKey, (asked: Asked) => Prisma.Sql>> = {
  BELOW_LINE: (asked) => {
    const people = Prisma.sql`heads.people`;
    // The same as a household's page measures by: paid less costs and what is declared, per head, against the line of the year.
    const net = Prisma.sql`coalesce(year.paid, 0) - coalesce(cost.fen, 0) + declared.fen`;
    return Prisma.sql`
      WITH line AS (${monitoringLine(asked.areaCode, yearAndMonth(asked.month).year)}),
      year AS (${accrued(asked, yearTo(asked))}),
      declared AS (
        SELECT d.household_id, sum(d.gross_fen - d.cost_fen)::bigint AS fen FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
        WHERE d.state = 'APPROVED' AND d.period ${yearTo(asked)} AND k.income_class <> 'EXCLUDED' GROUP BY 1),
      cost AS (
        SELECT household_id, sum(amount_fen)::bigint AS fen FROM cost_entry
        WHERE state = 'APPROVED' AND period ${yearTo(asked)} GROUP BY 1)
      SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
        '近 12 个月人均净收入 ' || ${yuan(Prisma.sql`(${net}) / ${people}`)} || ' 元，监测线 ' || ${yuan(Prisma.sql`line.fen`)} || ' 元' AS evidence
      FROM line CROSS JOIN household h
      JOIN declared ON declared.household_id = h.id LEFT JOIN year ON year.household_id = h.id LEFT JOIN cost ON cost.household_id = h.id
      CROSS JOIN LATERAL ${headsDividing({ from: shiftPeriod(asked.month, -11), to: asked.month })} heads
      WHERE ${inside(asked)} AND ${people} > 0 AND (${net}) * 100 < line.fen * ${people} * ${asked.factor}::bigint`;
  },
  SUDDEN_FALL: (asked) => Prisma.sql`
    WITH now AS (${accrued(asked, Prisma.sql`BETWEEN ${shiftPeriod(asked.month, -2)} AND ${asked.month}`)}),
    before AS (${accrued(asked, Prisma.sql`BETWEEN ${shiftPeriod(asked.month, -14)} AND ${shiftPeriod(asked.month, -12)}`)})
    SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
      '近 3 个月应计 ' || ${yuan(Prisma.sql`coalesce(now.fen, 0)`)} || ' 元，上年同期 ' || ${yuan(Prisma.sql`before.fen`)} || ' 元' AS evidence
    FROM household h JOIN before ON before.household_id = h.id LEFT JOIN now ON now.household_id = h.id
    WHERE ${inside(asked)} AND before.fen >= 50000 AND coalesce(now.fen, 0) * 100 < before.fen * ${asked.factor}::bigint`,
  NO_INCOME: (asked) => {
    const months = Math.max(1, Math.round(asked.factor / 100));
    return Prisma.sql`
      WITH recent AS (${accrued(asked, Prisma.sql`BETWEEN ${shiftPeriod(asked.month, 1 - months)} AND ${asked.month}`)}),
      before AS (${accrued(asked, Prisma.sql`BETWEEN ${shiftPeriod(asked.month, -11 - months)} AND ${shiftPeriod(asked.month, -months)}`)})
      SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
        '近 ' || ${String(months)} || ' 个月 0 笔，此前 12 个月 ' || ${yuan(Prisma.sql`before.fen`)} || ' 元' AS evidence
      FROM household h JOIN before ON before.household_id = h.id LEFT JOIN recent ON recent.household_id = h.id
      WHERE ${inside(asked)} AND before.fen > 0 AND coalesce(recent.fen, 0) = 0`;
  },
  ONE_BUYER: (asked) => Prisma.sql`
    WITH by_org AS (
      SELECT p.household_id, p.cooperative_id, sum(${ACCRUED})::bigint AS fen FROM household h JOIN posting p ON p.household_id = h.id
      WHERE ${inside(asked)} AND p.period ${yearTo(asked)} GROUP BY 1, 2),
    total AS (SELECT household_id, sum(fen) AS fen FROM by_org GROUP BY 1)
    SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
      '近 12 个月应计 ' || ${yuan(Prisma.sql`total.fen`)} || ' 元，其中 ' || ${yuan(Prisma.sql`by_org.fen`)} || ' 元来自' || c.name AS evidence
    FROM by_org JOIN total USING (household_id) JOIN household h ON h.id = by_org.household_id JOIN cooperative c ON c.id = by_org.cooperative_id
    WHERE total.fen >= 300000 AND by_org.fen * 100 >= total.fen * ${asked.factor}::bigint`,
  ONE_PRODUCT: (asked) => Prisma.sql`
    WITH credit AS (
      SELECT p.household_id, coalesce(l.product_id, i.product_id) AS product_id, ${ACCRUED} AS fen
      FROM posting p JOIN household h ON h.id = p.household_id
      LEFT JOIN order_line l ON l.id = p.order_line_id LEFT JOIN intake i ON i.id = p.intake_id
      WHERE ${inside(asked)} AND p.period ${yearTo(asked)}),
    by_product AS (SELECT household_id, product_id, sum(fen)::bigint AS fen FROM credit GROUP BY 1, 2),
    total AS (SELECT household_id, sum(fen) AS fen FROM by_product GROUP BY 1)
    SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
      '近 12 个月应计 ' || ${yuan(Prisma.sql`total.fen`)} || ' 元，其中 ' || ${yuan(Prisma.sql`by_product.fen`)} || ' 元来自' || d.name AS evidence
    FROM by_product JOIN total USING (household_id) JOIN household h ON h.id = by_product.household_id JOIN product d ON d.id = by_product.product_id
    WHERE total.fen >= 300000 AND by_product.fen * 100 >= total.fen * ${asked.factor}::bigint`,
  SHARED_ACCOUNT: (asked) => {
    const least = Math.max(2, Math.ceil(asked.factor / 100));
    return Prisma.sql`
      WITH card AS (
        SELECT h.id, h.number, h.area_code, h.bank_account_index AS account, ${inside(asked)} AS here FROM household h
        WHERE h.bank_account_index IS NOT NULL
          AND NOT EXISTS (SELECT FROM household_status_event e WHERE e.household_id = h.id AND e.type IN ('MERGED', 'CANCELLED'))),
      shared AS (
        SELECT account, count(*) AS cards, count(*) FILTER (WHERE NOT here) AS elsewhere FROM card
        GROUP BY account HAVING count(*) >= ${least} AND bool_or(here))
      SELECT c.id AS "householdId", NULL::uuid AS "cooperativeId", c.area_code AS "areaCode",
        '同一银行账号登记在 ' || shared.cards || ' 户：' || coalesce((
          SELECT string_agg(o.number, '、' ORDER BY o.number) FROM card o WHERE o.account = c.account AND o.here AND o.id <> c.id), '')
          || CASE WHEN shared.elsewhere > 0 THEN '（另有辖区外 ' || shared.elsewhere || ' 户）' ELSE '' END AS evidence
      FROM card c JOIN shared USING (account) WHERE c.here`;
  },
  SELF_PURCHASE: (asked) => {
    const { from } = boundsOf(shiftPeriod(asked.month, -11));
    const { to } = boundsOf(asked.month);
    const sold = Prisma.sql`sum(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)::bigint`;
    return Prisma.sql`
      WITH own_order AS (
        SELECT h.id AS household_id, b.order_id FROM household h JOIN order_buyer b ON b.phone_index = h.phone_index WHERE ${inside(asked)}
        UNION
        SELECT h.id, o.id FROM household h JOIN role_grant g ON g.role = 'HOUSEHOLD' AND g.scope_id = h.id::text
        JOIN customer_order o ON o.user_id = g.user_id WHERE ${inside(asked)}),
      bought AS (
        SELECT a.household_id, ${sold} AS fen, count(DISTINCT o.order_id) AS orders
        FROM own_order o JOIN order_line l ON l.order_id = o.order_id
        JOIN attribution a ON a.order_line_id = l.id AND a.household_id = o.household_id
        WHERE a.period ${yearTo(asked)} GROUP BY 1),
      total AS (
        SELECT a.household_id, ${sold} AS fen FROM attribution a
        WHERE a.household_id IN (SELECT household_id FROM bought) AND a.period ${yearTo(asked)} GROUP BY 1),
      sale AS (
        SELECT s.seller_id AS cooperative_id, o.id AS order_id, o.user_id, o.buyer_phone, l.net_fen
        FROM customer_order o JOIN order_line l ON l.order_id = o.id JOIN shipment s ON s.id = l.shipment_id
        JOIN cooperative c ON c.id = s.seller_id
        WHERE s.seller_kind = 'COOPERATIVE' AND l.kind = 'GOODS' AND o.state = 'PAID' AND o.paid_at >= ${from} AND o.paid_at < ${to}
          AND ${inside(asked, Prisma.sql`c.area_code`)}),
      of_coop AS (
        SELECT cooperative_id, sum(net_fen)::bigint AS total, coalesce(sum(net_fen) FILTER (WHERE own), 0)::bigint AS fen,
          count(DISTINCT order_id) FILTER (WHERE own) AS orders
        FROM (SELECT sale.*, regexp_replace(sale.buyer_phone, '[^0-9]', '', 'g') = regexp_replace(c.phone, '[^0-9]', '', 'g') OR EXISTS (
            SELECT FROM role_grant g WHERE g.user_id = sale.user_id AND g.scope_kind = 'COOPERATIVE' AND g.scope_id = c.id::text) AS own
          FROM sale JOIN cooperative c ON c.id = sale.cooperative_id) told
        GROUP BY 1)
      SELECT h.id AS "householdId", NULL::uuid AS "cooperativeId", h.area_code AS "areaCode",
        '近 12 个月有 ' || bought.orders || ' 笔订单由本户下单买走自己的货 ' || ${yuan(Prisma.sql`bought.fen`)} || ' 元，带动销售额共 ' || ${yuan(Prisma.sql`total.fen`)} || ' 元' AS evidence
      FROM bought JOIN total USING (household_id) JOIN household h ON h.id = bought.household_id
      WHERE bought.fen > 0 AND bought.fen * 100 >= total.fen * ${asked.factor}::bigint
      UNION ALL
      SELECT NULL::uuid, c.id, c.area_code,
        '近 12 个月有 ' || o.orders || ' 笔订单由本社人员或本社电话买走本社的货 ' || ${yuan(Prisma.sql`o.fen`)} || ' 元，全部销售 ' || ${yuan(Prisma.sql`o.total`)} || ' 元'
      FROM of_coop o JOIN cooperative c ON c.id = o.cooperative_id
      WHERE o.fen > 0 AND o.fen * 100 >= o.total * ${asked.factor}::bigint`;
  },
  UNUSUALLY_HIGH: (asked) => Prisma.sql`
    WITH year AS (${accrued(asked, yearTo(asked))}),
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
      SELECT p.cooperative_id, p.household_id FROM cooperative c JOIN posting p ON p.cooperative_id = c.id
      WHERE ${inside(asked, Prisma.sql`c.area_code`)} AND p.household_id IS NOT NULL AND p.period ${yearTo(asked)} AND ${BY_THE_BANK}
      GROUP BY 1, 2 HAVING sum(${PAID}) > 0)
    SELECT NULL::uuid AS "householdId", c.id AS "cooperativeId", c.area_code AS "areaCode",
      c.name || '申报带动 ' || c.declared_households || ' 户，近 12 个月实付 ' || count(paid.household_id) || ' 户' AS evidence
    FROM cooperative c LEFT JOIN paid ON paid.cooperative_id = c.id
    WHERE c.status = 'APPROVED' AND ${inside(asked, Prisma.sql`c.area_code`)}
    GROUP BY c.id HAVING count(paid.household_id) * 100 < c.declared_households * ${asked.factor}::bigint`,
};
