/** What a shopper asks for, as it stands in the URL. Everything is checked: nothing typed reaches a filter unread. */
export type SearchQuery = {
  readonly q: string;
  readonly category: string | undefined;
  /** an area's code: a village, township or county */
  readonly area: string | undefined;
  readonly certificate: Certificate | undefined;
  /** ships within this many days */
  readonly within: number | undefined;
  /** highest price, fen per 500 g (斤); goods counted in pieces do not match */
  readonly maxPerJinFen: number | undefined;
  /** at least this share of the price reaches households, in hundredths of a percent */
  readonly minShareBps: number | undefined;
  /** comes in a pack for a kitchen, ten jin and more */
  readonly inLargePacks: boolean;
  readonly inSeason: boolean;
  readonly inStock: boolean;
  readonly sort: SearchSort;
};

export const SEARCH_SORTS = ["relevance", "households", "price", "price-desc", "harvest"] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];

export const CERTIFICATES = ["CONFORMITY", "GREEN", "ORGANIC", "GI", "SC"] as const;
export type Certificate = (typeof CERTIFICATES)[number];

export const SHIPS_WITHIN = [1, 2, 3, 7] as const;

/** Percentages of the price that reach households, offered as "at least". */
export const SHARES = [50, 60, 70, 80] as const;

/** Longer queries say nothing more; the index and PostgreSQL are spared them. */
const LONGEST_QUERY = 80;

/** A whole code of a province, city, county, township or village: those are what the engine knows, and what PostgreSQL is asked. */
const AREA_CODE = /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

/** Reads the search page's parameters; nonsense is left out rather than refused. */
export function searchQueryOf(search: URLSearchParams): SearchQuery {
  const within = Number(search.get("within"));
  const share = SHARES.find((percent) => percent === Number(search.get("share")));
  const yuan = /^\d{1,4}(\.\d{1,2})?$/.exec(search.get("max") ?? "");
  return {
    q: cleanQuery(search.get("q") ?? ""),
    category: matching(search.get("category"), /^[a-z][a-z0-9-]{0,30}$/),
    area: matching(search.get("area"), AREA_CODE),
    certificate: CERTIFICATES.find((kind) => kind === search.get("certificate")),
    within: SHIPS_WITHIN.find((days) => days === within),
    maxPerJinFen: yuan ? Math.round(Number(yuan[0]) * 100) : undefined,
    minShareBps: share === undefined ? undefined : share * 100,
    inLargePacks: search.get("large") === "1",
    inSeason: search.get("season") === "1",
    inStock: search.get("stock") === "1",
    sort: SEARCH_SORTS.find((sort) => sort === search.get("sort")) ?? "relevance",
  };
}

/** What was typed, without control characters and doubled spaces, at most 80 characters. */
export function cleanQuery(text: string): string {
  return [
    ...text
      .normalize("NFKC")
      .replace(/[\p{C}\p{Z}\s]+/gu, " ")
      .trim(),
  ]
    .slice(0, LONGEST_QUERY)
    .join("")
    .trim();
}

/** The parameters that make this query again; `change` replaces some (undefined takes one away). Page 1 is never named. */
export function searchParametersOf(
  query: SearchQuery,
  change: Partial<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  return {
    q: query.q || undefined,
    category: query.category,
    area: query.area,
    certificate: query.certificate,
    within: query.within?.toString(),
    max: query.maxPerJinFen === undefined ? undefined : (query.maxPerJinFen / 100).toString(),
    share: query.minShareBps === undefined ? undefined : (query.minShareBps / 100).toString(),
    large: query.inLargePacks ? "1" : undefined,
    season: query.inSeason ? "1" : undefined,
    stock: query.inStock ? "1" : undefined,
    sort: query.sort === "relevance" ? undefined : query.sort,
    ...change,
  };
}

function matching(text: string | null, pattern: RegExp): string | undefined {
  return text !== null && pattern.test(text) ? text : undefined;
}
