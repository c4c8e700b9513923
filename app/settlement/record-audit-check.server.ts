import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { addDays, dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { maskText } from "~/platform/redact";
import { openProblem } from "./open-problem.server";

export type AuditCheckFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "note-missing" }
  | { readonly kind: "signed"; readonly by: string };

/** A finding of an audit is to be answered within this many days. */
const DAYS_TO_ANSWER_A_FINDING = 15;

/**
 * Signs what somebody found at a sampled household. Signed once, by whoever looked, for good; what does not hold opens a
 * problem in the same transaction. Of two who sign at once one is told that it is signed.
 */
export async function recordAuditCheck(input: {
  readonly actor: Actor;
  readonly drawId: string;
  readonly householdId: string;
  readonly holds: boolean;
  readonly note: string;
  readonly now: Date;
}): Promise<Result<{ readonly problemId: string | null }, AuditCheckFailure>> {
  const { actor, drawId, householdId, holds, now } = input;
  const note = maskText(input.note.trim());
  return withTransaction("record audit check", async (tx) => {
    const [sampled] = await tx.$queryRaw<{ areaCode: string; period: string; householdArea: string }[]>`
      SELECT d.area_code AS "areaCode", d.period, h.area_code AS "householdArea"
      FROM audit_sample s JOIN audit_draw d ON d.id = s.draw_id JOIN household h ON h.id = s.household_id
      WHERE s.draw_id = ${drawId}::uuid AND s.household_id = ${householdId}::uuid
      FOR NO KEY UPDATE OF h`;
    const mine = sampled && areaScopes(actor).some((prefix) => sampled.areaCode.startsWith(prefix));
    if (!mine || !can(actor, "audit:check", { areaCode: sampled.areaCode })) return failed({ kind: "not-found" });
    if (note === "") return failed({ kind: "note-missing" });
    const [signed] = await tx.$queryRaw<{ by: string }[]>`
      SELECT u.display_name AS by FROM audit_check c JOIN app_user u ON u.id = c.checked_by_id
      WHERE c.draw_id = ${drawId}::uuid AND c.household_id = ${householdId}::uuid`;
    if (signed) return failed({ kind: "signed", by: signed.by });
    const problem = holds
      ? null
      : await openProblem(tx, {
          actor,
          kind: "FINDING",
          areaCode: sampled.householdArea,
          householdId,
          about: { kind: "PERIOD", id: sampled.period },
          evidence: `抽查 ${sampled.period} 收入：${note}`,
          deadlineOn: dayOf(addDays(now, DAYS_TO_ANSWER_A_FINDING)),
          now,
        });
    const problemId = problem?.problemId ?? null;
    await tx.auditCheck.create({
      data: { drawId, householdId, holds, note, checkedById: actor.userId, checkedAt: now, problemId },
      select: { drawId: true },
    });
    await logAccess(tx, { actor, action: "audit:check", subjectKind: "household", subjectId: householdId, now });
    return succeeded({ problemId });
  });
}

export function explainAuditCheckFailure(failure: AuditCheckFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "这一户不在名单里，或不在您的管辖范围内。";
    case "note-missing":
      return "请写明怎么查的、看到什么，例如“入户对了 3 张入库单和存折，相符”。";
    case "signed":
      return `${failure.by} 已经签字，签字不能更改；有不同看法请登记问题。`;
  }
}
