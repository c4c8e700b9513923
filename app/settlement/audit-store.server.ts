import type { Page, PageRequest } from "~/kernel/page";
import { boundsOf, dayOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { pageOf } from "~/platform/page-of.server";
import { withinAreas } from "~/regions/within-areas.server";

/** The households of an area at the end of a month, by archive number: what a sample is drawn from. */
export async function householdsOfMonth(
  db: Db,
  areaCode: string,
  period: Period,
): Promise<{ readonly id: string; readonly number: string }[]> {
  const lastDay = dayOf(new Date(boundsOf(period).to.getTime() - 1));
  return db.$queryRaw<{ id: string; number: string }[]>`
    SELECT h.id, h.number FROM household h
    WHERE ${withinAreas(Prisma.sql`h.area_code`, [areaCode])} AND h.registered_on <= ${lastDay}::date
    ORDER BY h.number COLLATE "C"`;
}

export type AuditDrawRow = {
  readonly id: string;
  readonly areaCode: string;
  readonly areaName: string;
  readonly period: Period;
  readonly populationCount: number;
  readonly sampleSize: number;
  readonly checked: number;
  readonly failed: number;
};

const SELECT_DRAW = Prisma.sql`
  SELECT d.id, d.area_code AS "areaCode", a.name AS "areaName", d.period, d.population_count AS "populationCount",
    d.sample_size AS "sampleSize",
    (SELECT count(*) FROM audit_check c WHERE c.draw_id = d.id)::int AS checked,
    (SELECT count(*) FROM audit_check c WHERE c.draw_id = d.id AND NOT c.holds)::int AS failed
  FROM audit_draw d JOIN area a ON a.code = d.area_code`;

/** The draws of the areas and of those inside them, the newest months first, with how far each is. */
export async function auditDraws(db: Db, prefixes: readonly string[], page: PageRequest): Promise<Page<AuditDrawRow>> {
  const order = Prisma.sql`d.period DESC, d.area_code, d.id`;
  return pageOf(db, Prisma.sql`${SELECT_DRAW} WHERE ${ofAreas(prefixes)}`, order, page);
}

export type AuditDraw = AuditDrawRow & {
  readonly algorithm: string;
  readonly sealDay: string;
  readonly sealSequence: bigint;
  readonly sealHash: string;
  readonly population: string;
  readonly drawnAt: Date;
  readonly drawnBy: string | null;
};

export async function findAuditDraw(db: Db, id: string, prefixes: readonly string[]): Promise<AuditDraw | undefined> {
  const [row] = await db.$queryRaw<AuditDrawRow[]>`
    ${SELECT_DRAW} WHERE d.id = ${id}::uuid AND ${ofAreas(prefixes)}`;
  if (!row) return undefined;
  const [rest] = await db.$queryRaw<[Omit<AuditDraw, keyof AuditDrawRow>]>`
    SELECT d.algorithm, d.seal_day AS "sealDay", d.seal_sequence AS "sealSequence", d.seal_hash AS "sealHash",
      d.population, d.drawn_at AS "drawnAt", u.display_name AS "drawnBy"
    FROM audit_draw d LEFT JOIN app_user u ON u.id = d.drawn_by_id WHERE d.id = ${id}::uuid`;
  return { ...row, ...rest };
}

export type SampledHousehold = {
  readonly position: number;
  readonly householdId: string;
  readonly number: string;
  readonly headName: string;
  readonly villageName: string;
  readonly holds: boolean | null;
  readonly note: string | null;
  readonly checkedBy: string | null;
  readonly checkedAt: Date | null;
  readonly problemId: string | null;
  readonly problemNumber: string | null;
};

/** The sampled households in the order of the draw, with what was found. */
export async function sampledHouseholds(db: Db, drawId: string): Promise<SampledHousehold[]> {
  return db.$queryRaw<SampledHousehold[]>`
    SELECT s.position, s.household_id AS "householdId", h.number, h.head_name AS "headName",
      coalesce(v.short_name, h.area_code) AS "villageName", c.holds, c.note, u.display_name AS "checkedBy",
      c.checked_at AS "checkedAt", c.problem_id AS "problemId", p.number AS "problemNumber"
    FROM audit_sample s
    JOIN household h ON h.id = s.household_id
    LEFT JOIN area v ON v.code = h.area_code
    LEFT JOIN audit_check c ON c.draw_id = s.draw_id AND c.household_id = s.household_id
    LEFT JOIN app_user u ON u.id = c.checked_by_id
    LEFT JOIN problem p ON p.id = c.problem_id
    WHERE s.draw_id = ${drawId}::uuid ORDER BY s.position`;
}

/** How far the looking is in each area of a county or township: sampled, looked at, found wrong. */
export type AuditProgress = {
  readonly code: string;
  readonly name: string;
  readonly sampled: number;
  readonly checked: number;
  readonly failed: number;
};

export async function auditProgress(db: Db, drawId: string, digits: number): Promise<AuditProgress[]> {
  return db.$queryRaw<AuditProgress[]>`
    SELECT left(h.area_code, ${digits}::int) AS code, coalesce(max(a.short_name), max(left(h.area_code, ${digits}::int))) AS name,
      count(*)::int AS sampled, count(c.checked_at)::int AS checked, (count(*) FILTER (WHERE NOT c.holds))::int AS failed
    FROM audit_sample s JOIN household h ON h.id = s.household_id
    LEFT JOIN area a ON a.code = left(h.area_code, ${digits}::int)
    LEFT JOIN audit_check c ON c.draw_id = s.draw_id AND c.household_id = s.household_id
    WHERE s.draw_id = ${drawId}::uuid GROUP BY 1 ORDER BY 1`;
}

/** Codes of every length: a scope is a prefix of the area that is audited. */
function ofAreas(prefixes: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s(prefix) WHERE d.area_code LIKE s.prefix || '%')`;
}
