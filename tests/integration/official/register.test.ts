import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { decideStatusChange } from "~/households/decide-status-change.server";
import { addMember } from "~/households/change-members.server";
import { findHouseholdCard } from "~/households/household-store.server";
import { proposeStatusChange } from "~/households/propose-status-change.server";
import { revealHousehold } from "~/households/reveal-household.server";
import { reviewStatusChange } from "~/households/review-status-change.server";
import { rotateFieldKeys } from "~/households/rotate-field-keys.server";
import { HEAD } from "~/households/member";
import { paths } from "~/paths";
import { violationsOf } from "#tests/builders/benefits";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { anOfficial, officialsOver, type Person } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { aHousehold, anIdNumber } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const day = (text: string) => new Date(`${text}T02:00:00Z`);

let server: WebServer;
let village: Person;
let township: Person;
let county: Person;
let stranger: Person;
let wang: { id: string; number: string };
let li: { id: string; number: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  ({ village, township, county, stranger } = await officialsOver(VILLAGE));
  wang = await aHousehold({
    areaCode: VILLAGE,
    headName: "王金贵",
    members: [
      { name: "王金贵", relation: HEAD, sex: "M", birthYear: 1960, idNumber: anIdNumber(901), health: "患有大病" },
      { name: "王小妹", relation: "女", sex: "F", birthYear: 1992, idNumber: anIdNumber(902, 1992), health: "健康" },
    ],
  });
  li = await aHousehold({ areaCode: VILLAGE, headName: "李银花" });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

test("a change goes from village over notice and township to the county, each another person, and only then is on the card", async () => {
  const proposal = {
    householdId: wang.id,
    type: "NEWLY_IDENTIFIED",
    effectiveOn: "2026-03-01",
    evidence: "民主评议 3 号",
  } as const;
  const foreign = await proposeStatusChange({ ...proposal, actor: stranger.actor, now: day("2026-03-02") });
  expect(foreign).toEqual({ ok: false, failure: { kind: "not-found" } });
  const proposed = await proposeStatusChange({ ...proposal, actor: township.actor, now: day("2026-03-02") });
  if (!proposed.ok) throw new Error(proposed.failure.kind);
  const { caseId, number } = proposed.value;
  const second = await proposeStatusChange({ ...proposal, actor: village.actor, now: day("2026-03-02") });
  expect(second).toEqual({ ok: false, failure: { kind: "case-open", number } });

  const review = { caseId, noticeResult: "公示期内无异议" };
  const own = await reviewStatusChange({ ...review, actor: township.actor, now: day("2026-03-10") });
  expect(own).toEqual({ ok: false, failure: { kind: "own-proposal" } });
  const tooSoon = await reviewStatusChange({ ...review, actor: county.actor, now: day("2026-03-08") });
  expect(tooSoon).toEqual({ ok: false, failure: { kind: "notice-runs", until: "2026-03-08" } });
  const byVillage = await reviewStatusChange({ ...review, actor: village.actor, now: day("2026-03-10") });
  expect(byVillage).toEqual({ ok: false, failure: { kind: "not-found" } });
  const decision = { caseId, approve: true, note: "" };
  const unreviewed = await decideStatusChange({ ...decision, actor: county.actor, now: day("2026-03-10") });
  expect(unreviewed).toEqual({ ok: false, failure: { kind: "not-reviewed" } });
  const townsman = await anOfficial("341021203");
  expect((await reviewStatusChange({ ...review, actor: townsman.actor, now: day("2026-03-09") })).ok).toBe(true);
  const byTown = await decideStatusChange({ ...decision, actor: township.actor, now: day("2026-03-10") });
  expect(byTown).toEqual({ ok: false, failure: { kind: "not-found" } });
  expect(await db().householdStatusEvent.count({ where: { householdId: wang.id } })).toBe(1);

  const [one, two] = await Promise.all([
    decideStatusChange({ ...decision, actor: county.actor, now: day("2026-03-10") }),
    decideStatusChange({ ...decision, actor: (await anOfficial("341021")).actor, now: day("2026-03-10") }),
  ]);
  expect([one.ok, two.ok].sort()).toEqual([false, true]);
  const card = await findHouseholdCard(db(), wang.id, [VILLAGE], day("2026-03-11"));
  expect(card).toMatchObject({ standing: "HELPED", standingSince: "2026-03-01" });
  expect(card?.statusEvents).toHaveLength(2);
  expect(await violationsOf("status_case_event")).toEqual([]);
});

test("the sheet of a change on notice hangs masked, with its period and an office that takes objections", async () => {
  const proposed = await proposeStatusChange({
    actor: village.actor,
    householdId: li.id,
    type: "MONITORED_SUDDEN",
    effectiveOn: "2026-11-01",
    evidence: "李银花患大病，住院单 3 号",
    now: day("2026-11-02"),
  });
  if (!proposed.ok) throw new Error(proposed.failure.kind);
  const { caseId, number } = proposed.value;
  const sheet = paths.gov.statusCaseNotice(caseId);
  expect((await visit(server, village, paths.gov.statusCase(caseId))).html).toContain(`href="${sheet}"`);
  expect(textOf(await visit(server, village, sheet))).toContain("还没有填受理异议的联系方式");
  expect((await visit(server, stranger, sheet)).status).toBe(404);
  expect((await visit(server, stranger, sheet, { contact: "乡政府" })).status).toBe(404);
  for (const contact of ["", "  ", "王主任 139 1234 5678", "340822198001011234", "长".repeat(61), "长".repeat(201)])
    expect((await visit(server, village, sheet, { contact })).status, contact).toBe(422);
  const { noticeContact } = await db().statusCase.findUniqueOrThrow({ where: { id: caseId } });
  expect(noticeContact).toBeNull();
  expect((await visit(server, village, sheet, { contact: "乡政府 0559-6512345" })).status).toBe(302);

  const page = await visit(server, township, sheet);
  const [article = ""] = /<article[^]*<\/article>/.exec(page.html) ?? [];
  expect(article).toContain("print-official");
  const words = textOf({ ...page, html: article });
  expect(words).toContain("农户：第一组 李**户");
  expect(words).toContain("拟作变动：纳入监测：突发严重困难户，自 2026-11-01 起");
  expect(words).toContain("公示期：2026-11-02 至 2026-11-08。");
  expect(words).toContain("请在公示期内反映：乡政府 0559-6512345。");
  expect(page.html).not.toMatch(/银花|住院单/);

  const review = { caseId, noticeResult: "无异议", now: day("2026-11-09") };
  expect((await reviewStatusChange({ ...review, actor: township.actor })).ok).toBe(true);
  expect((await visit(server, village, sheet, { contact: "县政府" })).status).toBe(422);
  expect(textOf(await visit(server, village, sheet))).toContain("公示已经结束，存档备查。");
  const refused = await decideStatusChange({
    actor: county.actor,
    caseId,
    approve: false,
    note: "材料不齐",
    now: day("2026-11-10"),
  });
  expect(refused.ok).toBe(true);
  const logged = await db().accessLog.findMany({ where: { action: "status:notice-contact", subjectId: li.id } });
  expect(logged.map(({ actorId, reason }) => [actorId, reason])).toEqual([[village.userId, number]]);
});

test("a merger moves the people with their sealed numbers, once; a household merged twice is refused", async () => {
  const gone = await aHousehold({ areaCode: VILLAGE, headName: "赵并户" });
  const approve = async (fromId: string, intoNumber: string, on: string) => {
    const actor = village.actor;
    const proposed = await proposeStatusChange({
      actor,
      householdId: fromId,
      type: "MERGED",
      effectiveOn: on,
      evidence: "并户申请",
      intoNumber,
      now: day(on),
    });
    if (!proposed.ok) return proposed.failure.kind;
    const { caseId } = proposed.value;
    const later = day("2026-08-20");
    await reviewStatusChange({ actor: township.actor, caseId, noticeResult: "无异议", now: later });
    const decided = await decideStatusChange({ actor: county.actor, caseId, approve: true, note: "", now: later });
    return decided.ok ? "merged" : decided.failure.kind;
  };
  expect(await approve(gone.id, gone.number, "2026-05-01")).toBe("successor-itself");
  expect(await approve(gone.id, li.number, "2026-05-01")).toBe("merged");
  expect(await approve(gone.id, wang.number, "2026-06-01")).toBe("does-not-follow");
  expect(await approve(wang.id, gone.number, "2026-06-01")).toBe("successor-merged");

  const into = await findHouseholdCard(db(), li.id, [VILLAGE], day("2026-09-01"));
  expect(into?.headCount).toBe(4);
  expect((await findHouseholdCard(db(), gone.id, [VILLAGE], day("2026-09-01")))?.headCount).toBe(0);
  const revealed = await revealHousehold({
    actor: county.actor,
    householdId: li.id,
    reason: "核对并户",
    now: day("2026-09-01"),
  });
  expect(revealed.ok && revealed.value.members.map(({ name, idNumber }) => [name, idNumber?.length])).toContainEqual([
    "赵并户",
    18,
  ]);
  const newborn = await addMember({
    actor: village.actor,
    householdId: gone.id,
    member: { name: "赵小", relation: "孙子", sex: "M", birthYear: 2026, joinedOn: "2026-08-01" },
    now: day("2026-09-01"),
  });
  expect(newborn).toMatchObject({ failure: { kind: "merged" } });
  const beforeBirth = await addMember({
    actor: village.actor,
    householdId: li.id,
    member: { name: "李小", relation: "孙女", sex: "F", birthYear: 2026, joinedOn: "2025-08-01" },
    now: day("2026-09-01"),
  });
  expect(beforeBirth).toMatchObject({ failure: { kind: "before-birth" } });
  for (const view of ["merged_household_empty", "person_in_one_household", "household_head", "health_is_sealed"]) {
    expect(await violationsOf(view), view).toEqual([]);
  }
});

test("survey, visit and plan are kept by version from their pages; a refusal keeps what was typed", async () => {
  const survey = paths.gov.householdSurvey(wang.id);
  const [head] = await db().householdMember.findMany({ where: { householdId: wang.id, relation: HEAD } });
  const answers = { surveyedOn: "2026-03-05", "members[0].id": head?.id ?? "" };
  const bad = await visit(server, village, survey, { ...answers, "household.arable": "三亩" });
  expect(bad.status).toBe(422);
  expect(textOf(bad)).toContain("耕地面积请填数字，最多两位小数。");
  expect(bad.html).toContain('value="三亩"');
  const saved = await visit(server, village, survey, {
    ...answers,
    "household.arable": "3.5",
    "household.houseStructure": "砖木",
    "members[0].answers.work": "省外",
  });
  expect(saved).toMatchObject({ status: 302 });
  expect(textOf(await visit(server, village, paths.gov.household(wang.id)))).toContain("耕地面积 3.5 亩");

  const visits = paths.gov.householdVisits(wang.id);
  const form = new FormData();
  const words: Record<string, string> = {
    intent: "record",
    visitedOn: "2026-03-06",
    visitorName: "周责任",
    summary: "看了猕猴桃园",
  };
  for (const key of ["FOOD", "CLOTHING", "EDUCATION", "MEDICAL", "HOUSING", "WATER"]) {
    words[`guarantees.${key}.ok`] = key === "WATER" ? "no" : "yes";
  }
  for (const [name, value] of Object.entries(words)) form.set(name, value);
  const send = (body: FormData, person = village) =>
    fetch(new URL(visits, server.origin), {
      method: "POST",
      redirect: "manual",
      body,
      headers: { Cookie: person.cookie, Origin: server.origin, "Sec-Fetch-Site": "same-origin" },
    });
  const unexplained = await send(form);
  expect(unexplained.status).toBe(422);
  expect(await unexplained.text()).toContain("“饮水安全”未达标，请写明情况。");
  form.set("guarantees.WATER.note", "冬季断水");
  form.set("nextVisitOn", "2026-04-06");
  form.set("photos", new File([new Uint8Array(await photoBytes())], "a.jpg", { type: "image/jpeg" }));
  expect((await send(form, stranger)).status).toBe(404);
  expect((await send(form)).status).toBe(302);
  const page = await visit(server, village, visits);
  expect(textOf(page)).toContain("1 项未达标");
  const photo = /\/media\/[0-9a-f-]+\/375\.webp/.exec(page.html)?.[0] ?? "";
  expect((await visit(server, village, photo)).status).toBe(200);
  expect((await visit(server, stranger, photo)).status).toBe(404);

  const plan = paths.gov.householdPlan(wang.id);
  const written = {
    basedOn: "0",
    year: "2026",
    targetYuan: "32000",
    target: "猕猴桃增收",
    stages: "春季管护，秋季销售",
    "measures[0].measure": "入社代销",
    "measures[0].who": "周责任",
  };
  expect((await visit(server, village, plan, written)).status).toBe(302);
  const again = await visit(server, township, plan, written);
  expect(again.status).toBe(422);
  expect(textOf(again)).toContain("其间已有第 1 版");
  expect(
    (await visit(server, township, plan, { ...written, basedOn: "1", "measures[0].outcome": "已入社" })).status,
  ).toBe(302);
  expect(await db().assistancePlan.count({ where: { householdId: wang.id } })).toBe(2);
  expect(textOf(await visit(server, county, paths.gov.householdPrint(wang.id)))).toContain(
    "一户一策（2026 年，第 2 版，目标收入 32,000.00 元）",
  );
});

test("the village register, the township's archive and the Excel say the same, masked; a stranger gets 404", async () => {
  const book = textOf(await visit(server, village, paths.gov.register(VILLAGE)));
  expect(book).toContain("核对一致：各行合计 = 总数 2 户 6 人");
  expect(book).toContain(`${wang.number} 王** 第一组 2`);
  const archive = textOf(await visit(server, township, paths.gov.register("341021203")));
  expect(archive).toContain("昌溪村 2 户 6 人");
  expect(archive).toContain("核对一致");
  expect((await visit(server, stranger, paths.gov.registerXlsx(VILLAGE))).status).toBe(404);
  const response = await fetch(new URL(paths.gov.registerXlsx(VILLAGE), server.origin), {
    headers: { Cookie: village.cookie },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const table = await readSpreadsheet(bytes);
  if (!table.ok) throw new Error(table.failure.kind);
  expect(table.value.rows).toHaveLength(2);
  expect(table.value.rows[0]?.cells.slice(0, 4)).toEqual([wang.number, "王**", "第一组", "2"]);
  expect(table.value.headers).toContain("耕地面积（亩）");
  expect(JSON.stringify(table.value)).not.toMatch(/金贵|银花|大病|\d{17}[\dX]/);
});

test("keys are rotated without touching a field, and the old one may go", async () => {
  const before = env().FIELD_KEYS;
  // The environment is parsed once; this is that one object.
  const useKeys = (keys: string) => Object.assign(env(), { FIELD_KEYS: keys });
  const cipherOf = () =>
    db().householdMember.findFirstOrThrow({
      where: { householdId: wang.id, relation: HEAD },
      select: { healthCipher: true },
    });
  const stored = await cipherOf();
  expect(stored.healthCipher).not.toContain("大病");
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  await owner.query("UPDATE household_member SET health_plain = '残疾', health_cipher = NULL WHERE name = '王小妹'");
  await owner.end();
  expect(await violationsOf("health_is_sealed")).toHaveLength(1);
  try {
    useKeys(`new:${"ab".repeat(32)},${before}`);
    expect(await rotateFieldKeys()).toMatchObject({ rewrapped: 3, sealed: 1 });
    expect(await rotateFieldKeys()).toMatchObject({ rewrapped: 0, sealed: 0 });
    useKeys(`new:${"ab".repeat(32)}`);
    const revealed = await revealHousehold({
      actor: county.actor,
      householdId: wang.id,
      reason: "换钥匙之后",
      now: new Date(),
    });
    expect(revealed.ok && revealed.value.members.map(({ health }) => health).sort()).toEqual(
      ["患有大病", "残疾"].sort(),
    );
    expect(await cipherOf()).toEqual(stored);
    expect(await violationsOf("health_is_sealed")).toEqual([]);
  } finally {
    useKeys(before);
  }
});
