/**
 * What the list of households can show of each, in the order in which it stands on the page and in the export. `shown` without
 * being asked for; `more` is only read when it was asked for.
 */
export const LIST_COLUMNS = {
  number: { label: "档案编号", kind: "text", shown: true },
  name: { label: "户主", kind: "text", shown: true },
  village: { label: "村", kind: "text", shown: true },
  group: { label: "村民组", kind: "text", shown: true },
  people: { label: "人口", kind: "count", shown: true },
  standing: { label: "类别", kind: "text", shown: true },
  attribute: { label: "属性", kind: "text", shown: true },
  cause: { label: "主要原因", kind: "text", shown: false, more: true },
  registered: { label: "建档日期", kind: "day", shown: false, more: true },
  responsible: { label: "帮扶责任人", kind: "text", shown: false, more: true },
  visited: { label: "最近走访", kind: "day", shown: false, more: true },
  nextVisit: { label: "约定走访", kind: "day", shown: false, more: true },
  planned: { label: "安排走访", kind: "text", shown: false, more: true },
  consents: { label: "授权同意", kind: "text", shown: false, more: true },
  alerts: { label: "未销号预警", kind: "count", shown: false, more: true },
  sold: { label: "最近卖货月份", kind: "day", shown: false, more: true },
  paid: { label: "到户收入（已付）", kind: "money", shown: true },
  accrued: { label: "应计", kind: "money", shown: true },
  attributed: { label: "带动销售额（另一口径）", kind: "money", shown: true },
} as const satisfies Record<
  string,
  { label: string; kind: "text" | "count" | "day" | "money"; shown: boolean; more?: true }
>;

export type ListColumn = keyof typeof LIST_COLUMNS;
export type MoreColumn = {
  [Key in ListColumn]: (typeof LIST_COLUMNS)[Key] extends { more: true } ? Key : never;
}[ListColumn];

/** The one that says which household a row is: no choice leaves it out. */
export const IDENTIFYING: ListColumn = "number";

export const COLUMN_KEYS = Object.keys(LIST_COLUMNS) as ListColumn[];
const SHOWN = COLUMN_KEYS.filter((key) => LIST_COLUMNS[key].shown);

/** Between the names in an address: needs no escape there. */
const BETWEEN = ".";

export function isMore(column: ListColumn): column is MoreColumn {
  return "more" in LIST_COLUMNS[column];
}

/**
 * The columns an address asks for: `?cols=number.name.paid`, or as the picker's boxes send them, `?col=name&col=paid`. Always in
 * the list's own order, with the identifying one; names of no column are ignored; without either those that are shown at first.
 */
export function columnsAsked(search: URLSearchParams): readonly ListColumn[] {
  if (!search.has("cols") && !search.has("col")) return SHOWN;
  const asked = new Set([...(search.get("cols") ?? "").split(BETWEEN), ...search.getAll("col"), IDENTIFYING]);
  return COLUMN_KEYS.filter((key) => asked.has(key));
}

/** The same for an address; undefined for those that are shown at first. */
export function columnsParameter(columns: readonly ListColumn[]): string | undefined {
  const own = columns.join(BETWEEN);
  return own === SHOWN.join(BETWEEN) ? undefined : own;
}
