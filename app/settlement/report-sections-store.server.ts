import { areaMonths, areaOverview } from "~/benefits/region-overview-store.server";
import { registerErrors } from "~/households/register-book-store.server";
import { periodsBetween, shiftPeriod, yearAndMonth } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { targetsFor } from "~/regions/target-store.server";
import { withinAreas } from "~/regions/within-areas.server";
import { collectiveVillages } from "./collective-store.server";
import { targetProgress } from "./measured-targets.server";
import { periodBefore, reportSpan, yearBefore, type ReportKind } from "./periodic-report";
import { joinSmallGroups, type PeriodicReportBody, type ReportMonth, type ReportTarget } from "./report-body";
import {
  comparedFigures,
  incomeByClass,
  reportBreakdown,
  type Breakdown,
  type ReportScope,
} from "./report-figures-store.server";

type Sections = Pick<PeriodicReportBody, "parts" | "compared" | "groups" | "months" | "byClassYearBefore" | "targets">;

/** Which of the sections a kind of report has: a month's stays on a page, a half-year's and a year's look back. */
export function sectionsOf(kind: ReportKind) {
  const long = kind === "HALF_YEAR" || kind === "YEAR";
  return { months: kind !== "MONTH", cooperatives: kind !== "MONTH", classesOfBothYears: long, targets: long };
}

/** What a report has beside its own figures: its areas with the year before, the comparison, and what its kind asks for. */
export async function reportSections(
  db: Db,
  scope: ReportScope & { readonly kind: ReportKind; readonly period: string },
  { places }: Breakdown,
): Promise<Sections> {
  const { areaCode, kind, period } = scope;
  const has = sectionsOf(kind);
  const isVillage = areaCode.length === 12;
  const before = kind === "YEAR" ? undefined : await comparedFigures(db, areaCode, kind, periodBefore(kind, period));
  const then = await comparedFigures(db, areaCode, kind, yearBefore(period));
  const spanBefore = then.figures === null ? undefined : reportSpan(kind, then.period);
  const placesBefore = spanBefore && (await reportBreakdown(db, { areaCode, span: spanBefore })).places;
  const groups = isVillage ? villageGroups(places) : [];
  return {
    parts: isVillage ? [] : withYearBefore(places, placesBefore),
    compared: { ...(before && { before }), yearBefore: then },
    ...(groups.length > 0 && { groups }),
    ...(has.months && { months: await monthsOf(db, scope) }),
    ...(has.classesOfBothYears &&
      spanBefore && { byClassYearBefore: await incomeByClass(db, { areaCode, span: spanBefore }) }),
    ...(has.targets && { targets: await targetsOf(db, scope) }),
  };
}

type Places = Breakdown["places"];

/** A village's groups as its report lists them. */
export function villageGroups(places: Places): ReturnType<typeof joinSmallGroups> {
  return joinSmallGroups(places.map(({ place, ...group }) => ({ ...group, name: place || "未填组" })));
}

/** An area that had something a year ago and has no household any more stays in the table: else the sum of that year would lack it. */
function withYearBefore(places: Places, before: Places | undefined): PeriodicReportBody["parts"] {
  if (before === undefined) return places.map(({ place, ...figures }) => ({ code: place, ...figures }));
  const gone = before.filter(({ place, paidFen }) => paidFen !== "0" && !places.some((one) => one.place === place));
  return [...places, ...gone.map(({ place }) => ({ place, ...NOTHING }))]
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ place, ...figures }) => {
      const paidYearBeforeFen = before.find((one) => one.place === place)?.paidFen ?? "0";
      return { code: place, ...figures, paidYearBeforeFen };
    });
}

const NOTHING = {
  households: 0,
  people: 0,
  earning: 0,
  accruedFen: "0",
  paidFen: "0",
  attributedFen: "0",
  declaredFen: "0",
} as const;

/** Every month of the period: income out of the sums by village and month, which the total is not made of. */
async function monthsOf(db: Db, { areaCode, span: { from, to } }: ReportScope): Promise<ReportMonth[]> {
  const earned = await areaMonths(db, { areaPrefixes: [areaCode], areaCode, from, to });
  const declared = await db.$queryRaw<{ period: string; fen: bigint }[]>`
    SELECT d.period, sum(d.gross_fen - d.cost_fen)::bigint AS fen
    FROM declared_income d JOIN household h ON h.id = d.household_id CROSS JOIN LATERAL class_of(d.flow, d.period) k
    WHERE ${withinAreas(Prisma.sql`h.area_code`, [areaCode])} AND d.period BETWEEN ${from} AND ${to}
      AND d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' GROUP BY 1`;
  return periodsBetween(from, to).map((period) => {
    const month = earned.find((one) => one.period === period);
    return {
      period,
      accruedFen: String(month?.accruedFen ?? 0n),
      paidFen: String(month?.paidFen ?? 0n),
      declaredFen: String(declared.find((one) => one.period === period)?.fen ?? 0n),
    };
  });
}

/** The area's targets with what was reached from January on, measured as on the area's page. */
async function targetsOf(db: Db, { areaCode, span }: ReportScope): Promise<ReportTarget[]> {
  const year = yearAndMonth(span.to).year;
  const targets = await targetsFor(db, areaCode, year);
  if (targets.length === 0) return [];
  const scope = { areaPrefixes: [areaCode], areaCode, from: `${year}-01`, to: span.to };
  const before = { from: shiftPeriod(scope.from, -12), to: shiftPeriod(scope.to, -12) };
  const chart = { from: scope.from, to: scope.to };
  const { whole } = await areaOverview(db, { ...scope, below: areaCode.length === 6 ? 9 : 12, before, chart });
  const collective = await collectiveVillages(db, scope);
  const errors = await registerErrors(db, scope.areaPrefixes, areaCode, span.lastDay);
  return targetProgress(targets, { totals: whole, spread: whole, collective, errors });
}
