import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { decideDeclaredIncome } from "~/benefits/decide-declared-income.server";
import { holdBackEntries } from "~/benefits/journal-store.server";
import { proposeDeclaredIncome } from "~/benefits/propose-declared-income.server";
import { addMember } from "~/households/change-members.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { areaReportBody } from "~/settlement/area-report-store.server";
import { closePeriod } from "~/settlement/close-period.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { anOfficial, type Person } from "#tests/builders/access";
import {
  aDispute,
  aLot,
  aRefund,
  aSale,
  decideDispute,
  releaseSale,
  RELEASED_AT,
  violationsOf,
  type ALot,
  type Sale,
} from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { letGoTogether } from "#tests/setup/locks";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const MONTH = "2026-03";
const NOW = new Date("2026-04-03T02:00:00Z");

let server: WebServer;
let village: Person;
let township: Person;
let county: Person;
let wang: { id: string; number: string };
let cooperativeId: string;
let lot: ALot;
let sale: Sale;
let closeId: string;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  county = await anOfficial("341021");
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  cooperativeId = await anApprovedCooperative();
  await joined(cooperativeId, wang.id);
  lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: wang.id, grams: 40_000, priceFen: 600n },
  ]);
  sale = await aSaleOfWang();
  await releaseSale(sale);
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

const aSaleOfWang = () =>
  aSale([{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 800n }]);

const declared = () =>
  ({
    actor: village.actor,
    householdId: wang.id,
    period: MONTH,
    flow: "PENSION",
    organisation: "社保",
    product: "",
    quantity: "",
    basis: "养老金",
    grossFen: 20_000n,
    costFen: 0n,
    source: "DECLARED",
    evidence: "存折",
    now: NOW,
  }) as const;

async function unbroken() {
  for (const view of [
    "closed_area_unchanged",
    "area_report_hash",
    "area_close_signed",
    "closed_area_frozen",
    "frozen_households_counted",
    "household_month",
    "income_record",
  ]) {
    expect(await violationsOf(view), view).toEqual([]);
  }
}

test("a month is signed by village, township and county, each another person, and nothing undecided stays behind", async () => {
  const begin = { actor: village.actor, areaCode: VILLAGE, period: MONTH, now: NOW };
  expect(await beginAreaClose({ ...begin, period: "2026-04" })).toMatchObject({ failure: { kind: "month-not-over" } });
  const stranger = await anOfficial("511129");
  expect(await beginAreaClose({ ...begin, actor: stranger.actor })).toMatchObject({ failure: { kind: "not-found" } });
  const begun = await beginAreaClose(begin);
  if (!begun.ok) throw new Error(begun.failure.kind);
  closeId = begun.value.closeId;
  expect(await beginAreaClose(begin)).toMatchObject({ failure: { kind: "begun", closeId } });

  const waiting = await proposeDeclaredIncome(declared());
  if (!waiting.ok) throw new Error(waiting.failure.kind);
  const sign = (person: Person) => signAreaClose({ actor: person.actor, closeId, remark: "", now: NOW });
  expect(await sign(stranger)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await sign(county)).toMatchObject({ failure: { kind: "not-your-turn", level: "VILLAGE" } });
  expect(await sign(village)).toMatchObject({ failure: { kind: "blocked" } });
  await decideDeclaredIncome({
    actor: township.actor,
    declaredId: waiting.value.declaredId,
    approve: true,
    note: "",
    now: NOW,
  });
  expect(await sign(village)).toEqual({ ok: true, value: { closed: false } });
  expect(await sign(village)).toMatchObject({ failure: { kind: "not-your-turn", level: "TOWNSHIP" } });
  expect((await sign(township)).ok).toBe(true);
  const both = await Promise.all([sign(county), sign(await anOfficial("341021"))]);
  expect(both.filter(({ ok }) => ok)).toEqual([{ ok: true, value: { closed: true } }]);
  expect(await db().closeSignature.count({ where: { closeId } })).toBe(3);
  await unbroken();
});

test("after closing, what arrives about the month is booked in an open one; the archived report computes to the same text", async () => {
  const archived = await db().areaReport.findUniqueOrThrow({ where: { closeId } });
  const total = JSON.parse(archived.body).total as { people: number; paidFen: string; declaredFen: string };
  expect(total).toMatchObject({ people: 2, declaredFen: "20000" });
  expect(BigInt(total.paidFen)).toBeGreaterThan(0n);

  // A refund of the closed month's sale, a late declaration, and a child that was born in it.
  await aRefund(sale, [[0, 3_990n]]);
  const late = await proposeDeclaredIncome({ ...declared(), grossFen: 5_000n });
  if (!late.ok) throw new Error(late.failure.kind);
  expect(late.value.period).toBe("2026-04");
  await decideDeclaredIncome({
    actor: township.actor,
    declaredId: late.value.declaredId,
    approve: true,
    note: "",
    now: NOW,
  });
  const child = { name: "王小", relation: "孙子", sex: "M", birthYear: 2026, joinedOn: "2026-03-10" } as const;
  expect((await addMember({ actor: village.actor, householdId: wang.id, member: child, now: NOW })).ok).toBe(true);

  const booked = await db().posting.count({ where: { householdId: wang.id, period: MONTH } });
  expect(await areaReportBody(db(), closeId)).toBe(archived.body);
  expect(await db().posting.count({ where: { householdId: wang.id, period: MONTH } })).toBe(booked);
  await unbroken();

  const page = textOf(await visit(server, county, paths.gov.close(closeId)));
  expect(page).toContain("核对一致：存档报告与现在重新计算的逐字相同");
  expect(page).toContain("申报收入（已核定） 200.00 250.00");
  expect((await visit(server, await anOfficial("511129"), paths.gov.close(closeId))).status).toBe(404);
  await expect(db().periodClose.update({ where: { id: closeId }, data: { state: "OPEN" } })).rejects.toThrow();
  await expect(db().frozenHousehold.deleteMany({ where: { scopeId: VILLAGE } })).rejects.toThrow();
  await expect(db().frozenMoney.deleteMany({ where: { closeId } })).rejects.toThrow();
});

test("what arrives while a month closes is booked after it, and what arrived before holds it open", async () => {
  const period = "2026-02";
  const begun = await beginAreaClose({ actor: village.actor, areaCode: VILLAGE, period, now: NOW });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const sign = (person: Person) => () =>
    signAreaClose({ actor: person.actor, closeId: begun.value.closeId, remark: "", now: NOW });
  const propose = () => proposeDeclaredIncome({ ...declared(), period });
  await sign(village)();
  await sign(township)();

  const [, early] = await letGoTogether<unknown>(holdBackEntries, propose, sign(county));
  expect(early).toMatchObject({ failure: { kind: "blocked", findings: [{ key: "declarations", count: 1 }] } });
  const { id: declaredId } = await db().declaredIncome.findFirstOrThrow({ where: { period } });
  const rejected = { actor: township.actor, declaredId, approve: false, note: "重复", now: NOW };
  expect((await decideDeclaredIncome(rejected)).ok).toBe(true);

  const [closed, , , late] = await letGoTogether<unknown>(
    holdBackEntries,
    sign(county),
    () => aRefund(sale, [[0, 100n]]),
    () => aRefund(sale, [[0, 200n]]),
    propose,
  );
  expect(closed).toMatchObject({ ok: true, value: { closed: true } });
  expect(late).toMatchObject({ ok: true, value: { period: "2026-04" } });
  await unbroken();
});

test("a notice of the closed month is masked, blocked while a number is in its words, and published by a third person", async () => {
  const write = (words: Partial<Record<"title" | "preface" | "contact", string>>, person = village) =>
    visit(server, person, paths.gov.notices({ of: closeId }), {
      closeId,
      title: "昌溪村 3 月收入公示",
      preface: "按结账报告公示。",
      contact: "乡政府 0559-6512345",
      ...words,
    });
  const blocked = await write({ preface: "有事找王主任，１３９ １２３４ ５６７８" });
  expect(blocked.status).toBe(422);
  expect(textOf(blocked)).toContain("文字里有像手机号（13…78）的号码，请去掉后再提交。");
  expect((await write({}, await anOfficial("511129"))).status).toBe(422);
  const written = await write({});
  expect(written.status).toBe(302);
  const here = written.location.split("?")[0] ?? "";
  const guest = { cookie: "" };
  expect(textOf(await visit(server, guest, paths.shop("zh").notices()))).toContain("目前没有公示");
  expect((await visit(server, village, here, { step: "check" })).status).toBe(404);
  expect((await visit(server, county, here, { step: "publish", days: "7" })).status).toBe(422);
  expect((await visit(server, township, here, { step: "check" })).status).toBe(302);
  expect((await visit(server, township, here, { step: "publish", days: "7" })).status).toBe(404);
  expect((await visit(server, county, here, { step: "publish", days: "7" })).status).toBe(302);

  const { number } = await db().notice.findFirstOrThrow({ select: { number: true } });
  const open = await visit(server, guest, paths.shop("zh").notice(number));
  expect(open.status).toBe(200);
  expect(open.html).not.toContain("<script");
  // One household earned: nothing of it may be read off the notice, not even from the total.
  expect(textOf(open)).toContain("昌溪村 不足 5 户 不公开 不足 5 户 不公开");
  expect(textOf(open)).toContain("合计 不足 5 户 不公开");
  for (const language of ["zh", "en"] as const) {
    expect((await visit(server, guest, paths.shop(language).notices())).html).toContain(number);
    expect((await visit(server, guest, paths.shop(language).notice("GS0000-0000"))).status).toBe(404);
  }
  await expect(db().notice.updateMany({ data: { title: "改" } })).rejects.toThrow();
  const withdrawn = await visit(server, county, here, { step: "withdraw", reason: "标题有误" });
  expect(withdrawn.status).toBe(302);
  expect((await visit(server, guest, paths.shop("zh").notice(number))).status).toBe(404);
  expect(await db().$queryRaw`SELECT * FROM invariant_notice_names_nobody`).toEqual([]);
});

test("what is done for an area as a whole is offered for one's own area and those below, and for no other", async () => {
  const offered = async (person: Person, path: string) => {
    const { html } = await visit(server, person, path);
    const select = /<select[^>]*name="area"[\s\S]*?<\/select>/.exec(html)?.[0] ?? "";
    return [...select.matchAll(/<option[^>]*value="(\d+)"/g)].map(([, code]) => code);
  };
  const { closes, audits, reports, targets, alerts } = paths.gov;
  for (const path of [closes(), audits(), reports(), targets(), alerts()])
    expect(await offered(county, path), path).toEqual(["341021", "341021203", VILLAGE]);
  expect(await offered(township, closes())).toEqual(["341021203", VILLAGE]);
  expect(await offered(await anOfficial("511129"), closes())).not.toContain("341021");
  expect((await visit(server, county, alerts())).html).toMatch(/<option[^>]*value="341021"[^>]*selected/);
  const begun = await visit(server, county, closes(), { area: "341021", period: "2026-01" });
  expect(begun.status).toBe(302);
  expect(await db().periodClose.count({ where: { scopeId: "341021", period: "2026-01" } })).toBe(1);
});

test("what is open before signing names its households, and each leads to where it is settled", async () => {
  const period = "2026-01";
  const { id: closeId } = await db().periodClose.findFirstOrThrow({ where: { scopeId: "341021", period } });
  expect((await proposeDeclaredIncome({ ...declared(), period })).ok).toBe(true);
  const disputed = await aDispute(await aSaleOfWang());
  const open = () => visit(server, county, paths.gov.close(closeId));

  const page = await open();
  const { html } = page;
  const words = textOf(page);
  for (const finding of ["本月待核定的申报收入：1 户", "未到账的退款：1 户", "未了结的支付争议：1 户"])
    expect(words).toContain(finding);
  expect(words).toContain("本月待核定的申报收入 1 须先办完");
  expect(words).toContain("未了结的支付争议 1 结转下月");
  const links = [...html.matchAll(/href="([^"]*)">([^<]*王\*[^<]*)</g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );
  expect(links).toContain(paths.gov.householdDeclared(wang.id, { month: period, span: "month" }));
  expect(links).toContain(paths.gov.householdEntries(wang.id, { month: "2026-04" })); // where what was sold in a closed month is booked
  for (const link of links) expect((await visit(server, county, link)).status, link).toBe(200);
  expect(html).not.toContain("王金贵");

  await decideDispute(disputed, "WON");
  expect(textOf(await open())).toContain("未了结的支付争议 0 没有");
});

test("before signing it is said which cooperatives have the month in their books and have not closed it", async () => {
  const period = "2026-04";
  const { location } = await visit(server, county, paths.gov.closes(), { area: "341021", period });
  const open = async () => textOf(await visit(server, county, location.split("?")[0] ?? ""));
  const { name } = await db().cooperative.findUniqueOrThrow({ where: { id: cooperativeId }, select: { name: true } });
  expect(await open()).toContain("当月未结账的合作社 1 结转下月");
  expect(await open()).toContain(`当月未结账的合作社：1 家 ${name}`);
  for (const month of [MONTH, period])
    expect(await closePeriod({ actor: systemActor, cooperativeId, period: month, now: new Date() })).toMatchObject({
      ok: true,
    });
  expect(await open()).toContain("当月未结账的合作社 0 没有");
});
