import { exportKind } from "~/access/export-kind.server";
import { areaScopes } from "~/access/scopes";
import type { Db } from "~/platform/db.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { cooperativePerformance, type CooperativePerformance } from "./cooperative-performance-store.server";
import { institutionPurchases, type InstitutionPurchases } from "./institution-purchases-store.server";
import { parseLinkageFilter, type LinkageFilter } from "./linkage-filter";
import { shareOf } from "./sales-share";

/** 合作社绩效 as the screen lists it, all pages of it. */
export const cooperativeExport = exportKind<LinkageFilter & { readonly now: Date }, CooperativePerformance>({
  name: "gov-cooperative-performance",
  title: "合作社绩效",
  needs: "region:view",
  prepare: ({ actor, search, now }) => {
    const filter = parseLinkageFilter(search, areaScopes(actor), now);
    return filter && { query: { ...filter, now }, subject: { kind: "area", id: filter.prefixes.join(" ") } };
  },
  count: async (db, filter) => (await cooperativePerformance(db, filter, filter.now)).length,
  columns: () => COOPERATIVE_COLUMNS,
  async *batches(tx, filter) {
    yield await cooperativePerformance(tx, filter, filter.now);
  },
  cover: async (db, filter) => ({ facts: await factsOf(db, filter), definitions: PERFORMANCE_DEFINITIONS }),
});

/** 单位采购 as the screen lists it, all pages of it. */
export const institutionExport = exportKind<LinkageFilter, InstitutionPurchases>({
  name: "gov-institution-purchases",
  title: "单位采购",
  needs: "region:view",
  prepare: ({ actor, search, now }) => {
    const filter = parseLinkageFilter(search, areaScopes(actor), now);
    return filter && { query: filter, subject: { kind: "area", id: filter.prefixes.join(" ") } };
  },
  count: async (db, filter) => (await institutionPurchases(db, filter)).length,
  columns: () => PURCHASE_COLUMNS,
  async *batches(tx, filter) {
    yield await institutionPurchases(tx, filter);
  },
  cover: async (db, filter) => ({ facts: await factsOf(db, filter), definitions: PURCHASE_DEFINITIONS }),
});

async function factsOf(db: Db, { areaCode, from, to }: LinkageFilter): Promise<(readonly [string, string])[]> {
  const area = await db.area.findUnique({ where: { code: areaCode }, select: { name: true } });
  return [
    ["范围", `${area?.name ?? ""}（${areaCode}）`],
    ["期间", `${from} 至 ${to}`],
  ];
}

export const PERFORMANCE_DEFINITIONS: readonly (readonly [string, string])[] = [
  ["合作社", "登记地在本地区、已核准的；销售和投诉是该社的全部，不限本地区农户。"],
  ["在售", "现在上架的商品，与期间无关。"],
  ["订单、销售额", "期间内付款的订单中该社的货，不含运费，已减卖家优惠。"],
  ["退款占比", "这些货已退的金额（不论何时退）÷ 销售额。"],
  ["归农户、占比", "这些货款中分给农户的部分，减去退回的，÷ 减去退款后的销售额；买断的货在收货时付给农户，不在此内。"],
  ["买断货款", "卖出的货中合作社先向农户买下的，归合作社的货款；农户已在收货时得了钱，计入已付。"],
  ["按时答复", "期间内提出、已答复或已到期的售后中，卖家在 48 小时内答复的件数。"],
  ["实付户、已付", "本地区期间内确有付款的户和金额，与联农带农台账相同。"],
  ["申报带动", "合作社自己申报的带动户数，不代表实际付款。"],
];

export const PURCHASE_DEFINITIONS: readonly (readonly [string, string])[] = [
  ["单位", "结账时选“预算单位”并写明的单位；按名称和税号合并。买家已注销的订单不再有单位，不在此列。"],
  ["订单、金额", "期间内付款的订单中本地区各村的货，不含运费，已减卖家优惠。"],
  ["已退", "这些货已退的金额，不论何时退。"],
  ["已验收", "有签字验收单的包裹中本地区的货，减去已退的。"],
  ["归农户", "这些货款中分给农户的部分，减去退回的；买断的货在收货时付给农户，不在此内。"],
];

const COOPERATIVE_COLUMNS: readonly SheetColumn<CooperativePerformance>[] = [
  { header: "合作社", kind: "text", value: (row) => row.name },
  { header: "在售", kind: "count", value: (row) => row.listings },
  { header: "订单", kind: "count", value: (row) => row.orders },
  { header: "销售额（元）", kind: "yuan", value: (row) => row.soldFen },
  { header: "已退（元）", kind: "yuan", value: (row) => row.refundedFen },
  { header: "退款占比", kind: "text", value: (row) => shareOf(row.refundedFen, row.soldFen) },
  { header: "归农户（元）", kind: "yuan", value: (row) => row.sharedFen },
  { header: "归农户占比", kind: "text", value: (row) => shareOf(row.sharedFen, row.soldFen - row.refundedFen) },
  { header: "买断货款（元）", kind: "yuan", value: (row) => row.boughtOutFen },
  { header: "按时答复", kind: "count", value: (row) => row.answeredInTime },
  { header: "应答复", kind: "count", value: (row) => row.claims },
  { header: "实付户", kind: "count", value: (row) => row.paid },
  { header: "申报带动", kind: "count", value: (row) => row.declared },
  { header: "已付（元）", kind: "yuan", value: (row) => row.paidFen },
];

const PURCHASE_COLUMNS: readonly SheetColumn<InstitutionPurchases>[] = [
  { header: "单位", kind: "text", value: (row) => row.unit },
  { header: "订单", kind: "count", value: (row) => row.orders },
  { header: "金额（元）", kind: "yuan", value: (row) => row.boughtFen },
  { header: "已退（元）", kind: "yuan", value: (row) => row.refundedFen },
  { header: "已验收（元）", kind: "yuan", value: (row) => row.acceptedFen },
  { header: "归农户（元）", kind: "yuan", value: (row) => row.sharedFen },
];
