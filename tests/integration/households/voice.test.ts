import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { searchAccessLog } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import { giveConsent, withdrawConsent } from "~/households/consent.server";
import { decideVoice } from "~/households/decide-voice.server";
import { forgetVoices } from "~/media/forget-voices.server";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { withdrawVoice } from "~/households/withdraw-voice.server";
import { voicesInState, voicesOf } from "~/households/voice-store.server";
import { writeVoice, type NewVoice, type WriteVoiceFailure } from "~/households/write-voice.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { systemActor } from "~/access/actor";
import { db } from "~/platform/db.server";
import { anActor, aPerson } from "#tests/builders/access";
import { aServicePoint } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { brokenInvariants } from "#tests/builders/invariants";
import { aVillage } from "#tests/builders/regions";
import { agreed, aShownVoice, aWaitingVoice, SAID, SAID_AT } from "#tests/builders/voices";

const TODAY = "2026-11-21";
const PAGE = { number: 1, size: 50 };
const VILLAGE = "341021201201";
const NEIGHBOUR = "司马青山";

const writer = anActor({ role: "VILLAGE_OFFICIAL", scopeId: VILLAGE });
const reader = anActor({ role: "COUNTY_OFFICIAL", scopeId: "341021" });
const elsewhere = anActor({ role: "COUNTY_OFFICIAL", scopeId: "511129" });
const operator = anActor({ role: "OPERATOR" });

let householdId: string;
let own: Actor;

beforeAll(async () => {
  await aHousehold({ areaCode: VILLAGE, headName: NEIGHBOUR });
  for (let other = 0; other < 3; other += 1) await aHousehold({ areaCode: VILLAGE });
});
beforeEach(async () => {
  householdId = (await aHousehold({ areaCode: VILLAGE, headName: "欧阳建国" })).id;
  own = anActor({ role: "HOUSEHOLD", scopeId: householdId });
});

const voice = (change: Partial<NewVoice & { mediaId: string }> = {}) => ({
  actor: own,
  householdId,
  words: SAID,
  wordsEn: "",
  productId: undefined,
  photoAlt: "",
  mediaId: undefined,
  now: SAID_AT,
  ...change,
});
const states = async () => (await voicesOf(db(), householdId, TODAY)).map(({ state, shown }) => [state, shown]);
const decide = (actor: Actor, voiceId: string, refusal?: string) =>
  decideVoice({ actor, voiceId, refusal, now: SAID_AT });
const logged = async () => {
  const log = await searchAccessLog(db(), { subjectKind: "household", subjectId: householdId }, PAGE);
  return log.rows
    .map(({ action, reason }) => `${action} ${reason ?? ""}`.trim())
    .filter((row) => row.startsWith("voice"));
};

test("a household writes, an official looks and approves, and it is shown; the log has both", async () => {
  await agreed(householdId, "STORY");
  const { voiceId } = await aWaitingVoice({ actor: own, householdId });
  expect(await states()).toEqual([["WAITING", false]]);
  expect((await voicesInState(db(), [VILLAGE], "WAITING", PAGE)).rows).toMatchObject([
    { id: voiceId, maskedHeadName: "欧阳**", writtenAs: "HOUSEHOLD", words: SAID },
  ]);
  expect((await voicesInState(db(), ["511129"], "WAITING", PAGE)).total).toBe(0);
  expect(await decide(reader, voiceId)).toMatchObject({ ok: true });
  expect(await states()).toEqual([["APPROVED", true]]);
  expect((await logged()).toSorted()).toEqual(["voice:approve 第 1 版", "voice:write 第 1 版"]);
});

test("officials and the service point write down what is said to them", async () => {
  await agreed(householdId, "STORY");
  const pointId = await aServicePoint({ areaCode: VILLAGE });
  const point = anActor({ role: "SERVICE_POINT", scopeId: pointId });
  const other = anActor({ role: "SERVICE_POINT", scopeId: await aServicePoint({ areaCode: await aVillage() }) });
  expect(await writeVoice(voice({ actor: other }))).toMatchObject({ failure: { kind: "not-found" } });
  await aWaitingVoice({ actor: point, householdId });
  await aWaitingVoice({ actor: writer, householdId });
  const [second, first] = await voicesOf(db(), householdId, TODAY);
  expect([first?.writtenAs, second?.writtenAs]).toEqual(["SERVICE_POINT", "OFFICIAL"]);
});

describe("nothing is written", () => {
  const refusal = async (attempt: ReturnType<typeof voice>): Promise<WriteVoiceFailure | undefined> => {
    const before = await db().householdVoice.count({ where: { householdId } });
    const written = await writeVoice(attempt);
    expect(await db().householdVoice.count({ where: { householdId } })).toBe(before);
    return written.ok ? undefined : written.failure;
  };

  test("without a consent, with one that was given only once, and with one taken back", async () => {
    expect(await refusal(voice())).toMatchObject({ kind: "no-story-consent" });
    await giveConsent({ actor: own, householdId, purpose: "STORY", now: SAID_AT });
    expect(await refusal(voice())).toMatchObject({ kind: "no-story-consent" });
    await withdrawConsent({ actor: own, householdId, purpose: "STORY", now: SAID_AT });
    await agreed(householdId, "STORY", "NAME");
    await withdrawConsent({ actor: own, householdId, purpose: "STORY", now: SAID_AT });
    expect(await refusal(voice())).toMatchObject({ kind: "no-story-consent" });
    expect(await logged()).toEqual([]);
  });

  test("with a photo the household did not agree to", async () => {
    await agreed(householdId, "STORY");
    expect(await refusal(voice({ mediaId: newId(), photoAlt: "溪边的梅树" }))).toMatchObject({
      kind: "no-photo-consent",
    });
  });

  test("by whoever is not of the household, its area or its point, as for a household that is not there", async () => {
    await agreed(householdId, "STORY");
    const neighbour = (await aHousehold({ areaCode: VILLAGE })).id;
    const beside = anActor({ role: "HOUSEHOLD", scopeId: neighbour });
    for (const actor of [elsewhere, beside, operator, anActor()])
      expect(await refusal(voice({ actor }))).toEqual({ kind: "not-found" });
    expect(await refusal(voice({ householdId: newId() }))).toMatchObject({ kind: "not-found" });
  });

  test("of people: a number, money, illness, hardship, a child, a name of the household or of the village", async () => {
    await agreed(householdId, "STORY");
    await aHousehold({ areaCode: VILLAGE, headName: "司马青山" });
    expect(await refusal(voice({ words: "想买梅子打 139 1234 5678，直接发" }))).toMatchObject({ kind: "words" });
    expect(await refusal(voice({ words: "梅子一年卖三万元，供孩子上学" }))).toMatchObject({ kind: "words" });
    expect(await refusal(voice({ words: "短" }))).toMatchObject({ kind: "words" });
    const named = { kind: "words", problems: [{ kind: "names", field: "words", said: ["欧阳**"] }] } as const;
    expect(await refusal(voice({ words: "梅树是欧阳 建国种的，树老果就酸。" }))).toMatchObject(named);
    expect(await refusal(voice({ words: "梅树是司马青山种的，树老果就酸。" }))).toEqual({
      ...named,
      problems: [{ kind: "names", field: "words", said: ["司马**"] }],
    });
    expect(await refusal(voice({ wordsEn: "Jianguo Ouyang planted the plum trees by the stream." }))).toEqual({
      ...named,
      problems: [{ kind: "names", field: "wordsEn", said: ["欧阳**"] }],
    });
  });

  test("by a household that went into another one, and more than five times a day", async () => {
    await agreed(householdId, "STORY");
    for (let time = 0; time < 5; time += 1) await aWaitingVoice({ actor: own, householdId });
    expect(await refusal(voice())).toMatchObject({ kind: "too-many" });
    expect(await writeVoice(voice({ now: addDays(SAID_AT, 1) }))).toMatchObject({ ok: true });
    const gone = { householdId, type: "CANCELLED", effectiveOn: "2026-11-19", evidence: "迁出" } as const;
    expect(await recordStatusEvent({ ...gone, actor: systemActor, now: SAID_AT })).toMatchObject({ ok: true });
    expect(await refusal(voice({ now: addDays(SAID_AT, 2) }))).toMatchObject({ kind: "household-over" });
  });
});

describe("the second person", () => {
  test("is neither the writer, nor of the household, nor of another area", async () => {
    await agreed(householdId, "STORY");
    const { voiceId } = await aWaitingVoice({ actor: writer, householdId });
    const villager = anActor(
      { role: "VILLAGE_OFFICIAL", scopeId: VILLAGE },
      { role: "HOUSEHOLD", scopeId: householdId },
    );
    expect(await decide(writer, voiceId)).toMatchObject({ failure: { kind: "same-person" } });
    expect(await decide(writer, voiceId, "不行")).toMatchObject({ failure: { kind: "same-person" } });
    expect(await decide(villager, voiceId)).toMatchObject({ failure: { kind: "same-person" } });
    for (const actor of [elsewhere, own, operator])
      expect(await decide(actor, voiceId)).toMatchObject({ failure: { kind: "not-found" } });
    expect(await decide(reader, newId())).toMatchObject({ failure: { kind: "not-found" } });
    expect(await states()).toEqual([["WAITING", false]]);
    expect(await logged()).toEqual(["voice:write 第 1 版"]);
  });

  test("refuses in words only, once, and what was refused is not shown", async () => {
    await agreed(householdId, "STORY");
    const { voiceId } = await aWaitingVoice({ actor: own, householdId });
    expect(await decide(reader, voiceId, "  ")).toMatchObject({ failure: { kind: "no-reason" } });
    expect(await decide(reader, voiceId, "长".repeat(201))).toMatchObject({
      failure: { kind: "reason-too-long" },
    });
    expect(await decide(reader, voiceId, "写了家在哪里")).toMatchObject({ ok: true });
    expect(await decide(reader, voiceId)).toMatchObject({ failure: { kind: "not-waiting" } });
    expect(await states()).toEqual([["REFUSED", false]]);
  });

  test("cannot approve what the household took back its consent for, even when it agrees anew", async () => {
    await agreed(householdId, "STORY");
    const { voiceId } = await aWaitingVoice({ actor: own, householdId });
    await withdrawConsent({ actor: own, householdId, purpose: "STORY", now: SAID_AT });
    expect(await decide(reader, voiceId)).toMatchObject({ failure: { kind: "consent-withdrawn" } });
    await agreed(householdId, "STORY");
    expect(await decide(reader, voiceId)).toMatchObject({ failure: { kind: "consent-withdrawn" } });
    expect(await states()).toEqual([["WAITING", false]]);
  });
});

test("a new version replaces what waits at once, and what is shown when it is approved", async () => {
  await agreed(householdId, "STORY");
  await aShownVoice({ actor: own, householdId }, reader);
  await aWaitingVoice({ actor: own, householdId });
  const { voiceId } = await aWaitingVoice({ actor: own, householdId, words: `${SAID}一年一回。` });
  expect(await states()).toEqual([
    ["WAITING", false],
    ["REPLACED", false],
    ["APPROVED", true],
  ]);
  await decide(reader, voiceId);
  expect(await states()).toEqual([
    ["APPROVED", true],
    ["REPLACED", false],
    ["REPLACED", false],
  ]);
  await expect(db().householdVoice.update({ where: { id: voiceId }, data: { words: "别的话" } })).rejects.toThrow(
    /stays as it was said/,
  );
});

test("a household takes its words back with one press, its officials for it, nobody else", async () => {
  await agreed(householdId, "STORY");
  const { voiceId } = await aShownVoice({ actor: own, householdId }, reader);
  expect(await withdrawVoice({ actor: elsewhere, voiceId, now: SAID_AT })).toMatchObject({
    failure: { kind: "not-found" },
  });
  expect(await states()).toEqual([["APPROVED", true]]);
  expect(await withdrawVoice({ actor: own, voiceId, now: SAID_AT })).toMatchObject({ ok: true });
  expect(await states()).toEqual([["WITHDRAWN", false]]);
  expect(await withdrawVoice({ actor: own, voiceId, now: SAID_AT })).toMatchObject({
    failure: { kind: "not-shown" },
  });
  const waiting = await aWaitingVoice({ actor: own, householdId });
  expect(await withdrawVoice({ actor: writer, voiceId: waiting.voiceId, now: SAID_AT })).toMatchObject({
    ok: true,
  });
  expect(await logged()).toContain("voice:withdraw");
});

test("a consent taken back hides the words for good; agreeing anew shows none that was written before", async () => {
  await agreed(householdId, "STORY");
  await aShownVoice({ actor: own, householdId }, reader);
  await withdrawConsent({ actor: own, householdId, purpose: "STORY", now: SAID_AT });
  expect(await states()).toEqual([["APPROVED", false]]);
  await agreed(householdId, "STORY");
  expect(await states()).toEqual([["APPROVED", false]]);
  await aShownVoice({ actor: own, householdId }, reader);
  expect((await states())[0]).toEqual(["APPROVED", true]);
});

test("where fewer than five households stand in the village nothing is shown", async () => {
  const small = "341021201202";
  const [first = "", ...others] = await Promise.all(
    [1, 2, 3, 4, 5].map(async () => (await aHousehold({ areaCode: small })).id),
  );
  const actor = anActor({ role: "HOUSEHOLD", scopeId: first });
  await agreed(first, "STORY");
  await aShownVoice({ actor, householdId: first }, reader);
  const shown = async () => (await voicesOf(db(), first, TODAY)).map((one) => one.shown);
  expect(await shown()).toEqual([true]);
  const gone = {
    type: "CANCELLED",
    effectiveOn: "2026-11-19",
    evidence: "迁出",
    actor: systemActor,
    now: SAID_AT,
  } as const;
  expect(await recordStatusEvent({ ...gone, householdId: others[0] ?? "" })).toMatchObject({ ok: true });
  expect(await shown()).toEqual([false]);
});

test("what must hold of voices holds, and says so when it does not", async () => {
  await agreed(householdId, "STORY", "PHOTO");
  const second = await aPerson({ roles: [{ role: "COUNTY_OFFICIAL", scopeId: "341021" }] });
  const { voiceId, mediaId } = await aShownVoice({ actor: own, householdId, withPhoto: true }, second.actor);
  const broken = () => brokenInvariants((name) => name.startsWith("invariant_voice_"));
  expect(await broken()).toEqual({});
  await db().roleGrant.create({
    data: {
      id: newId(),
      userId: second.userId,
      role: "HOUSEHOLD",
      scopeKind: "HOUSEHOLD",
      scopeId: householdId,
      grantedAt: addDays(SAID_AT, -1),
    },
  });
  await db().consent.updateMany({ where: { householdId, purpose: "STORY" }, data: { purpose: "NAME" } });
  await db().media.updateMany({ where: { id: mediaId ?? "" }, data: { ownerId: newId() } });
  expect(await broken()).toMatchObject({
    invariant_voice_second_person: [{ voice_id: voiceId }],
    invariant_voice_rests_on_consent: [{ voice_id: voiceId }],
    invariant_voice_photo_private: [{ media_id: mediaId }],
  });
});

test("what is shown no more is forgotten ninety days later, words and picture; what is shown or waits is not", async () => {
  await agreed(householdId, "STORY", "PHOTO");
  const refused = await aWaitingVoice({ actor: own, householdId, wordsEn: "We pick them by hand.", withPhoto: true });
  await decide(reader, refused.voiceId, "看不清是什么果子");
  const replaced = await aShownVoice({ actor: own, householdId, withPhoto: true }, reader);
  const shown = await aShownVoice({ actor: own, householdId, withPhoto: true }, reader);
  const waiting = await aWaitingVoice({ actor: own, householdId });
  const words = async () => {
    const found = await voicesOf(db(), householdId, TODAY);
    return Object.fromEntries(
      found.map((one) => [one.id, [one.words, one.wordsEn, one.refusal, one.mediaId !== null]]),
    );
  };
  const before = await words();
  await forgetVoices({ now: addDays(SAID_AT, 89) });
  expect(await words()).toEqual(before);
  await forgetVoices({ now: addDays(SAID_AT, 91) });
  expect(await words()).toEqual({
    ...before,
    [refused.voiceId]: ["—", "", "—", false],
    [replaced.voiceId]: ["—", "", null, false],
  });
  expect(await db().media.count({ where: { ownerId: householdId, kind: "VOICE" } })).toBe(1);
  expect(await db().media.count({ where: { id: shown.mediaId ?? "" } })).toBe(1);
  expect(await forgetVoices({ now: addDays(SAID_AT, 91) })).toEqual({ voices: 0 });

  const consent = { actor: own, householdId, purpose: "STORY" } as const;
  await withdrawConsent({ ...consent, now: addDays(SAID_AT, 1) });
  await forgetVoices({ now: addDays(SAID_AT, 92) });
  expect(await words()).toMatchObject({ [shown.voiceId]: ["—", "", null, false] });
  expect((await words())[waiting.voiceId]?.[0]).toBe("—");
});

test("nobody edits words: they can only go, and only once they are over", async () => {
  await agreed(householdId, "STORY");
  const { voiceId } = await aShownVoice({ actor: own, householdId }, reader);
  const edit = (words: string) =>
    db().$executeRaw`UPDATE household_voice SET words = ${words}, words_en = '' WHERE id = ${voiceId}::uuid`;
  await expect(edit("别的话")).rejects.toThrow(/stays as it was said/);
  await expect(edit("—")).rejects.toThrow(/stays as it was said/);
  await withdrawVoice({ actor: own, voiceId, now: SAID_AT });
  await expect(edit("别的话")).rejects.toThrow(/stays as it was said/);
  expect(await edit("—")).toBe(1);
});
