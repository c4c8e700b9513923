import { ACCRUED, ATTRIBUTED, classesIn, PAID, PENDING } from "~/benefits/income-sql.server";
import type { Fen } from "~/kernel/money";
import { boundsOf, dayOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { recordIsLedger } from "./month-digest-store.server";

export type VillageMoney = {
  readonly areaCode: string;
  /** households with income in the month */
  readonly earning: number;
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
  readonly attributedFen: Fen;
  readonly declaredFen: Fen;
  /** of what each of its households had: one fen moved from one to another shows */
  readonly digest: string;
};

export type MonthMoney = {
  readonly money: {
    readonly villages: readonly VillageMoney[];
    readonly byClass: readonly {
      readonly incomeClass: string;
      readonly accruedFen: string;
      readonly paidFen: string;
    }[];
  };
  /** households and classes of which the kept record is not what the ledger says; asked only while closing */
  readonly differing: number;
};

/**
 * What postings, attributions and approved declarations of a month say of the households of an area: as they were frozen, or
 * while it is being closed as they lie there now. Closing, the ledger's month is compared with the kept record; where they are
 * the same, the record is added up, and only where they are not, the ledger is, household by household.
 */
export async function moneyOfMonth(
  db: Db,
  { areaCode, period, sequence }: { readonly areaCode: string; readonly period: Period; readonly sequence?: number },
  which: "as frozen" | "while closing",
): Promise<MonthMoney> {
  const ofLedger = (asked: Prisma.Sql) =>
    Prisma.sql`ledger AS (${ledgerOf(period)}), months AS MATERIALIZED (${asked})`;
  const source =
    which === "as frozen"
      ? ofLedger(frozenMonths(areaCode, sequence ?? 0))
      : (await recordIsLedger(db, period))
        ? // Read twice: for what is read by an index that costs less than to keep it.
          Prisma.sql`months AS NOT MATERIALIZED (${keptMonths(areaCode, period)})`
        : ofLedger(comparedMonths(areaCode, period));
  const rows = await db.$queryRaw<
    (Omit<VillageMoney, "areaCode" | "digest"> & {
      readonly areaCode: string | null;
      readonly incomeClass: string | null;
      readonly digest: string | null;
    })[]
  >`
    WITH ${source},
    money AS (
      SELECT household_id, any_value(area_code) AS area_code, fen_sum(accrued) FILTER (WHERE income_class <> 'EXCLUDED') AS accrued,
        fen_sum(paid) FILTER (WHERE income_class <> 'EXCLUDED') AS paid, fen_sum(attributed) AS attributed, fen_sum(declared) AS declared
      FROM months WHERE counted GROUP BY household_id)
    SELECT area_code AS "areaCode", NULL AS "incomeClass", (count(*) FILTER (WHERE accrued <> 0 OR paid <> 0))::int AS earning,
      fen_sum(accrued) AS "accruedFen", fen_sum(paid) AS "paidFen", fen_sum(attributed) AS "attributedFen",
      fen_sum(declared) AS "declaredFen", encode(sha256(string_agg(money_of_household(household_id, accrued, paid, attributed, declared), ''::bytea
        ORDER BY household_id) FILTER (WHERE (accrued, paid, attributed, declared) <> (0, 0, 0, 0))), 'hex') AS digest
    FROM money GROUP BY area_code
    UNION ALL
    SELECT NULL, income_class, 0, fen_sum(accrued), fen_sum(paid), 0, 0, NULL
    FROM months WHERE counted AND income_class NOT IN ('ATTRIBUTED', 'DECLARED') GROUP BY income_class
    UNION ALL
    SELECT NULL, NULL, count(*)::int, 0, 0, 0, 0, NULL FROM months
    WHERE differs AND household_id NOT IN (${dueIn(period)})
    ORDER BY 1, 2`;
  return {
    money: {
      villages: rows.flatMap(({ areaCode: code, digest, incomeClass: _, ...figures }) =>
        code === null || digest === null ? [] : [{ areaCode: code, digest, ...figures }],
      ),
      byClass: rows.flatMap(({ incomeClass, accruedFen, paidFen }) =>
        incomeClass === null ? [] : [{ incomeClass, accruedFen: String(accruedFen), paidFen: String(paidFen) }],
      ),
    },
    differing: rows.find(({ areaCode: code, incomeClass }) => code === null && incomeClass === null)?.earning ?? 0,
  };
}

/** Households of which the month is due. As a list to look in: a join with a table that is mostly empty is planned badly. */
function dueIn(period: Period): Prisma.Sql {
  return Prisma.sql`SELECT household_id FROM household_month_due WHERE period = ${period}`;
}

/** The month by household and class, of the whole country: where a household lies is not in the ledger. */
function ledgerOf(period: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT p.household_id, k.income_class, fen_sum(${ACCRUED}) AS accrued, fen_sum(${PAID}) AS paid, fen_sum(${PENDING}) AS pending,
      fen_sum(CASE WHEN k.stable THEN ${ACCRUED} ELSE 0 END) AS stable, 0::bigint AS attributed, 0::bigint AS declared
    FROM posting p JOIN ${classesIn(period)} k ON k.flow = p.flow WHERE p.period = ${period} AND p.household_id IS NOT NULL GROUP BY 1, 2
    UNION ALL
    SELECT a.household_id, 'ATTRIBUTED', 0, 0, 0, 0, fen_sum(${ATTRIBUTED}), 0
    FROM attribution a WHERE a.period = ${period} AND a.household_id IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT household_id, 'DECLARED', 0, 0, 0, 0, 0, net FROM (${declaredOf(period)}) d`;
}

/** Of the households that were frozen in the area, each where it lay. */
function frozenMonths(areaCode: string, sequence: number): Prisma.Sql {
  return Prisma.sql`
    SELECT l.*, z.area_code, true AS counted, false AS differs FROM ledger l CROSS JOIN LATERAL (
      SELECT f.present, f.area_code FROM frozen_household f
      WHERE f.scope_id = ${areaCode} AND f.household_id = l.household_id AND f.sequence <= ${sequence}::int
      ORDER BY f.sequence DESC LIMIT 1) z
    WHERE z.present`;
}

/** What is kept of the households that lie in the area, and the declarations, which are kept nowhere. */
function keptMonths(areaCode: string, period: Period): Prisma.Sql {
  const inside = (column: Prisma.Sql) => withinAreas(column, [areaCode]);
  return Prisma.sql`
    SELECT m.*, m.household_id NOT IN (${registeredLater(areaCode, period)}) AS counted, false AS differs FROM (
      SELECT k.household_id, k.income_class, k.accrued_fen AS accrued, k.paid_fen AS paid, k.attributed_fen AS attributed,
        0::bigint AS declared, k.area_code
      FROM household_month k WHERE k.period = ${period} AND ${inside(Prisma.sql`k.area_code`)}
      UNION ALL
      SELECT d.household_id, 'DECLARED', 0, 0, 0, d.net, h.area_code
      FROM (${declaredOf(period)}) d JOIN household h ON h.id = d.household_id WHERE ${inside(Prisma.sql`h.area_code`)}) m`;
}

/** Households of the area that were not yet registered on the month's last day. */
function registeredLater(areaCode: string, period: Period): Prisma.Sql {
  const lastDay = dayOf(new Date(boundsOf(period).to.getTime() - 1));
  return Prisma.sql`
    SELECT h.id FROM household h WHERE h.registered_on > ${lastDay}::date AND ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}`;
}

function declaredOf(period: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT d.household_id, sum(d.gross_fen - d.cost_fen)::bigint AS net
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
    WHERE d.period = ${period} AND d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' GROUP BY 1`;
}

/**
 * Of the households that lie in the area now, beside what is kept of them. The kept row says where it is counted; only where
 * there is none, or it is due, the card is asked. Who was registered later is compared, but not counted.
 */
function comparedMonths(areaCode: string, period: Period): Prisma.Sql {
  const inside = (column: Prisma.Sql) => withinAreas(column, [areaCode]);
  return Prisma.sql`
    SELECT m.*, m.household_id NOT IN (${registeredLater(areaCode, period)}) AS counted
    FROM (
      SELECT coalesce(l.household_id, r.household_id) AS household_id, coalesce(l.income_class, r.income_class) AS income_class,
        l.accrued, l.paid, l.attributed, l.declared,
        CASE WHEN r.household_id IS NULL THEN (SELECT h.area_code FROM household h WHERE h.id = l.household_id) ELSE r.area_code END AS area_code,
        l.income_class IS DISTINCT FROM 'DECLARED' AND (r.accrued_fen, r.paid_fen, r.pending_fen, r.stable_fen, r.attributed_fen)
          IS DISTINCT FROM (l.accrued, l.paid, l.pending, l.stable, l.attributed) AS differs
      FROM ledger l FULL JOIN (
        SELECT k.* FROM household_month k WHERE k.period = ${period} AND ${inside(Prisma.sql`k.area_code`)}
          AND k.household_id NOT IN (${dueIn(period)})) r
        ON r.household_id = l.household_id AND r.income_class = l.income_class) m
    WHERE ${inside(Prisma.sql`m.area_code`)}`;
}
