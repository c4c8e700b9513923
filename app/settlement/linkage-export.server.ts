import { exportKind } from "~/access/export-kind.server";
import { areaScopes } from "~/access/scopes";
import { FLOW_LABELS } from "~/benefits/flow";
import { maskName } from "~/households/masking";
import { dateToDay } from "~/kernel/calendar-day";
import { rowBatches } from "~/platform/row-batches.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { LED, parseLinkageFilter, type LinkageFilter } from "./linkage-filter";
import {
  linkageRows,
  linkageTotals,
  performanceRows,
  type CooperativePerformance,
  type LinkageRow,
} from "./linkage-store.server";

/** 联农带农台账 as the screen lists it, all pages of it. Names are masked as there. */
export const linkageExport = exportKind<LinkageFilter, LinkageRow>({
  name: "gov-linkage",
  title: "联农带农台账",
  needs: "region:view",
  prepare: ({ actor, search, now }) => prepared(parseLinkageFilter(search, areaScopes(actor), now)),
  count: async (db, filter) => (await linkageTotals(db, filter)).rows,
  columns: () => LINKAGE_COLUMNS,
  batches: (tx, filter) => rowBatches<LinkageRow>(tx, linkageRows(filter)),
  cover: async (db, filter) => {
    const totals = await linkageTotals(db, filter);
    const names = await db.area.findMany({ where: { code: filter.areaCode }, select: { name: true } });
    return {
      facts: [
        ["范围", `${names[0]?.name ?? ""}（${filter.areaCode}）`],
        ["期间", `${filter.from} 至 ${filter.to}`],
        [filter.who === undefined ? "带动户（不重复）" : LED[filter.who], `${totals.households} 户`],
      ],
      definitions: LINKAGE_DEFINITIONS,
    };
  },
});

/** 合作社带动实绩: declared against paid. */
export const performanceExport = exportKind<LinkageFilter, CooperativePerformance>({
  name: "gov-cooperatives",
  title: "合作社带动实绩",
  needs: "region:view",
  prepare: ({ actor, search, now }) => prepared(parseLinkageFilter(search, areaScopes(actor), now)),
  count: async (db, filter) => (await db.$queryRaw<unknown[]>`${performanceRows(filter)}`).length,
  columns: () => PERFORMANCE_COLUMNS,
  batches: (tx, filter) => rowBatches<CooperativePerformance>(tx, performanceRows(filter)),
  cover: (_db, filter) =>
    Promise.resolve({
      facts: [
        ["范围", filter.areaCode],
        ["期间", `${filter.from} 至 ${filter.to}`],
      ],
      definitions: LINKAGE_DEFINITIONS,
    }),
});

function prepared(filter: LinkageFilter | undefined) {
  return filter && { query: filter, subject: { kind: "area" as const, id: filter.prefixes.join(" ") } };
}

export const LINKAGE_DEFINITIONS: readonly (readonly [string, string])[] = [
  ["联结方式", "由分录的来源得出：代销、订单收购、务工、土地流转、分红等；不是申报的。"],
  ["协议", "该社与该户就这种联结方式最早一份协议的起始日；没有的为“无协议”。"],
  ["应计", "期间内归农户的金额，减去退回的。"],
  ["已付", "期间内已凭凭证付到农户的金额。"],
  ["申报带动", "合作社自己申报的带动户数，不代表实际付款。"],
  ["社员户、有协议户", "本地区现有社员，和与该社签过联结协议的户，按户不重复计。"],
  ["实付户", "本地区期间内确有付款的户，按户不重复计。"],
];

const LINKAGE_COLUMNS: readonly SheetColumn<LinkageRow>[] = [
  { header: "合作社", kind: "text", value: (row) => row.cooperative },
  { header: "村", kind: "text", value: (row) => row.village },
  { header: "档案编号", kind: "identifier", value: (row) => row.number },
  { header: "户主", kind: "text", value: (row) => maskName(row.headName) },
  { header: "社员", kind: "text", value: (row) => (row.member ? "是" : "否") },
  { header: "联结方式", kind: "text", value: (row) => (row.flow === null ? "本期没有" : FLOW_LABELS[row.flow]) },
  { header: "协议", kind: "day", value: (row) => (row.agreedOn ? dateToDay(row.agreedOn) : "无协议") },
  { header: "应计（元）", kind: "yuan", value: (row) => row.accruedFen },
  { header: "已付（元）", kind: "yuan", value: (row) => row.paidFen },
];

const PERFORMANCE_COLUMNS: readonly SheetColumn<CooperativePerformance>[] = [
  { header: "合作社", kind: "text", value: (row) => row.name },
  { header: "社员户", kind: "count", value: (row) => row.members },
  { header: "有协议户", kind: "count", value: (row) => row.agreements },
  { header: "申报带动户", kind: "count", value: (row) => row.declared },
  { header: "实付户", kind: "count", value: (row) => row.paid },
  { header: "应计（元）", kind: "yuan", value: (row) => row.accruedFen },
  { header: "已付（元）", kind: "yuan", value: (row) => row.paidFen },
];
