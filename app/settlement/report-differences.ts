import { formatYuan } from "~/kernel/money";
import type { PeriodicReportBody, ReportFigures } from "./report-body";

/** What does not add up, in sentences; a report with one is not submitted. Sections that a report does not have are not asked. */
export function reportDifferences(body: PeriodicReportBody): string[] {
  const { total, parts, byStanding, groups = [] } = body;
  const householdsByStanding = byStanding.map((row) => row.households);
  const peopleByStanding = byStanding.map((row) => row.people);
  return [
    ...count("户数", total.households, householdsByStanding, "各类别"),
    ...count("人口", total.people, peopleByStanding, "各类别"),
    ...classDifferences(body),
    ...figures(total, parts, "下级各地"),
    ...figures(total, groups, "各村民组"),
    ...monthDifferences(body),
    ...yearBeforeDifferences(body),
  ];
}

/** Of the four classes against the total. */
export function classDifferences({ total, byClass }: PeriodicReportBody): string[] {
  const accrued = byClass.map((row) => row.accruedFen);
  const paid = byClass.map((row) => row.paidFen);
  return [...money("应计收入", total.accruedFen, accrued, "四类"), ...money("到户收入", total.paidFen, paid, "四类")];
}

function figures(total: ReportFigures, rows: readonly ReportFigures[], of: string): string[] {
  if (rows.length === 0) return [];
  const column = <Key extends keyof ReportFigures>(key: Key) => rows.map((row) => row[key]);
  return [
    ...count("户数", total.households, column("households"), of),
    ...count("人口", total.people, column("people"), of),
    ...count("有收入户", total.earning, column("earning"), of),
    ...money("应计收入", total.accruedFen, column("accruedFen"), of),
    ...money("到户收入", total.paidFen, column("paidFen"), of),
    ...money("带动销售额", total.attributedFen, column("attributedFen"), of),
    ...money("申报收入", total.declaredFen, column("declaredFen"), of),
  ];
}

/** Of the months against the total. */
export function monthDifferences({ total, months: rows }: PeriodicReportBody): string[] {
  if (rows === undefined) return [];
  const column = (key: "accruedFen" | "paidFen" | "declaredFen") => rows.map((row) => row[key]);
  return [
    ...money("应计收入", total.accruedFen, column("accruedFen"), "各月"),
    ...money("到户收入", total.paidFen, column("paidFen"), "各月"),
    ...money("申报收入", total.declaredFen, column("declaredFen"), "各月"),
  ];
}

/** The year before has its own total, which its parts and classes have to come to. */
function yearBeforeDifferences({ parts, compared, byClassYearBefore: byClass }: PeriodicReportBody): string[] {
  const then = compared?.yearBefore.figures;
  if (!then) return [];
  const ofParts = parts.flatMap(({ paidYearBeforeFen: fen }) => (fen === undefined ? [] : [fen]));
  return [
    ...(parts.length === 0 ? [] : money("上年同期到户收入", then.paidFen, ofParts, "下级各地")),
    ...(byClass === undefined
      ? []
      : [
          ...money(
            "上年同期应计收入",
            then.accruedFen,
            byClass.map((row) => row.accruedFen),
            "四类",
          ),
          ...money(
            "上年同期到户收入",
            then.paidFen,
            byClass.map((row) => row.paidFen),
            "四类",
          ),
        ]),
  ];
}

function count(name: string, stated: number, rows: readonly number[], of: string): string[] {
  const added = rows.reduce((sum, one) => sum + one, 0);
  const off = Math.abs(stated - added);
  return added === stated ? [] : [`${name}合计 ${stated}，${of}之和 ${added}，相差 ${off}。`];
}

function money(name: string, stated: string, rows: readonly string[], of: string): string[] {
  const added = rows.reduce((sum, one) => sum + BigInt(one), 0n);
  const off = BigInt(stated) - added;
  if (off === 0n) return [];
  const apart = formatYuan(off < 0n ? -off : off);
  return [`${name}合计 ${formatYuan(BigInt(stated))} 元，${of}之和 ${formatYuan(added)} 元，相差 ${apart} 元。`];
}
