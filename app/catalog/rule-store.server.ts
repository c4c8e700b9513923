import type { Db } from "~/platform/db.server";
import type { FeeScheduleTerms } from "./fee-schedule";
import type { SplitRuleTerms } from "./split-rule";

/** The split rule in force at an instant: the newest version that was approved and valid by then. */
export async function currentSplitRule(db: Db, code: string, at: Date): Promise<SplitRuleTerms | undefined> {
  const [row] = await db.$queryRaw<SplitRuleTerms[]>`
    SELECT id, cooperative_bps AS "cooperativeBps", reserve_bps AS "reserveBps",
      service_point_bps AS "servicePointBps", village_bps AS "villageBps"
    FROM split_rule
    WHERE code = ${code} AND approved_at <= ${at} AND valid_from <= ${at}
    ORDER BY version DESC LIMIT 1`;
  return row;
}

/** The fee schedule in force at an instant. */
export async function currentFeeSchedule(db: Db, at: Date): Promise<FeeScheduleTerms | undefined> {
  const [row] = await db.$queryRaw<FeeScheduleTerms[]>`
    SELECT id, platform_bps AS "platformBps", processing_bps AS "processingBps",
      processing_fixed_fen AS "processingFixedFen"
    FROM fee_schedule
    WHERE approved_at <= ${at} AND valid_from <= ${at}
    ORDER BY version DESC LIMIT 1`;
  return row;
}

export type RuleVersion<Terms> = Terms & {
  readonly version: number;
  readonly validFrom: Date;
  readonly createdBy: string | null;
  readonly createdById: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly rejectedAt: Date | null;
};

export type SplitRuleVersion = RuleVersion<SplitRuleTerms> & {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
};

/** Every version of every split rule, newest version of a code first. */
export async function listSplitRules(db: Db): Promise<SplitRuleVersion[]> {
  return db.$queryRaw<SplitRuleVersion[]>`
    SELECT r.id, r.code, r.version, r.name, r.name_en AS "nameEn", r.cooperative_bps AS "cooperativeBps",
      r.reserve_bps AS "reserveBps", r.service_point_bps AS "servicePointBps", r.village_bps AS "villageBps",
      r.valid_from AS "validFrom", r.created_by_id AS "createdById", c.display_name AS "createdBy",
      a.display_name AS "approvedBy", r.approved_at AS "approvedAt", r.rejected_at AS "rejectedAt"
    FROM split_rule r LEFT JOIN app_user c ON c.id = r.created_by_id LEFT JOIN app_user a ON a.id = r.approved_by_id
    ORDER BY r.code, r.version DESC`;
}

export async function listFeeSchedules(db: Db): Promise<RuleVersion<FeeScheduleTerms>[]> {
  return db.$queryRaw<RuleVersion<FeeScheduleTerms>[]>`
    SELECT f.id, f.version, f.platform_bps AS "platformBps", f.processing_bps AS "processingBps",
      f.processing_fixed_fen AS "processingFixedFen", f.valid_from AS "validFrom", f.created_by_id AS "createdById",
      c.display_name AS "createdBy", a.display_name AS "approvedBy", f.approved_at AS "approvedAt", f.rejected_at AS "rejectedAt"
    FROM fee_schedule f LEFT JOIN app_user c ON c.id = f.created_by_id LEFT JOIN app_user a ON a.id = f.approved_by_id
    ORDER BY f.version DESC`;
}

/** The codes of split rules that are in force, for the listing form. */
export async function splitRulesInForce(
  db: Db,
  at: Date,
): Promise<(SplitRuleTerms & { code: string; name: string; version: number })[]> {
  return db.$queryRaw`
    SELECT DISTINCT ON (code) id, code, name, version, cooperative_bps AS "cooperativeBps", reserve_bps AS "reserveBps",
      service_point_bps AS "servicePointBps", village_bps AS "villageBps"
    FROM split_rule WHERE approved_at <= ${at} AND valid_from <= ${at}
    ORDER BY code, version DESC`;
}
