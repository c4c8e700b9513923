import type { Db } from "~/platform/db.server";
import type { CooperativeKind, CooperativeStatus } from "./cooperative";

export type CooperativeName = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly areaCode: string;
  readonly status: CooperativeStatus;
};

/** The named cooperatives, by number: what a console's switch offers. */
export async function findCooperatives(db: Db, ids: readonly string[]): Promise<CooperativeName[]> {
  if (ids.length === 0) return [];
  const rows = await db.cooperative.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, number: true, name: true, areaCode: true, status: true },
    orderBy: { number: "asc" },
  });
  return rows.map((row) => ({ ...row, status: row.status as CooperativeStatus }));
}

export type CooperativeRow = CooperativeName & {
  readonly kind: CooperativeKind;
  readonly declaredHouseholds: number;
  readonly createdAt: Date;
  readonly approvedAt: Date | null;
  /** members today */
  readonly members: number;
};

/** Every cooperative, those that wait for a decision first: for the operator. */
export async function listCooperatives(db: Db, today: string): Promise<CooperativeRow[]> {
  return db.$queryRaw<CooperativeRow[]>`
    SELECT c.id, c.number, c.name, c.area_code AS "areaCode", c.status, c.kind,
      c.declared_households AS "declaredHouseholds", c.created_at AS "createdAt", c.approved_at AS "approvedAt",
      (SELECT count(*)::int FROM membership m WHERE m.cooperative_id = c.id AND m.joined_on <= ${today}::date
        AND (m.left_on IS NULL OR m.left_on > ${today}::date)) AS members
    FROM cooperative c
    ORDER BY c.status IN ('APPLIED', 'RECOMMENDED') DESC, c.number`;
}

export type ServicePointName = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly areaCode: string;
};

export async function findServicePoints(db: Db, ids: readonly string[]): Promise<ServicePointName[]> {
  if (ids.length === 0) return [];
  return db.servicePoint.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, number: true, name: true, areaCode: true },
    orderBy: { number: "asc" },
  });
}
