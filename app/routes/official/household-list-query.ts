import {
  ATTRIBUTES,
  isStanding,
  STATUS_EVENTS,
  type Attribute,
  type Standing,
  type StatusEventType,
} from "~/households/status";
import { pageRequest, type PageRequest } from "~/kernel/page";
import { dayOf, isDay } from "~/kernel/period";
import { isAreaCode } from "~/regions/area";
import { parseSpan, spanQuery, type Span } from "./span";

/** Bands of what was paid to a household in the span, in fen: [from, below). */
export const BANDS = {
  none: { label: "没有到户收入", from: undefined, below: 1n },
  any: { label: "有到户收入", from: 1n, below: undefined },
  to1000: { label: "1,000 元以下", from: 1n, below: 100_000n },
  to5000: { label: "1,000–5,000 元", from: 100_000n, below: 500_000n },
  to10000: { label: "5,000–10,000 元", from: 500_000n, below: 1_000_000n },
  over: { label: "10,000 元以上", from: 1_000_000n, below: undefined },
} as const satisfies Record<string, { label: string; from: bigint | undefined; below: bigint | undefined }>;

export type Band = keyof typeof BANDS;

/** What a household has in the span: the rows behind the counts of an area's page. */
export const HAVINGS = {
  earning: "有收入（应计或已付）",
  selling: "有货卖出",
  stable: "有稳定增收项",
  declared: "有已核定的申报收入",
  above: "监测线以上",
  below: "监测线以下",
  wrongExit: "退出后返贫或回退",
} as const;

export type Having = keyof typeof HAVINGS;

/** How the visits of a household stand: the rows behind the counts of a caseload. */
export const VISITS = {
  late: "90 天未走访",
  overdue: "约定的走访已过期",
} as const;

export type VisitState = keyof typeof VISITS;

export const SORTS = { number: "档案编号", paid: "到户收入", accrued: "应计收入" } as const;
export type Sort = keyof typeof SORTS;

/** What the list of households is asked for. The page and its export read the same one. */
export type HouseholdListQuery = {
  readonly span: Span;
  /** archive number, name or pinyin */
  readonly text: string;
  /** an area's code, or "" for the whole scope */
  readonly area: string;
  readonly attribute: Attribute | undefined;
  readonly standing: Standing | undefined;
  readonly band: Band | undefined;
  readonly has: Having | undefined;
  /** a change of status that the household ever had */
  readonly event: StatusEventType | undefined;
  /** only where it came to be within these days, both included: the rows behind a register's count of a month */
  readonly eventDays: { readonly from: string; readonly to: string } | undefined;
  readonly visits: { readonly state: VisitState; readonly today: string } | undefined;
  /** who answers for the household today */
  readonly responsible: { readonly name: string; readonly unit: string; readonly today: string } | undefined;
  readonly sort: Sort;
  readonly page: PageRequest;
};

const PAGE_SIZE = 20;

/** Reads the URL; what makes no sense is left out rather than refused, so that every link opens. */
export function parseHouseholdListQuery(search: URLSearchParams, now: Date): HouseholdListQuery {
  const area = search.get("area") ?? "";
  const attribute = search.get("attribute");
  const standing = search.get("standing");
  const band = search.get("band") ?? "";
  const has = search.get("has") ?? "";
  const event = search.get("event") ?? "";
  const visits = search.get("visits") ?? "";
  const sort = search.get("sort") ?? "";
  return {
    span: parseSpan(search, now),
    text: (search.get("q") ?? "").trim().slice(0, 40),
    area: isAreaCode(area) ? area : "",
    attribute: ATTRIBUTES.find((known) => known === attribute),
    standing: isStanding(standing) ? standing : undefined,
    band: Object.hasOwn(BANDS, band) ? (band as Band) : undefined,
    has: Object.hasOwn(HAVINGS, has) ? (has as Having) : undefined,
    event: Object.hasOwn(STATUS_EVENTS, event) ? (event as StatusEventType) : undefined,
    eventDays: daysAsked(search),
    visits: Object.hasOwn(VISITS, visits) ? { state: visits as VisitState, today: dayOf(now) } : undefined,
    responsible: responsibleAsked(search, now),
    sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : "number",
    page: pageRequest(search, PAGE_SIZE),
  };
}

function daysAsked(search: URLSearchParams): HouseholdListQuery["eventDays"] {
  const [from, to] = [search.get("eventFrom"), search.get("eventTo")];
  return isDay(from) && isDay(to) ? { from, to } : undefined;
}

function responsibleAsked(search: URLSearchParams, now: Date): HouseholdListQuery["responsible"] {
  const [name, unit] = ["responsible", "unit"].map((key) => (search.get(key) ?? "").trim().slice(0, 60));
  return name && unit ? { name, unit, today: dayOf(now) } : undefined;
}

/** The same as URL parameters, without the page: for sorting, paging and export links. */
export function householdListParameters(query: HouseholdListQuery): Readonly<Record<string, string | undefined>> {
  return {
    q: query.text,
    area: query.area,
    attribute: query.attribute,
    standing: query.standing,
    band: query.band,
    has: query.has,
    event: query.event,
    eventFrom: query.eventDays?.from,
    eventTo: query.eventDays?.to,
    visits: query.visits?.state,
    responsible: query.responsible?.name,
    unit: query.responsible?.unit,
    sort: query.sort === "number" ? undefined : query.sort,
    ...spanQuery(query.span),
  };
}
