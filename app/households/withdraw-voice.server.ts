import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";

export type WithdrawVoiceFailure = { readonly kind: "not-found" } | { readonly kind: "not-shown" };

/** Takes back what a household said, shown or still waiting: by itself, or by its officials when it asks them. No reason needed. */
export async function withdrawVoice(input: {
  readonly actor: Actor;
  readonly voiceId: string;
  readonly now: Date;
}): Promise<Result<undefined, WithdrawVoiceFailure>> {
  const { actor, voiceId, now } = input;
  return withTransaction("withdraw voice", async (tx) => {
    const [household] = await tx.$queryRaw<{ id: string; areaCode: string }[]>`
      SELECT h.id, h.area_code AS "areaCode" FROM household h
      WHERE h.id = (SELECT household_id FROM household_voice WHERE id = ${voiceId}::uuid) FOR UPDATE`;
    const subject = household && { areaCode: household.areaCode, householdId: household.id };
    if (!household || !can(actor, "voice:write", subject)) return failed({ kind: "not-found" });
    const withdrawn = await tx.householdVoice.updateMany({
      where: { id: voiceId, state: { in: ["WAITING", "APPROVED"] } },
      data: { state: "WITHDRAWN", endedById: actor.userId, endedAt: now },
    });
    if (withdrawn.count === 0) return failed({ kind: "not-shown" });
    const about = { subjectKind: "household" as const, subjectId: household.id };
    await logAccess(tx, { actor, action: "voice:withdraw", ...about, now });
    return succeeded(undefined);
  });
}

export function explainWithdrawVoiceFailure(failure: WithdrawVoiceFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这段话，或不在您的管辖范围内。";
    case "not-shown":
      return "这段话本来就不展示，请刷新后查看。";
  }
}
