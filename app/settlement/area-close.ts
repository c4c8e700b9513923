import type { Action } from "~/access/permissions";
import type { Period } from "~/kernel/period";

/** 开放 → 结账中 → 已结账 of an area's month. */
export const CLOSE_STATES = { OPEN: "开放", CLOSING: "签字中", CLOSED: "已结账" } as const;
export type CloseState = keyof typeof CLOSE_STATES;

export const SIGN_LEVELS = { VILLAGE: "村", TOWNSHIP: "乡镇", COUNTY: "县" } as const;
export type SignLevel = keyof typeof SIGN_LEVELS;

const UPWARDS: readonly SignLevel[] = ["VILLAGE", "TOWNSHIP", "COUNTY"];

/** Who signs for an area, in order: its own level, then each above up to the county. */
export function levelsFor(areaCode: string): readonly SignLevel[] {
  return UPWARDS.slice(areaCode.length >= 12 ? 0 : areaCode.length >= 9 ? 1 : 2);
}

/** The level whose signature is next; undefined when all have signed. */
export function nextLevel(areaCode: string, signed: readonly string[]): SignLevel | undefined {
  return levelsFor(areaCode).find((level) => !signed.includes(level));
}

export const SIGN_ACTIONS: Readonly<Record<SignLevel, Action>> = {
  VILLAGE: "close:sign-village",
  TOWNSHIP: "close:sign-township",
  COUNTY: "close:sign-county",
};

/** What was found before signing: what blocks, and what is only carried into the next month. */
export type CloseFinding = {
  readonly key: FindingKey;
  readonly label: string;
  readonly count: number;
  readonly blocks: boolean;
};

export type FindingKey =
  | "differing"
  | "declarations"
  | "costs"
  | "cases"
  | "refunds"
  | "disputes"
  | "problems"
  | "cooperatives"
  | "unpaid";

/** A finding with the first of its households by archive number, each with the month of its newest entry in question. */
export type ListedFinding = CloseFinding & {
  /** by name, where it is cooperatives that it is about */
  readonly cooperatives?: readonly string[];
  readonly households: {
    readonly count: number;
    readonly listed: readonly {
      readonly id: string;
      readonly number: string;
      readonly maskedHeadName: string;
      readonly period: Period | null;
    }[];
  };
};
