/** What the list of goods is asked for, as it stands in its address. */
export type ListingQuery = {
  readonly tab: ListingTab;
  /** words of a title, a product or a village */
  readonly q: string;
  /** "COOPERATIVE:<id>" or "HOUSEHOLD:<id>"; "" is all of them */
  readonly seller: string;
  readonly sort: ListingSort;
};

/** 在售 · 待上架 (a draft that only waits to be published) · 售罄 · 草稿 · 已下架. */
export const LISTING_TABS = ["on-sale", "ready", "sold-out", "draft", "off-sale"] as const;
export type ListingTab = (typeof LISTING_TABS)[number];

export const TAB_WORDS: Record<ListingTab, string> = {
  "on-sale": "在售",
  ready: "待上架",
  "sold-out": "售罄",
  draft: "草稿",
  "off-sale": "已下架",
};

export const LISTING_SORTS = ["updated", "title", "price", "-price", "stock", "-stock"] as const;
export type ListingSort = (typeof LISTING_SORTS)[number];

/** A manager keeps so many filters as tabs of their own. */
export const MOST_VIEWS = 8;
export const LONGEST_VIEW_NAME = 20;

const LONGEST_SEARCH = 60;

/** Reads the address; what is not known is left out. */
export function listingQueryOf(search: URLSearchParams): ListingQuery {
  return {
    tab: LISTING_TABS.find((tab) => tab === search.get("tab")) ?? "on-sale",
    q: [...(search.get("q") ?? "").replaceAll("\u0000", "").trim()].slice(0, LONGEST_SEARCH).join(""),
    seller: /^(COOPERATIVE|HOUSEHOLD):[0-9a-f-]{36}$/.test(search.get("seller") ?? "")
      ? (search.get("seller") ?? "")
      : "",
    sort: LISTING_SORTS.find((sort) => sort === search.get("sort")) ?? "updated",
  };
}

/** The same as an address says it; what is usual is not said. */
export function listingParameters(query: ListingQuery): Record<string, string | undefined> {
  return {
    tab: query.tab === "on-sale" ? undefined : query.tab,
    q: query.q || undefined,
    seller: query.seller || undefined,
    sort: query.sort === "updated" ? undefined : query.sort,
  };
}

/** Whether anything narrows the list besides its tab. */
export function isNarrowed(query: ListingQuery): boolean {
  return query.q !== "" || query.seller !== "";
}
