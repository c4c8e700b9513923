import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { householdScope, servicePointScope } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { dayOf, startOfDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { Prisma, withTransaction, type Db } from "~/platform/db.server";
import { isConsentInForce } from "./consent";
import { helpingPoint } from "./helping-point.server";
import { standsOver } from "./shown-voice-store.server";
import { VOICES_A_DAY, type VoiceWriter } from "./voice";
import { namesSaid } from "./voice-names.server";
import { explainVoiceProblems, voiceProblems, type VoiceProblem } from "./voice-words";

export type WriteVoiceFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "household-over" }
  | { readonly kind: "no-story-consent" }
  | { readonly kind: "no-photo-consent" }
  | { readonly kind: "too-many" }
  | { readonly kind: "words"; readonly problems: readonly VoiceProblem[] };

export type NewVoice = {
  readonly actor: Actor;
  readonly householdId: string;
  readonly words: string;
  /** "" when nobody wrote it in English */
  readonly wordsEn: string;
  /** what it is about; undefined: about the household's work as a whole */
  readonly productId: string | undefined;
  /** what can be seen in the photo; "" without one */
  readonly photoAlt: string;
  readonly now: Date;
};

type Allowed = { readonly storyConsentId: string; readonly photoConsentId: string | null };

/**
 * Writes down what a household says of what it grows and how. It waits for somebody else to look at it; one that still
 * waited is replaced by it, one that is shown stays until the new one is approved. Only with the household's consent.
 */
export async function writeVoice(
  input: NewVoice & {
    /** saved before, as the household's own and not public */
    readonly mediaId: string | undefined;
  },
): Promise<Result<{ readonly voiceId: string; readonly version: number }, WriteVoiceFailure>> {
  const { actor, householdId, mediaId, now } = input;
  return withTransaction("write voice", async (tx) => {
    await tx.$queryRaw`SELECT id FROM household WHERE id = ${householdId}::uuid FOR UPDATE`;
    const allowed = await mayWriteVoice(tx, { ...input, hasPhoto: mediaId !== undefined });
    if (!allowed.ok) return allowed;
    await tx.householdVoice.updateMany({
      where: { householdId, state: "WAITING" },
      data: { state: "REPLACED", endedById: actor.userId, endedAt: now },
    });
    const version = (await tx.householdVoice.count({ where: { householdId } })) + 1;
    const voiceId = newId(now);
    await tx.householdVoice.create({
      data: {
        id: voiceId,
        householdId,
        version,
        productId: input.productId ?? null,
        words: input.words,
        wordsEn: input.wordsEn,
        mediaId: mediaId ?? null,
        writtenAs: writtenAs(actor, householdId),
        writtenById: actor.userId,
        writtenAt: now,
        storyConsentId: allowed.value.storyConsentId,
        photoConsentId: mediaId === undefined ? null : allowed.value.photoConsentId,
        state: "WAITING",
      },
      select: { id: true },
    });
    const subject = { subjectKind: "household" as const, subjectId: householdId };
    await logAccess(tx, { actor, action: "voice:write", ...subject, reason: `第 ${version} 版`, now });
    return succeeded({ voiceId, version });
  });
}

/** Everything that can be refused; also asked before a photo is stored for it. */
export async function mayWriteVoice(
  db: Db,
  input: NewVoice & { readonly hasPhoto: boolean },
): Promise<Result<Allowed, WriteVoiceFailure>> {
  const { actor, householdId, hasPhoto, now } = input;
  const [household] = await db.$queryRaw<{ areaCode: string; pointId: string | null; over: boolean }[]>`
    SELECT h.area_code AS "areaCode", ${helpingPoint} AS "pointId", ${standsOver(Prisma.sql`h.id`, dayOf(now))} AS over
    FROM household h WHERE h.id = ${householdId}::uuid`;
  if (!household) return failed({ kind: "not-found" });
  const subject = { areaCode: household.areaCode, householdId };
  const point = household.pointId === null ? {} : { servicePointId: household.pointId };
  if (!can(actor, "voice:write", { ...subject, ...point })) return failed({ kind: "not-found" });
  if (household.over) return failed({ kind: "household-over" });

  const consents = await db.consent.findMany({
    where: { householdId, withdrawnAt: null, purpose: { in: ["STORY", "PHOTO"] } },
    select: { id: true, purpose: true, givenAt: true, confirmedAt: true, withdrawnAt: true },
  });
  const inForce = (purpose: string) => consents.find((one) => one.purpose === purpose && isConsentInForce(one))?.id;
  const storyConsentId = inForce("STORY");
  const photoConsentId = inForce("PHOTO") ?? null;
  if (storyConsentId === undefined) return failed({ kind: "no-story-consent" });
  if (hasPhoto && photoConsentId === null) return failed({ kind: "no-photo-consent" });

  const problems = voiceProblems(input);
  for (const field of ["words", "wordsEn", "photoAlt"] as const) {
    const said = await namesSaid(db, householdId, input[field], now);
    if (said.length > 0) problems.push({ kind: "names", field, said });
  }
  if (problems.length > 0) return failed({ kind: "words", problems });
  const today = await db.householdVoice.count({ where: { householdId, writtenAt: { gte: startOfDay(dayOf(now)) } } });
  if (today >= VOICES_A_DAY) return failed({ kind: "too-many" });
  return succeeded({ storyConsentId, photoConsentId });
}

function writtenAs(actor: Actor, householdId: string): VoiceWriter {
  if (householdScope(actor).includes(householdId)) return "HOUSEHOLD";
  return servicePointScope(actor).length > 0 ? "SERVICE_POINT" : "OFFICIAL";
}

/** What was refused, by field; "" for what no field can mend. */
export function explainWriteVoiceFailure(failure: WriteVoiceFailure): Readonly<Record<string, string[]>> {
  switch (failure.kind) {
    case "not-found":
      return { "": ["没有这一户，或不在您的管辖范围内。"] };
    case "household-over":
      return { "": ["这一户已经并户或注销，不能再写。"] };
    case "no-story-consent":
      return { "": ["这一户还没有（两次）同意“讲述家庭故事”，先同意再写。"] };
    case "no-photo-consent":
      return { photo: ["这一户还没有（两次）同意“使用照片”，先同意再传照片。"] };
    case "too-many":
      return { "": [`一天最多写 ${VOICES_A_DAY} 次，请明天再写。`] };
    case "words":
      return explainVoiceProblems(failure.problems);
  }
}
