import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes, householdScope } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { isConsentInForce } from "./consent";
import { lockHousehold } from "./household-lock.server";
import { LONGEST_REFUSAL, mayLookAt } from "./voice";

export type DecideVoiceFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-waiting" }
  | { readonly kind: "same-person" }
  | { readonly kind: "consent-withdrawn" }
  | { readonly kind: "no-reason" }
  | { readonly kind: "reason-too-long" };

/**
 * An official who did not write it has looked at a voice: it may be shown from now on, in the place of the one before, or it
 * is refused, with words that the household reads. A consent taken back meanwhile is found here, for both lock the household.
 */
export async function decideVoice(input: {
  readonly actor: Actor;
  readonly voiceId: string;
  /** why it is not shown; undefined: it is approved */
  readonly refusal: string | undefined;
  readonly now: Date;
}): Promise<Result<undefined, DecideVoiceFailure>> {
  const { actor, voiceId, now } = input;
  const refusal = input.refusal?.trim();
  return withTransaction("decide voice", async (tx) => {
    const asked = await tx.householdVoice.findUnique({ where: { id: voiceId }, select: { householdId: true } });
    const household = asked && (await lockHousehold(tx, asked.householdId, areaScopes(actor)));
    if (!household || !can(actor, "voice:check", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const voice = await tx.householdVoice.findUniqueOrThrow({
      where: { id: voiceId },
      select: {
        householdId: true,
        version: true,
        state: true,
        writtenById: true,
        storyConsent: { select: { givenAt: true, confirmedAt: true, withdrawnAt: true } },
      },
    });
    if (voice.state !== "WAITING") return failed({ kind: "not-waiting" });
    const reader = { userId: actor.userId, households: householdScope(actor) };
    if (!mayLookAt(voice, reader)) return failed({ kind: "same-person" });
    if (refusal === "") return failed({ kind: "no-reason" });
    if (refusal !== undefined && [...refusal].length > LONGEST_REFUSAL) return failed({ kind: "reason-too-long" });

    const decided = { decidedById: actor.userId, decidedAt: now };
    if (refusal === undefined) {
      if (!isConsentInForce(voice.storyConsent)) return failed({ kind: "consent-withdrawn" });
      await tx.householdVoice.updateMany({
        where: { householdId: household.id, state: "APPROVED" },
        data: { state: "REPLACED", endedById: actor.userId, endedAt: now },
      });
    }
    await tx.householdVoice.update({
      where: { id: voiceId },
      data: refusal === undefined ? { state: "APPROVED", ...decided } : { state: "REFUSED", refusal, ...decided },
      select: { id: true },
    });
    const action = refusal === undefined ? "voice:approve" : "voice:refuse";
    const subject = { subjectKind: "household" as const, subjectId: household.id };
    await logAccess(tx, { actor, action, ...subject, reason: `第 ${voice.version} 版`, now });
    return succeeded(undefined);
  });
}

export function explainDecideVoiceFailure(failure: DecideVoiceFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这段话，或不在您的管辖范围内。";
    case "not-waiting":
      return "这段话已经审看过、收回或换了新的，请刷新后查看。";
    case "same-person":
      return "写下的人和本户的人不能审看，请另一位干部来办。";
    case "consent-withdrawn":
      return "这一户已经收回同意，不能展示。";
    case "no-reason":
      return "不采用的，请写明理由，农户会看到。";
    case "reason-too-long":
      return `理由最多写 ${LONGEST_REFUSAL} 个字。`;
  }
}
