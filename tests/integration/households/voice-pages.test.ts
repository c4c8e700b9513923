import { beforeAll, beforeEach, expect, test } from "vitest";
import { withdrawConsent } from "~/households/consent.server";
import { voicesOf } from "~/households/voice-store.server";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import * as atPoint from "~/routes/cooperative/voices";
import * as own from "~/routes/household/voice";
import * as ofOfficials from "~/routes/official/household-voice";
import * as queue from "~/routes/official/voices";
import { anOfficial, aPerson, type Person } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { aServicePoint } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aProduct } from "#tests/builders/supply";
import { agreed, aWaitingVoice, SAID } from "#tests/builders/voices";
import { errorsOf, submit, typedOf, visit } from "../cooperative-console/visit";

// The forms of a household's words: on its own page, its officials' and its service point's.

const VILLAGE = "341021203201";

let householdId: string;
let family: Person;
let official: Person;
let second: Person;
let elsewhere: Person;
let productId: string;

beforeAll(async () => {
  for (let neighbour = 0; neighbour < 5; neighbour += 1) await aHousehold({ areaCode: VILLAGE });
  official = await anOfficial(VILLAGE);
  second = await anOfficial("341021203");
  elsewhere = await anOfficial("511129");
  productId = await aProduct();
});
beforeEach(async () => {
  householdId = (await aHousehold({ areaCode: VILLAGE })).id;
  family = await aPerson({ roles: [{ role: "HOUSEHOLD", scopeId: householdId }] });
});

const photo = async () => new File([new Uint8Array(await photoBytes())], "p.jpg", { type: "image/jpeg" });
const voices = () => voicesOf(db(), householdId, "2026-11-28");
const byFamily = (fields: Record<string, string | Blob>) =>
  submit(own.action, "/h/voice", family.cookie, { intent: "write", ...fields });
const byOfficial = (who: Person, fields: Record<string, string | Blob>) =>
  submit(ofOfficials.action, `/gov/households/${householdId}/voice`, who.cookie, fields, { id: householdId });

test("a family writes on its own page, with a photo, sees that it waits, and takes it back", async () => {
  await agreed(householdId, "STORY", "PHOTO");
  const sent = await byFamily({ words: `  ${SAID}\r\n `, productId, photo: await photo(), photoAlt: "溪边的梅树" });
  expect(sent.location).toBe("/h/voice?done=written");
  const [voice] = await voices();
  expect(voice).toMatchObject({ words: SAID, productId, state: "WAITING", writtenAs: "HOUSEHOLD" });
  expect(await db().media.findUnique({ where: { id: voice?.mediaId ?? "" } })).toMatchObject({
    kind: "VOICE",
    public: false,
    ownerId: householdId,
    alt: "溪边的梅树",
  });
  const page = await visit(own.loader, "/h/voice", family.cookie);
  expect(page.data).toMatchObject({ storyAllowed: true, photoAllowed: true, voices: [{ words: SAID, shown: false }] });
  const back = { intent: "withdraw", voiceId: voice?.id ?? "" };
  expect((await submit(own.action, "/h/voice", family.cookie, back)).location).toBe("/h/voice?done=withdrawn");
  expect((await voices())[0]?.state).toBe("WITHDRAWN");
});

test("what is wrong is said at its field, what was typed is kept, and no picture is left behind", async () => {
  const pictures = () => db().media.count({ where: { ownerId: householdId } });
  expect(errorsOf(await byFamily({ words: SAID }))[""]?.[0]).toContain("还没有（两次）同意");
  await agreed(householdId, "STORY");
  expect(errorsOf(await byFamily({ words: SAID, photo: await photo(), photoAlt: "梅树" }))["photo"]?.[0]).toContain(
    "使用照片",
  );
  await agreed(householdId, "PHOTO");
  const everything = await byFamily({
    words: "打 13912345678，一年挣三万元",
    wordsEn: "我们",
    productId: newId(),
    photo: await photo(),
    photoAlt: "",
  });
  expect(everything.status).toBe(422);
  expect(errorsOf(everything)["productId"]).toEqual(["请从列表中选择。"]);
  const words = await byFamily({ words: "打 13912345678，一年挣三万元", wordsEn: "我们", photo: await photo() });
  expect(errorsOf(words)["words"]?.join("")).toMatch(/号码.*钱和收入/);
  expect(errorsOf(words)["wordsEn"]?.join("")).toMatch(/英文/);
  expect(errorsOf(words)["photoAlt"]).toEqual(["有照片的，请写一句照片里是什么。"]);
  expect(typedOf(words)).toMatchObject({ words: "打 13912345678，一年挣三万元", wordsEn: "我们" });
  const notAPhoto = new File(["<svg xmlns='http://www.w3.org/2000/svg'/>"], "p.jpg", { type: "image/jpeg" });
  const drawn = await byFamily({ words: SAID, photo: notAPhoto, photoAlt: "梅树" });
  expect(errorsOf(drawn)["photo"]?.[0]).toContain("JPEG");
  expect([await voices(), await pictures()]).toEqual([[], 0]);
});

test("the official writes it down, finds no button for their own, and another one approves or refuses in words", async () => {
  await agreed(householdId, "STORY");
  expect((await byOfficial(official, { intent: "write", words: SAID })).location).toContain("done=written");
  const [voice] = await voices();
  const voiceId = voice?.id ?? "";
  const page = async (who: Person) =>
    (await visit(ofOfficials.loader, `/gov/households/${householdId}/voice`, who.cookie, { id: householdId })).data as {
      mayDecide: boolean;
    };
  expect([(await page(official)).mayDecide, (await page(second)).mayDecide]).toEqual([false, true]);
  const waiting = await visit(queue.loader, "/gov/voices", official.cookie);
  expect((waiting.data as { rows: object[] }).rows).toContainEqual(expect.objectContaining({ id: voiceId, own: true }));

  expect(errorsOf(await byOfficial(official, { intent: "approve", voiceId }))[""]?.[0]).toContain("另一位干部");
  expect(errorsOf(await byOfficial(second, { intent: "refuse", voiceId, refusal: " " }))["refusal"]).toHaveLength(1);
  expect((await voices())[0]?.state).toBe("WAITING");
  expect((await byOfficial(second, { intent: "approve", voiceId })).location).toContain("done=approved");
  expect((await voices())[0]).toMatchObject({ state: "APPROVED", shown: true });
  expect((await byOfficial(official, { intent: "withdraw", voiceId })).location).toContain("done=withdrawn");
  expect((await voices())[0]?.shown).toBe(false);
});

test("for another area's official there is no such household, no such words and no queue of them", async () => {
  await agreed(householdId, "STORY");
  const { voiceId } = await aWaitingVoice({ actor: family.actor, householdId });
  const path = `/gov/households/${householdId}/voice`;
  expect((await visit(ofOfficials.loader, path, elsewhere.cookie, { id: householdId })).status).toBe(404);
  const forms: Record<string, string>[] = [
    { intent: "write", words: SAID },
    { intent: "approve", voiceId },
    { intent: "withdraw", voiceId },
  ];
  for (const fields of forms) expect((await byOfficial(elsewhere, fields)).status).toBe(404);
  const listed = await visit(queue.loader, "/gov/voices", elsewhere.cookie);
  expect((listed.data as { page: { total: number } }).page.total).toBe(0);
  expect((await voices()).map(({ state }) => state)).toEqual(["WAITING"]);
});

test("words of another household are none of this page's business", async () => {
  await agreed(householdId, "STORY");
  const { voiceId } = await aWaitingVoice({ actor: family.actor, householdId });
  const neighbour = (await aHousehold({ areaCode: VILLAGE })).id;
  const beside = await aPerson({ roles: [{ role: "HOUSEHOLD", scopeId: neighbour }] });
  expect((await submit(own.action, "/h/voice", beside.cookie, { intent: "withdraw", voiceId })).status).toBe(404);
  const path = `/gov/households/${neighbour}/voice`;
  const decided = await submit(
    ofOfficials.action,
    path,
    second.cookie,
    { intent: "approve", voiceId },
    { id: neighbour },
  );
  expect(decided.status).toBe(404);
  expect((await voices()).map(({ state }) => state)).toEqual(["WAITING"]);
});

test("the service point writes down for the households it helps, and for no others", async () => {
  await agreed(householdId, "STORY");
  const pointId = await aServicePoint({ areaCode: VILLAGE });
  const point = await aPerson({ roles: [{ role: "SERVICE_POINT", scopeId: pointId }] });
  const send = (fields: Record<string, string>) => submit(atPoint.action, "/coop/voices", point.cookie, fields);
  expect((await send({ householdId, words: SAID })).location).toBe("/coop/voices?done=written");
  expect((await voices())[0]?.writtenAs).toBe("SERVICE_POINT");
  const far = (await aHousehold({ areaCode: "511129105200" })).id;
  await agreed(far, "STORY");
  expect(errorsOf(await send({ householdId: far, words: SAID }))["householdId"]).toEqual(["请从列表中选择农户。"]);
  expect(errorsOf(await send({ householdId: "", words: SAID }))["householdId"]).toEqual(["请选择农户。"]);
  expect(await db().householdVoice.count({ where: { householdId: far } })).toBe(0);
});

test("without consent the pages say what to do first, and after it was taken back why nothing is shown", async () => {
  expect((await visit(own.loader, "/h/voice", family.cookie)).data).toMatchObject({ storyAllowed: false, voices: [] });
  await agreed(householdId, "STORY");
  const { voiceId } = await aWaitingVoice({ actor: family.actor, householdId });
  await byOfficial(second, { intent: "approve", voiceId });
  expect((await visit(own.loader, "/h/voice", family.cookie)).data).toMatchObject({ voices: [{ shown: true }] });
  await withdrawConsent({ actor: family.actor, householdId, purpose: "STORY", now: new Date() });
  expect((await visit(own.loader, "/h/voice", family.cookie)).data).toMatchObject({
    storyAllowed: false,
    voices: [{ shown: false, storyInForce: false }],
    pages: [],
  });
});

test("at the service point a household that was not chosen and words that cannot be taken are told together", async () => {
  const servicePointId = await aServicePoint({ areaCode: VILLAGE });
  const helper = await aPerson({ roles: [{ role: "SERVICE_POINT", scopeId: servicePointId }] });
  const fields = { words: "短", wordsEn: "汉字", photo: await photo(), photoAlt: "" };
  const refused = errorsOf(await submit(atPoint.action, "/coop/voices", helper.cookie, fields));
  expect(Object.keys(refused).sort()).toEqual(["householdId", "photoAlt", "words", "wordsEn"]);
  expect(refused["householdId"]).toEqual(["请选择农户。"]);
  const nonsense = errorsOf(
    await submit(atPoint.action, "/coop/voices", helper.cookie, { ...fields, householdId: "x" }),
  );
  expect(nonsense["householdId"]).toEqual(["请从列表中选择农户。"]);
});
