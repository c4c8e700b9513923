import { BY_THE_BANK, PAID } from "~/benefits/income-sql.server";
import type { Db } from "~/platform/db.server";

export type PublicCooperative = {
  readonly id: string;
  readonly slug: string;
  readonly kind: string;
  readonly name: string;
  readonly nameEn: string;
  readonly licenceNumber: string;
  readonly phone: string;
  readonly story: string;
  readonly storyEn: string;
  readonly declared: number;
  readonly members: number;
  /** households a bank paid for it in the twelve months, as officials count them */
  readonly paid: number;
  readonly above: readonly { readonly name: string; readonly nameEn: string }[];
  readonly listingIds: readonly string[];
  readonly certificates: readonly {
    readonly kind: string;
    readonly number: string;
    readonly expiresOn: string | null;
  }[];
};

/** An approved cooperative, enterprise or farm, as everybody may see it; nobody in it is named. */
export async function publicCooperative(
  db: Db,
  slug: string,
  { since, today }: { since: string; today: string },
): Promise<PublicCooperative | undefined> {
  const [row] = await db.$queryRaw<PublicCooperative[]>`
    SELECT c.id, c.slug, c.kind, c.name, c.name_en AS "nameEn", c.licence_number AS "licenceNumber", c.phone, c.story,
      c.story_en AS "storyEn", c.declared_households AS declared,
      (SELECT count(*)::int FROM membership m WHERE m.cooperative_id = c.id AND m.left_on IS NULL) AS members,
      (SELECT count(*)::int FROM (
        SELECT p.household_id FROM posting p WHERE p.cooperative_id = c.id AND p.period >= ${since} AND p.household_id IS NOT NULL
          AND ${BY_THE_BANK}
        GROUP BY p.household_id HAVING sum(${PAID}) > 0) paid) AS paid,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'nameEn', u.name_en) ORDER BY length(u.code)), '[]')
        FROM area u WHERE left(c.area_code, length(u.code)) = u.code AND length(u.code) <= 9) AS above,
      (SELECT coalesce(jsonb_agg(l.id ORDER BY l.published_at DESC), '[]') FROM listing l
        WHERE l.seller_kind = 'COOPERATIVE' AND l.seller_id = c.id AND l.status = 'PUBLISHED') AS "listingIds",
      (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('kind', q.kind, 'number', q.number, 'expiresOn', q.expires_on)), '[]')
        FROM quality_document q WHERE q.holder_kind = 'COOPERATIVE' AND q.holder_id = c.id AND q.lot_id IS NULL
          AND q.intake_id IS NULL AND (q.expires_on IS NULL OR q.expires_on >= ${today}::date)) AS certificates
    FROM cooperative c WHERE c.slug = ${slug} AND c.status = 'APPROVED'`;
  return row;
}

export type CooperativeInList = {
  readonly slug: string;
  readonly name: string;
  readonly nameEn: string;
  readonly countyName: string;
  readonly countyNameEn: string;
  readonly listings: number;
};

export async function publicCooperatives(db: Db): Promise<CooperativeInList[]> {
  return db.$queryRaw<CooperativeInList[]>`
    SELECT c.slug, c.name, c.name_en AS "nameEn", coalesce(a.name, '') AS "countyName", coalesce(a.name_en, '') AS "countyNameEn",
      (SELECT count(*)::int FROM listing l
        WHERE l.seller_kind = 'COOPERATIVE' AND l.seller_id = c.id AND l.status = 'PUBLISHED') AS listings
    FROM cooperative c LEFT JOIN area a ON a.code = left(c.area_code, 6)
    WHERE c.status = 'APPROVED' ORDER BY a.code, c.name`;
}
