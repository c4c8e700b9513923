/** Dated events of a household's status (D.2 of the plans' vocabulary). There is no fixed "poor" flag. */
export const STATUS_EVENTS = {
  REGISTERED: "登记建档",
  NEWLY_IDENTIFIED: "新识别",
  SUPPLEMENTED: "补录",
  PRE_EXITED: "预脱贫",
  EXITED: "退出",
  RETURNED: "返贫",
  REMOVED: "清退",
  STRUCK: "剔除",
  READMITTED: "重新纳入",
  ROLLED_BACK: "回退",
  MONITORED_UNSTABLE: "纳入监测：脱贫不稳定户",
  MONITORED_MARGINAL: "纳入监测：边缘易致贫户",
  MONITORED_SUDDEN: "纳入监测：突发严重困难户",
  RISK_CLEARED: "风险消除",
  MERGED: "并户",
  SPLIT: "分户",
  CANCELLED: "注销",
  NATURAL_INCREASE: "自然增加",
  NATURAL_DECREASE: "自然减少",
} as const;

export type StatusEventType = keyof typeof STATUS_EVENTS;

export const ATTRIBUTES = ["一般户", "低保户", "特困供养户"] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

export type StatusEvent = {
  readonly type: StatusEventType;
  readonly attribute: Attribute | null;
  /** the day it holds from, "2026-11-23" */
  readonly effectiveOn: string;
};

/** How a household stands on a day: the word that lists and filters use. */
export const STANDINGS = {
  MONITORED: "监测户",
  HELPED: "帮扶户",
  EXITED: "脱贫户",
  GENERAL: "一般户",
  MERGED: "已并户",
  CANCELLED: "已注销",
} as const;

export type Standing = keyof typeof STANDINGS;

/** Read off the events up to and including the day, given in order. The SQL function household_standing says the same. */
export function standingOn(
  events: readonly StatusEvent[],
  day: string,
): {
  readonly standing: Standing;
  /** how it stands beside being monitored: 监测 covers households that were helped and those that never were */
  readonly beneath: Standing;
  readonly attribute: Attribute | null;
  readonly since: string | undefined;
} {
  let helped: Standing = "GENERAL";
  let monitored = false;
  let attribute: Attribute | null = null;
  let since: string | undefined;
  for (const event of events) {
    if (event.effectiveOn > day) continue;
    attribute = event.attribute ?? attribute;
    const effect = EFFECTS[event.type];
    if (effect === undefined) continue;
    since = event.effectiveOn;
    if (effect === "MONITORED") monitored = true;
    else if (effect === "CLEARED") monitored = false;
    else {
      helped = effect;
      if (effect === "GENERAL" || isOver(effect)) monitored = false;
    }
  }
  return { standing: monitored ? "MONITORED" : helped, beneath: helped, attribute, since };
}

const EFFECTS: Readonly<Record<StatusEventType, Standing | "CLEARED" | undefined>> = {
  REGISTERED: "GENERAL",
  NEWLY_IDENTIFIED: "HELPED",
  SUPPLEMENTED: "HELPED",
  RETURNED: "HELPED",
  ROLLED_BACK: "HELPED",
  READMITTED: "HELPED",
  PRE_EXITED: undefined,
  EXITED: "EXITED",
  REMOVED: "GENERAL",
  STRUCK: "GENERAL",
  MONITORED_UNSTABLE: "MONITORED",
  MONITORED_MARGINAL: "MONITORED",
  MONITORED_SUDDEN: "MONITORED",
  RISK_CLEARED: "CLEARED",
  MERGED: "MERGED",
  CANCELLED: "CANCELLED",
  SPLIT: undefined,
  NATURAL_INCREASE: undefined,
  NATURAL_DECREASE: undefined,
};

/** A household that is in another one, or is none any more: nothing of it changes. */
export function isOver(standing: Standing): boolean {
  return standing === "MERGED" || standing === "CANCELLED";
}

export function isStatusEventType(text: string): text is StatusEventType {
  return Object.hasOwn(STATUS_EVENTS, text);
}

/** The events that still decide how a household stands on a day, oldest first: what a household that splits off takes along. */
export function standingEvents(events: readonly StatusEvent[], day: string): StatusEventType[] {
  const past = events.filter(({ effectiveOn }) => effectiveOn <= day);
  const helped = past.findLast(({ type }) => EFFECTS[type] === "HELPED" || EFFECTS[type] === "EXITED");
  const general = past.findLastIndex(({ type }) => EFFECTS[type] === "GENERAL");
  const monitored = past.findLast(({ type }) => EFFECTS[type] === "MONITORED");
  const { standing } = standingOn(events, day);
  return [
    ...(helped !== undefined && past.indexOf(helped) > general ? [helped.type] : []),
    ...(standing === "MONITORED" && monitored !== undefined ? [monitored.type] : []),
  ];
}

export function isStanding(text: string | null): text is Standing {
  return text !== null && Object.hasOwn(STANDINGS, text);
}

/** The events by which a household that had been taken out is helped again: what 错退 counts. */
export const WRONG_EXITS = ["RETURNED", "ROLLED_BACK"] as const satisfies readonly StatusEventType[];

/** How a household is known to the register: its standing, and what that is beneath being monitored. */
export type Stands = { readonly standing: Standing; readonly beneath: Standing };

/**
 * What may follow: the buttons of the card, and the refusal of the use case. 退出 is of those that are helped, 返贫 and 回退 of those
 * that had been taken out; a monitored household that is 边缘易致贫户 was neither.
 */
export function mayFollow({ standing, beneath }: Stands, type: StatusEventType): boolean {
  if (isOver(standing)) return false;
  switch (type) {
    case "REGISTERED":
    case "NATURAL_INCREASE":
    case "NATURAL_DECREASE":
      return false; // written by the registration, and by members who come and go
    case "NEWLY_IDENTIFIED":
    case "SUPPLEMENTED":
      return standing === "GENERAL" || standing === "MONITORED";
    case "READMITTED":
      return standing === "GENERAL";
    case "PRE_EXITED":
      return standing === "HELPED";
    case "EXITED":
      return beneath === "HELPED";
    case "RETURNED":
    case "ROLLED_BACK":
      return beneath === "EXITED";
    case "RISK_CLEARED":
      return standing === "MONITORED";
    case "MONITORED_UNSTABLE":
    case "MONITORED_MARGINAL":
    case "MONITORED_SUDDEN":
      return standing !== "MONITORED";
    case "REMOVED":
    case "STRUCK":
      return standing !== "GENERAL";
    case "MERGED":
    case "SPLIT":
    case "CANCELLED":
      return true;
  }
}

/** 致贫原因, as the register's forms list them. */
export const CAUSES = [
  "因病",
  "因残",
  "因学",
  "因灾",
  "缺土地",
  "缺水",
  "缺技术",
  "缺劳力",
  "缺资金",
  "交通条件落后",
  "自身发展动力不足",
  "因婚",
  "因意外事故",
  "因产业项目失败",
  "因务工就业不稳",
  "其他",
] as const;
export type Cause = (typeof CAUSES)[number];
