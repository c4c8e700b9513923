import { exportKind } from "~/access/export-kind.server";
import { areaScopes } from "~/access/scopes";
import { dayOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { coversAny, isAreaCode } from "~/regions/area";
import { areasByCode } from "~/regions/area-store.server";
import { withinAreas } from "~/regions/within-areas.server";
import { REPORT_KIND_KEYS, reportSpan, reportTitle, type ReportKind, type ReportSpan } from "./periodic-report";
import { periodicReportBody } from "./periodic-report-store.server";
import type { ReportFigures } from "./report-body";
import { reportBreakdown } from "./report-figures-store.server";
import { villageGroups } from "./report-sections-store.server";

type ReportQuery = {
  readonly areaCode: string;
  readonly kind: ReportKind;
  readonly period: string;
  readonly span: ReportSpan;
};

type Row = ReportFigures & {
  readonly code: string;
  readonly name: string;
  readonly paidYearBeforeFen?: string | undefined;
};

/** A period's report as the page previews it, worked out in the background: of a county this takes its time. */
export const reportExport = exportKind<ReportQuery, Row>({
  name: "gov-report",
  title: "农户收入报告数表",
  needs: "region:view",
  prepare: ({ actor, search, now }) => {
    const areaCode = search.get("area") ?? "";
    const kind = REPORT_KIND_KEYS.find((key) => key === search.get("kind"));
    const period = search.get("period") ?? "";
    const span = kind && reportSpan(kind, period);
    if (!kind || !span || span.lastDay >= dayOf(now)) return undefined;
    if (!isAreaCode(areaCode) || !coversAny(areaScopes(actor), areaCode)) return undefined;
    return { query: { areaCode, kind, period, span }, subject: { kind: "area", id: areaCode } };
  },
  count: async (db, query) => (await partsOf(db, query)) + 1,
  columns: () => COLUMNS,
  async *batches(tx, { areaCode, kind, period, span }) {
    const body = await periodicReportBody(tx, { areaCode, kind, period, span, stated: [] });
    const { parts, total, groups = [] } = body;
    const names = await areasByCode(
      tx,
      parts.map(({ code }) => code),
    );
    const nameOf = (code: string) => names.find((area) => area.code === code)?.name ?? code;
    const paidYearBeforeFen = parts.length === 0 ? undefined : body.compared?.yearBefore.figures?.paidFen;
    yield [
      ...parts.map((part) => ({ ...part, name: nameOf(part.code) })),
      ...groups.map((group) => ({ ...group, code: "" })),
      { ...total, code: areaCode, name: "合计", paidYearBeforeFen },
    ];
  },
  cover: async (db, { areaCode, kind, period }) => {
    const [area] = await areasByCode(db, [areaCode]);
    return {
      facts: [
        ["范围", `${area?.name ?? ""}（${areaCode}）`],
        ["报告", reportTitle({ kind, period })],
      ],
      definitions: DEFINITIONS,
    };
  },
});

async function partsOf(db: Db, { areaCode, span }: ReportQuery): Promise<number> {
  const digits = areaCode.length >= 9 ? 12 : areaCode.length === 6 ? 9 : 6;
  if (areaCode.length === 12) {
    return villageGroups((await reportBreakdown(db, { areaCode, span })).places).length;
  }
  const [row] = await db.$queryRaw<[{ parts: number }]>`
    SELECT count(DISTINCT left(h.area_code, ${digits}::int))::int AS parts FROM household h
    WHERE ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}`;
  return row.parts;
}

const COLUMNS: readonly SheetColumn<Row>[] = [
  { header: "代码", kind: "identifier", value: (row) => row.code },
  { header: "地区", kind: "text", value: (row) => row.name },
  { header: "户", kind: "count", value: (row) => row.households },
  { header: "人", kind: "count", value: (row) => row.people },
  { header: "有收入户", kind: "count", value: (row) => row.earning },
  { header: "应计（元）", kind: "yuan", value: (row) => BigInt(row.accruedFen) },
  { header: "已付（元）", kind: "yuan", value: (row) => BigInt(row.paidFen) },
  { header: "去年同期已付（元）", kind: "yuan", value: (row) => fenOrNone(row.paidYearBeforeFen) },
  { header: "申报已核定（元）", kind: "yuan", value: (row) => BigInt(row.declaredFen) },
  { header: "带动销售额（元，另一口径）", kind: "yuan", value: (row) => BigInt(row.attributedFen) },
];

const DEFINITIONS: readonly (readonly [string, string])[] = [
  ["户、人", "期末登记的户和在册人口；已并、已注销的户，期内有钱的仍计入。"],
  ["应计", "期间内归农户的金额，减去退回的。"],
  ["已付", "期间内已凭凭证付到农户的金额。"],
  ["去年同期已付", "上年同一报告期的已付；没有记录的空着。"],
  ["申报已核定", "平台以外、由申报人以外的人核定的收入，减去费用；不在已付内。"],
  ["带动销售额", "农户供的货卖出的金额，是另一种口径，不与收入相加。"],
];

function fenOrNone(fen: string | undefined): bigint | null {
  return fen === undefined ? null : BigInt(fen);
}
