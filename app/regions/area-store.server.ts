import { dateToDay } from "~/kernel/calendar-day";
import type { Db } from "~/platform/db.server";
import { coversAny, lineage, type AreaLevel } from "./area";

export type AreaName = {
  readonly code: string;
  readonly level: AreaLevel;
  readonly name: string;
  readonly shortName: string;
};

const NAME = { code: true, level: true, name: true, shortName: true } as const;

/** An area that one of the prefixes covers. Undefined when it is not there or not covered, which is the same answer. */
export async function findArea(db: Db, code: string, prefixes: readonly string[]): Promise<AreaName | undefined> {
  if (!coversAny(prefixes, code)) return undefined;
  const area = await db.area.findUnique({ where: { code }, select: NAME });
  return area ? nameOf(area) : undefined;
}

/** From the province down to the area itself. */
export async function breadcrumb(db: Db, code: string): Promise<AreaName[]> {
  const areas = await db.area.findMany({ where: { code: { in: lineage(code) } }, select: NAME });
  return areas.map(nameOf).sort(byLength);
}

/** The areas right below, in the order of their codes. */
export async function childAreas(db: Db, code: string): Promise<AreaName[]> {
  const areas = await db.area.findMany({ where: { parentCode: code }, select: NAME, orderBy: { code: "asc" } });
  return areas.map(nameOf);
}

/** The named areas among the codes, in the order of their codes. */
export async function areasByCode(db: Db, codes: readonly string[]): Promise<AreaName[]> {
  const areas = await db.area.findMany({ where: { code: { in: [...codes] } }, select: NAME, orderBy: { code: "asc" } });
  return areas.map(nameOf);
}

/** The villages that the prefixes cover: what a form offers to choose from. */
export async function villagesWithin(db: Db, prefixes: readonly string[]): Promise<AreaName[]> {
  const areas = await db.area.findMany({
    where: { level: "VILLAGE", validTo: null, OR: prefixes.map((prefix) => ({ code: { startsWith: prefix } })) },
    select: NAME,
    orderBy: { code: "asc" },
    take: 500,
  });
  return areas.map(nameOf);
}

/** Where a village went, and which came into it. */
export type AreaMoves = {
  readonly endedOn: string | null;
  readonly into: { readonly code: string; readonly name: string } | null;
  readonly from: readonly { readonly code: string; readonly name: string }[];
};

export async function areaMoves(db: Db, code: string): Promise<AreaMoves> {
  const area = await db.area.findUnique({ where: { code }, select: { validTo: true, successorCode: true } });
  const short = { code: true, shortName: true } as const;
  const successor = area?.successorCode ?? null;
  const into = successor === null ? null : await db.area.findUnique({ where: { code: successor }, select: short });
  const from = await db.area.findMany({ where: { successorCode: code }, select: short, orderBy: { code: "asc" } });
  const named = (one: { code: string; shortName: string }) => ({ code: one.code, name: one.shortName });
  return {
    endedOn: area?.validTo ? dateToDay(area.validTo) : null,
    into: into && named(into),
    from: from.map(named),
  };
}

export type AreaFactRow = {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly source: string;
  readonly synthetic: boolean;
};

/** The figures of an area's profile, each with where it is from. */
export async function areaFacts(db: Db, code: string): Promise<AreaFactRow[]> {
  return db.areaFact.findMany({
    where: { areaCode: code },
    select: { key: true, value: true, unit: true, source: true, synthetic: true },
    orderBy: { key: "asc" },
  });
}

function nameOf(row: { code: string; level: string; name: string; shortName: string }): AreaName {
  return { ...row, level: row.level as AreaLevel };
}

function byLength(a: AreaName, b: AreaName): number {
  return a.code.length - b.code.length;
}
