import { exportKind } from "~/access/export-kind.server";
import { cooperativesFor } from "~/access/scopes";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { minuteOf } from "~/kernel/period";
import { rowBatches } from "~/platform/row-batches.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { INTAKE_LIST_STATES, type IntakeFilter, parseIntakeFilter } from "./intake-filter";
import { allIntakes, countIntakes, type IntakeRow } from "./intake-list-store.server";
import { quantityWords } from "./quantity-words";
import { MODE_WORDS } from "./settlement-mode";
import { unitPriceWords } from "./unit-price";

type Query = { readonly cooperativeIds: readonly string[]; readonly filter: IntakeFilter };

/** The cooperative's slips as its list shows them. Names are on the screen too: these are its own suppliers. */
export const intakeExport = exportKind<Query, IntakeRow>({
  name: "coop-intakes",
  title: "入库单",
  needs: "intake:record",
  prepare: ({ actor, search }) => {
    const cooperativeIds = cooperativesFor(actor, "intake:record");
    if (cooperativeIds.length === 0) return undefined;
    return {
      query: { cooperativeIds, filter: parseIntakeFilter(search) },
      subject: { kind: "cooperative", id: cooperativeIds.join(" ") },
    };
  },
  count: (db, { cooperativeIds, filter }) => countIntakes(db, cooperativeIds, filter),
  columns: () => COLUMNS,
  batches: (tx, { cooperativeIds, filter }) => rowBatches<IntakeRow>(tx, allIntakes(cooperativeIds, filter)),
  cover: async (db, { cooperativeIds, filter }) => ({
    facts: [
      ["范围", (await findCooperatives(db, cooperativeIds)).map(({ name }) => name).join("、")],
      ["交货日期", filter.day ?? "全部"],
      ["农户、单号", filter.query ?? "全部"],
      ["状态", filter.state === undefined ? "全部" : INTAKE_LIST_STATES[filter.state]],
    ],
    definitions: [
      ["净重", "毛重减皮重减扣损；冲销单为负。"],
      ["应付农户", "买断收货在入库时应付的金额；代销在卖出后按批次分账，此处留空。"],
      ["未入批次", "还没有封进任何批次的数量。"],
    ],
  }),
});

const COLUMNS: readonly SheetColumn<IntakeRow>[] = [
  { header: "单号", kind: "identifier", value: (row) => row.number },
  { header: "农户编号", kind: "identifier", value: (row) => row.householdNumber },
  { header: "供货人", kind: "text", value: (row) => row.householdName ?? row.supplierNote ?? "其他供货人" },
  { header: "产品", kind: "text", value: (row) => row.productName },
  { header: "等级", kind: "text", value: (row) => row.grade },
  {
    header: "净重",
    kind: "text",
    value: (row) => `${row.isReversal ? "−" : ""}${quantityWords(row.net, row)}`,
  },
  { header: "未入批次", kind: "text", value: (row) => quantityWords(row.remaining, row) },
  { header: "结算方式", kind: "text", value: (row) => MODE_WORDS[row.settlementMode] },
  {
    header: "单价",
    kind: "text",
    value: (row) => (row.unitPriceFen === null ? "待定价" : unitPriceWords(row.unitPriceFen, row)),
  },
  {
    header: "应付农户（元）",
    kind: "yuan",
    value: (row) => (row.amountFen !== null && row.isReversal ? -row.amountFen : row.amountFen),
  },
  { header: "交货时间", kind: "day", value: (row) => minuteOf(row.deliveredAt) },
  {
    header: "冲销",
    kind: "text",
    value: (row) => (row.isReversal ? "冲销单" : row.isReversed ? "已冲销" : null),
  },
];
