import { exportKind } from "~/access/export-kind.server";
import { cooperativesFor, servicePointsFor } from "~/access/scopes";
import { minuteOf } from "~/kernel/period";
import { rowBatches } from "~/platform/row-batches.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import type { SellerScope } from "~/supply/lot-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { countListedPacks, listedPacks, type ListedPack } from "./listing-list-store.server";
import { listingQueryOf, TAB_WORDS, type ListingQuery } from "./listing-query";

type Query = { readonly scope: SellerScope; readonly listings: ListingQuery; readonly at: Date };

/** Packs and prices of the goods as their list shows them. */
export const priceExport = exportKind<Query, ListedPack>({
  name: "coop-prices",
  title: "商品价格",
  needs: "listing:edit",
  prepare: ({ actor, search, now }) => {
    const scope = {
      cooperativeIds: cooperativesFor(actor, "listing:edit"),
      servicePointIds: servicePointsFor(actor, "listing:edit"),
    };
    const ids = [...scope.cooperativeIds, ...scope.servicePointIds];
    if (ids.length === 0) return undefined;
    return {
      query: { scope, listings: listingQueryOf(search), at: now },
      subject: { kind: "seller", id: ids.join(" ") },
    };
  },
  count: (db, { scope, listings, at }) => countListedPacks(db, scope, listings, at),
  columns: () => COLUMNS,
  batches: (tx, { scope, listings, at }) => rowBatches<ListedPack>(tx, listedPacks(scope, listings, at)),
  cover: (_db, { listings, at }) =>
    Promise.resolve({
      facts: [
        ["状态", TAB_WORDS[listings.tab]],
        ["商品、产品或产地村", listings.q || "全部"],
        ["时间", minuteOf(at)],
      ],
      definitions: [
        ["现价", "一件的价格，导出时店铺里的价。"],
        ["余量", "这个商品各批次里还能卖的数量，各规格共用。"],
      ],
    }),
});

const COLUMNS: readonly SheetColumn<ListedPack>[] = [
  { header: "商品", kind: "text", value: (row) => row.title },
  { header: "规格", kind: "text", value: (row) => row.name },
  { header: "现价（元）", kind: "yuan", value: (row) => row.priceFen },
  { header: "每件", kind: "text", value: (row) => quantityWords(row.quantity, row) },
  { header: "在售", kind: "text", value: (row) => (row.active ? "是" : "否") },
  { header: "余量", kind: "text", value: (row) => quantityWords(row.stock, row) },
  { header: "卖家", kind: "text", value: (row) => row.sellerName },
  { header: "产地村", kind: "text", value: (row) => row.villageName },
];
