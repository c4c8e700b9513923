import { CONSENT_PURPOSES, type ConsentPurpose } from "~/households/consent";
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
import { ALERT_KEYS, ALERTS, type AlertKey } from "~/settlement/alert";
import { columnsAsked, columnsParameter, type ListColumn } from "./household-list-columns";
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
  incomplete: "户卡资料不全（现在）",
} as const;

export type Having = keyof typeof HAVINGS;

/** When something of the household was last sold, looked at from the last month of the span: `months` back, or ever. */
export const LAST_SALES = {
  quarter: { label: "近 3 个月卖过", months: 3, sold: true },
  year: { label: "近 12 个月卖过", months: 12, sold: true },
  notQuarter: { label: "近 3 个月没有卖过", months: 3, sold: false },
  notYear: { label: "近 12 个月没有卖过", months: 12, sold: false },
  never: { label: "从没卖过", months: undefined, sold: false },
} as const satisfies Record<string, { label: string; months: number | undefined; sold: boolean }>;

export type LastSale = keyof typeof LAST_SALES;

/** 未销号的预警 about the household. */
export const OPEN_ALERTS: Readonly<Record<"open" | "none" | AlertKey, string>> = {
  open: "有未销号的预警",
  none: "没有未销号的预警",
  ...(Object.fromEntries(ALERT_KEYS.map((key) => [key, ALERTS[key].label])) as Record<AlertKey, string>),
};

export type OpenAlerts = keyof typeof OPEN_ALERTS;

/** What the household agreed to and has not taken back. */
export const CONSENTS: Readonly<Record<ConsentPurpose | "waiting" | "none", string>> = {
  ...(Object.fromEntries(
    Object.entries(CONSENT_PURPOSES).map(([purpose, label]) => [purpose, `已同意：${label}`]),
  ) as Record<ConsentPurpose, string>),
  waiting: "有待二次确认的",
  none: "没有任何同意",
};

export type Consented = keyof typeof CONSENTS;

/** A household whose events never named an attribute: what the register counts under the same word. */
export const UNFILLED = "未填";

/** How the visits of a household stand: the rows behind the counts of a caseload, and of those who are sent. */
export const VISITS = {
  late: "90 天未走访",
  overdue: "约定的走访已过期",
  planned: "安排了走访，还没有去",
  plannedLate: "安排的走访已过期限",
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
  readonly attribute: Attribute | typeof UNFILLED | undefined;
  readonly standing: Standing | undefined;
  readonly band: Band | undefined;
  readonly has: Having | undefined;
  /** a change of status that the household ever had */
  readonly event: StatusEventType | undefined;
  /** only where it came to be within these days, both included: the rows behind a register's count of a month */
  readonly eventDays: { readonly from: string; readonly to: string } | undefined;
  readonly sold: LastSale | undefined;
  readonly alert: OpenAlerts | undefined;
  readonly consent: Consented | undefined;
  readonly visits: VisitState | undefined;
  /** who answers for the household today */
  readonly responsible: { readonly name: string; readonly unit: string } | undefined;
  /** who is sent to visit it */
  readonly visitor: { readonly name: string; readonly unit: string } | undefined;
  /** only the households that the register has on this day, as it has them then: the rows behind its counts */
  readonly registerDay: string | undefined;
  readonly today: string;
  /** what is shown of each, in this order */
  readonly columns: readonly ListColumn[];
  readonly sort: Sort;
  readonly page: PageRequest;
};

const PAGE_SIZE = 20;

/** Reads the URL; what makes no sense is left out rather than refused, so that every link opens. */
export function parseHouseholdListQuery(search: URLSearchParams, now: Date): HouseholdListQuery {
  const area = search.get("area") ?? "";
  const attribute = search.get("attribute");
  const standing = search.get("standing");
  const registerDay = search.get("registerDay");
  const today = dayOf(now);
  return {
    span: parseSpan(search, now),
    text: (search.get("q") ?? "").trim().slice(0, 40),
    area: isAreaCode(area) ? area : "",
    attribute: ([...ATTRIBUTES, UNFILLED] as const).find((known) => known === attribute),
    standing: isStanding(standing) ? standing : undefined,
    band: keyOf(BANDS, search.get("band")),
    has: keyOf(HAVINGS, search.get("has")),
    event: keyOf(STATUS_EVENTS, search.get("event")),
    eventDays: daysAsked(search),
    sold: keyOf(LAST_SALES, search.get("sold")),
    alert: keyOf(OPEN_ALERTS, search.get("alert")),
    consent: keyOf(CONSENTS, search.get("consent")),
    visits: keyOf(VISITS, search.get("visits")),
    responsible: personAsked(search, "responsible", "unit"),
    visitor: personAsked(search, "visitor", "visitorUnit"),
    registerDay: isDay(registerDay) && registerDay <= today ? registerDay : undefined,
    today,
    columns: columnsAsked(search),
    sort: keyOf(SORTS, search.get("sort")) ?? "number",
    page: pageRequest(search, PAGE_SIZE),
  };
}

function daysAsked(search: URLSearchParams): HouseholdListQuery["eventDays"] {
  const [from, to] = [search.get("eventFrom"), search.get("eventTo")];
  return isDay(from) && isDay(to) ? { from, to } : undefined;
}

function personAsked(search: URLSearchParams, nameKey: string, unitKey: string): HouseholdListQuery["responsible"] {
  const [name, unit] = [nameKey, unitKey].map((key) => (search.get(key) ?? "").trim().slice(0, 60));
  return name && unit ? { name, unit } : undefined;
}

function keyOf<Key extends string>(words: Readonly<Record<Key, unknown>>, text: string | null): Key | undefined {
  return text !== null && Object.hasOwn(words, text) ? (text as Key) : undefined;
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
    sold: query.sold,
    alert: query.alert,
    consent: query.consent,
    visits: query.visits,
    responsible: query.responsible?.name,
    unit: query.responsible?.unit,
    visitor: query.visitor?.name,
    visitorUnit: query.visitor?.unit,
    registerDay: query.registerDay,
    cols: columnsParameter(query.columns),
    sort: query.sort === "number" ? undefined : query.sort,
    ...spanQuery(query.span),
  };
}
