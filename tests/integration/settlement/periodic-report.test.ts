import { beforeAll, expect, test } from "vitest";
import { requestExport } from "~/access/request-export.server";
import { runExport } from "~/access/run-export.server";
import { openExport } from "~/access/open-export.server";
import { newId } from "~/kernel/ids";
import { db, withTransaction } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { advanceNotice, type NoticeStep } from "~/settlement/advance-notice.server";
import { advanceReport } from "~/settlement/advance-report.server";
import { GOV_EXPORTS } from "~/settlement/export-kinds.server";
import { linkagePage } from "~/settlement/linkage-store.server";
import { parseLinkageFilter } from "~/settlement/linkage-filter";
import type { NoticeSource } from "~/settlement/notice-preview.server";
import { findPublicNotice } from "~/settlement/notice-store.server";
import { openProblem } from "~/settlement/open-problem.server";
import { openNoticeObjection } from "~/settlement/open-notice-objection.server";
import { workProblem, type ProblemStep } from "~/settlement/work-problem.server";
import * as noticePage from "~/routes/official/notice";
import { writeNotice } from "~/settlement/write-notice.server";
import type { PeriodicReportBody } from "~/settlement/report-body";
import { reportDifferences } from "~/settlement/report-differences";
import { previewReport, submitReport } from "~/settlement/submit-report.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT, violationsOf, type Sale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";

const VILLAGE = "341021203201";
const SIBLING = "341021203202";
const TOWNSHIP = "341021203";
const NOW = new Date("2026-04-03T02:00:00Z");

let village: Person;
let township: Person;
let county: Person;
let outsider: Person;
let wang: { id: string; number: string };
let cooperativeId: string;
let sale: Sale;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(SIBLING, "双源村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial(TOWNSHIP);
  county = await anOfficial("341021");
  outsider = await anOfficial("511129");
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵", attribute: "低保户" });
  await aHousehold({ areaCode: SIBLING, headName: "李银花" });
  cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  await db().cooperative.update({ where: { id: cooperativeId }, data: { declaredHouseholds: 12 } });
  await joined(cooperativeId, wang.id);
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: wang.id, grams: 40_000, priceFen: 600n },
  ]);
  sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }] }]);
  await releaseSale(sale);
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
}, 120_000);

const quarter = () =>
  ({ actor: township.actor, areaCode: TOWNSHIP, kind: "QUARTER", period: "2026-Q1", now: NOW }) as const;
const stated = (...rows: readonly (readonly string[])[]) => ({
  headers: ["项目", "数值", "单位", "合计项", "分子", "分母"],
  rows: rows.map((cells, index) => ({ number: index + 2, cells })),
});

test("a quarter's report counts what the register and the ledger say, and its parts and categories add up", async () => {
  const preview = await previewReport(quarter());
  if (!preview.ok) throw new Error(preview.failure.kind);
  const { body, differences } = preview.value;
  expect(differences).toEqual([]);
  const [raw] = await db().$queryRaw<[{ accrued: bigint; paid: bigint }]>`
    SELECT sum(accrued_fen)::bigint AS accrued, sum(paid_fen)::bigint AS paid FROM household_income
    WHERE household_id = ${wang.id}::uuid AND period BETWEEN '2026-01' AND '2026-03'`;
  expect(raw.paid).toBeGreaterThan(0n);
  expect(body.total).toMatchObject({
    households: 2,
    people: 4,
    earning: 1,
    accruedFen: String(raw.accrued),
    paidFen: String(raw.paid),
  });
  expect(body.parts.map(({ code, paidFen }) => [code, paidFen])).toEqual([
    [VILLAGE, String(raw.paid)],
    [SIBLING, "0"],
  ]);
  expect(body.byStanding).toEqual([{ standing: "GENERAL", households: 2, people: 4 }]);
  expect(body.cooperatives).toMatchObject([{ declared: 12, paid: 1, paidFen: String(raw.paid) }]);
  expect(body.problems).toEqual({ opened: 0, closed: 0, overdue: 0, underway: 0 });
  expect(JSON.stringify(body)).not.toMatch(/王金贵|李银花/);
  const ofVillage = await previewReport({ ...quarter(), actor: village.actor, areaCode: VILLAGE });
  expect(ofVillage.ok && ofVillage.value.body).toMatchObject({ parts: [], cooperatives: [] });
});

test("the plans' own errors stop a report, each with the sentence that names the difference; nothing is stored", async () => {
  const wrong: [string, ReturnType<typeof stated>][] = [
    [
      "“总户数”写 1014 户，各分项（低保贫困户、低保脱贫户、特困供养脱贫户、一般贫困户、一般脱贫户）合计 960 户，相差 54 户。",
      stated(
        ["总户数", "1,014", "户", "", "", ""],
        ["低保贫困户", "21", "户", "总户数", "", ""],
        ["低保脱贫户", "761", "户", "总户数", "", ""],
        ["特困供养脱贫户", "49", "户", "总户数", "", ""],
        ["一般贫困户", "12", "户", "总户数", "", ""],
        ["一般脱贫户", "117", "户", "总户数", "", ""],
      ),
    ],
    [
      "“报账率”写 97.72%，按 14.94 ÷ 15.29 应为 97.71%。",
      stated(
        ["下达", "15.29", "亿元", "", "", ""],
        ["报账", "14.94", "亿元", "", "", ""],
        ["报账率", "97.72%", "%", "", "报账", "下达"],
      ),
    ],
    [
      "“资金”写 15.29 亿元，各分项（甲、乙）合计 4.89104 亿元，相差 10.39896 亿元。若“甲”的单位是亿元而不是万元，合计正好相符，请核对单位。",
      stated(
        ["资金", "15.29", "亿元", "", "", ""],
        ["甲", "10.40", "万元", "资金", "", ""],
        ["乙", "4.89", "亿元", "资金", "", ""],
      ),
    ],
  ];
  for (const [sentence, table] of wrong) {
    expect(await submitReport({ ...quarter(), stated: table, remark: "" })).toEqual({
      ok: false,
      failure: { kind: "differs", sentences: [sentence] },
    });
  }
  const unreadable = stated(["总户数", "很多", "户", "", "", ""]);
  expect(await submitReport({ ...quarter(), stated: unreadable, remark: "" })).toMatchObject({
    failure: { kind: "stated-cells", problems: [{ cell: "B2" }] },
  });
  expect(await db().periodicReport.count()).toBe(0);
});

test("submitted, checked, approved by three people of three levels, once for an area and period, and locked", async () => {
  const right = stated(
    ["问题", "351", "个", "", "", ""],
    ["村级", "13", "个", "问题", "", ""],
    ["户级", "338", "个", "问题", "", ""],
  );
  const ask = { ...quarter(), stated: right, remark: "一季度" };
  expect(await submitReport({ ...ask, actor: outsider.actor })).toMatchObject({ failure: { kind: "not-found" } });
  expect(await submitReport({ ...ask, period: "2026-Q2" })).toMatchObject({ failure: { kind: "not-over" } });
  expect(await submitReport({ ...ask, period: "2026-03" })).toMatchObject({ failure: { kind: "no-such-period" } });
  const both = await Promise.all([submitReport(ask), submitReport(ask)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: "reported" } });
  const { id } = await db().periodicReport.findFirstOrThrow({ select: { id: true } });

  const step = (person: Person, name: "check" | "approve") =>
    advanceReport({ actor: person.actor, reportId: id, step: { step: name }, now: NOW });
  expect(await step(outsider, "check")).toMatchObject({ failure: { kind: "not-found" } });
  expect(await step(village, "check")).toMatchObject({ failure: { kind: "not-found" } });
  expect(await step(township, "check")).toMatchObject({ failure: { kind: "same-person" } });
  expect(await step(county, "approve")).toMatchObject({ failure: { kind: "not-now" } });
  const checker = await anOfficial("341021");
  expect((await step(checker, "check")).ok).toBe(true);
  expect(await step(checker, "approve")).toMatchObject({ failure: { kind: "same-person" } });
  expect((await step(county, "approve")).ok).toBe(true);
  const locked = await db().periodicReport.findUniqueOrThrow({ where: { id } });
  expect(locked).toMatchObject({ state: "APPROVED", submittedById: township.userId, approvedById: county.userId });
  await expect(db().periodicReport.update({ where: { id }, data: { remark: "改" } })).rejects.toThrow();
  await expect(db().periodicReport.deleteMany({ where: { id } })).rejects.toThrow();
  const log = await db().accessLog.findMany({ where: { subjectId: id }, orderBy: { at: "asc" } });
  expect(log.map(({ action, actorId }) => [action, actorId]).sort()).toEqual(
    [
      ["report:submit", township.userId],
      ["report:check", checker.userId],
      ["report:approve", county.userId],
    ].sort(),
  );
  expect(await violationsOf("periodic_report_adds_up")).toEqual([]);
});

test("an approved report of a quarter becomes a public notice: masked, by three people, restated when the ledger moved on", async () => {
  const { id: reportId, hash } = await db().periodicReport.findFirstOrThrow({ where: { state: "APPROVED" } });
  const words = { title: "一季度公示", preface: "按批准的季度报告公示。", contact: "乡政府 0559-6512345", now: NOW };
  const write = (person: Person, source: NoticeSource) => writeNotice({ ...words, actor: person.actor, source });
  const missing = { reportId: newId(NOW) };
  expect(await write(outsider, { reportId })).toMatchObject({ failure: { kind: "not-found" } });
  expect(await write(village, { reportId })).toMatchObject({ failure: { kind: "not-found" } });
  expect(await write(township, missing)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await db().notice.count()).toBe(0);

  const written = await write(township, { reportId });
  if (!written.ok) throw new Error(written.failure.kind);
  const { noticeId, number } = written.value;
  const step = (person: Person, one: NoticeStep) =>
    advanceNotice({ actor: person.actor, noticeId, step: one, now: NOW });
  const checker = await anOfficial("341021");
  expect((await step(checker, { step: "check" })).ok).toBe(true);
  expect((await step(county, { step: "publish", days: 7 })).ok).toBe(true);
  const open = await findPublicNotice(db(), number);
  expect(open?.period).toBe("2026-Q1");
  expect(open?.body.reportHash).toBe(hash);
  // One household earned: neither its village's line nor the total tells how much.
  expect(open?.body.rows.map(({ name, paid }) => [name, paid])).toEqual([
    ["昌溪村", "不公开"],
    ["双源村", "不公开"],
  ]);
  expect(open?.body.total.paid).toBe("不公开");
  expect(open?.body.restatedPaid).toBeNull();
  await expect(db().notice.update({ where: { id: noticeId }, data: { reportId: null } })).rejects.toThrow();
  expect(await violationsOf("notice_names_nobody")).toEqual([]);
});

test("an objection to a notice is recorded by who received it, listed with it for ever, and answered like any other problem", async () => {
  const { id: noticeId } = await db().notice.findFirstOrThrow({ where: { state: "PUBLISHED" } });
  const now = new Date("2026-04-05T02:00:00Z");
  const words = "我家有收入，怎么没有算进去？电话 13912345678";
  const objection = { actor: village.actor, noticeId, words, receivedOn: "2026-04-04", householdNumber: "", now };
  const open = (change: Partial<typeof objection> = {}) => openNoticeObjection({ ...objection, ...change });

  // The township's notice is not the village's to work on; nor is it anybody's elsewhere, nor one that does not exist.
  for (const change of [{}, { actor: outsider.actor }, { actor: county.actor, noticeId: newId(now) }])
    expect(await open(change)).toEqual({ ok: false, failure: { kind: "not-found" } });
  const mine = { actor: township.actor };
  for (const [change, kind] of [
    [{ words: " 不 " }, "no-words"],
    [{ words: "长".repeat(501) }, "too-long"],
    [{ receivedOn: "2026-04-06" }, "to-come"],
    [{ receivedOn: "2026-04-02" }, "before-the-notice"],
    [{ householdNumber: "没有这一户" }, "no-such-household"],
    [{ householdNumber: (await aHousehold({ areaCode: "511129105200" })).number }, "no-such-household"],
  ] as const)
    expect(await open({ ...mine, ...change })).toMatchObject({ failure: { kind } });

  const twice = await Promise.all([open(mine), open(mine)]);
  expect(twice.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await open(mine)).toMatchObject({ failure: { kind: "already-open" } });
  const late = { receivedOn: "2026-04-20", words: "公示期后才看到，合计不对", householdNumber: wang.number };
  expect((await open({ ...mine, ...late, now: new Date("2026-04-20T02:00:00Z") })).ok).toBe(true);

  const asked = (person: Person) => {
    const request = new Request("https://huhui.test/gov/notices", { headers: { Cookie: person.cookie } });
    return noticePage.loader({ request, params: { id: noticeId }, context: {} });
  };
  const { objections, may } = await asked(county);
  expect(may.object).toBe(true);
  expect(
    objections.map(({ evidence, state, household, deadlineOn }) => [evidence, state, household, deadlineOn]),
  ).toEqual([
    ["2026-04-04 收到：我家有收入，怎么没有算进去？电话 [private]", "OPEN", null, "2026-04-20"],
    ["2026-04-20 收到：公示期后才看到，合计不对", "OPEN", `${wang.number} 王**户`, "2026-05-05"],
  ]);
  await expect(asked(outsider)).rejects.toMatchObject({ status: 404 });
  const [first] = objections;
  const problemId = first?.id ?? "";
  const step = (person: Person, one: ProblemStep) => workProblem({ actor: person.actor, problemId, step: one, now });
  expect((await step(township, { step: "answer", note: "5 户以下不公开，已当面说明" })).ok).toBe(true);
  expect((await step(township, { step: "close", note: "属实" })).ok).toBe(false);
  const second = await anOfficial("341021");
  expect((await step(second, { step: "close", note: "已说明，本人认可" })).ok).toBe(true);

  const withdrawing = { actor: county.actor, noticeId, step: { step: "withdraw", reason: "合计有误" }, now } as const;
  expect((await advanceNotice(withdrawing)).ok).toBe(true);
  const archived = await asked(county);
  expect(archived.may.object).toBe(true);
  expect(archived.objections.map(({ state, outcome }) => [state, outcome])).toEqual([
    ["CLOSED", "已说明，本人认可"],
    ["OPEN", null],
  ]);
  expect(await violationsOf("problem_has_history")).toEqual([]);

  const unpublished = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
  const { id, number } = { id: newId(now), number: "GS2604-9999" };
  const never = { state: "REFUSED", fromOn: null, untilOn: null, publishedById: null, publishedAt: null };
  const gone = { withdrawnAt: null, withdrawnReason: null };
  await db().notice.create({ data: { ...unpublished, ...never, ...gone, id, number } });
  expect(await open({ ...mine, noticeId: id })).toMatchObject({ failure: { kind: "never-public" } });
});

test("a report that is sent back is written anew; the archived one stays as it was while the ledger moves on", async () => {
  const month = {
    actor: village.actor,
    areaCode: VILLAGE,
    kind: "MONTH",
    period: "2026-03",
    remark: "",
    now: NOW,
  } as const;
  const first = await submitReport(month);
  if (!first.ok) throw new Error(first.failure.kind);
  const { reportId } = first.value;
  const early = { title: "公示", preface: "公示。", contact: "乡政府", source: { reportId }, now: NOW };
  expect(await writeNotice({ ...early, actor: village.actor })).toMatchObject({ failure: { kind: "not-approved" } });
  const refuse = { actor: township.actor, reportId, now: NOW } as const;
  expect(await advanceReport({ ...refuse, step: { step: "refuse", reason: " " } })).toMatchObject({
    failure: { kind: "reason-missing" },
  });
  expect((await advanceReport({ ...refuse, step: { step: "refuse", reason: "补说明" } })).ok).toBe(true);
  const second = await submitReport({ ...month, remark: "已补" });
  if (!second.ok) throw new Error(second.failure.kind);
  const archived = await db().periodicReport.findUniqueOrThrow({ where: { id: second.value.reportId } });
  await aRefund(sale, [[0, 3_990n]], { at: new Date("2026-03-28T02:00:00Z") });
  const again = await previewReport(month);
  expect(again.ok && JSON.stringify(again.value.body)).not.toBe(archived.body);
  expect(await db().periodicReport.findUniqueOrThrow({ where: { id: archived.id } })).toEqual(archived);
  expect(reportDifferences(JSON.parse(archived.body) as PeriodicReportBody)).toEqual([]);
});

test("the linkage ledger is what was paid, not what was declared; its file is the list on the screen, masked", async () => {
  const search = new URLSearchParams({ area: VILLAGE, from: "2026-01", to: "2026-04" });
  const filter = parseLinkageFilter(search, [VILLAGE], NOW);
  if (!filter) throw new Error("no area");
  const { totals, page } = await linkagePage(db(), filter, { number: 1, size: 20 });
  expect(page.rows).toMatchObject([
    { number: wang.number, cooperativeId, flow: "CONSIGNED_SALE", member: true, agreedOn: null },
  ]);
  expect(totals).toMatchObject({ rows: 1, households: 1, paidFen: page.rows[0]?.paidFen });
  expect(parseLinkageFilter(new URLSearchParams({ area: SIBLING }), [VILLAGE], NOW)?.areaCode).toBe(VILLAGE);

  const ask = { actor: village.actor, kinds: GOV_EXPORTS, parameters: search.toString(), now: NOW };
  expect(
    await requestExport({ ...ask, actor: (await anOfficial(SIBLING)).actor, kindName: "gov-linkage" }),
  ).toMatchObject({
    failure: { kind: "no-rows" },
  });
  for (const [kindName, cells] of [
    ["gov-linkage", [wang.number, "王**", "是", "代销", "无协议"]],
    ["gov-cooperatives", ["1", "0", "12", "1"]],
  ] as const) {
    const requested = await requestExport({ ...ask, kindName });
    if (!requested.ok) throw new Error(requested.failure.kind);
    const { jobId } = requested.value;
    expect(await runExport({ kinds: GOV_EXPORTS, jobId, clock: () => NOW })).toBe(true);
    const file = await openExport({ actor: village.actor, kinds: GOV_EXPORTS, jobId, now: NOW });
    const table = await readSpreadsheet(new Uint8Array(await new Response(file?.body).arrayBuffer()));
    if (!table.ok) throw new Error(table.failure.kind);
    expect(table.value.rows).toHaveLength(1);
    expect(table.value.rows[0]?.cells).toEqual(expect.arrayContaining([...cells]));
    expect(JSON.stringify(table.value)).not.toContain("金贵");
    expect(await openExport({ actor: township.actor, kinds: GOV_EXPORTS, jobId, now: NOW })).toBeUndefined();
  }
  expect(await openExport({ actor: village.actor, kinds: GOV_EXPORTS, jobId: newId(), now: NOW })).toBeUndefined();
});

test("a report's table is worked out in the background: the rows of its preview, for nobody outside the area", async () => {
  const preview = await previewReport(quarter());
  if (!preview.ok) throw new Error(preview.failure.kind);
  const { parts, total } = preview.value.body;
  const ask = { kinds: GOV_EXPORTS, kindName: "gov-report", now: NOW };
  const parameters = `area=${TOWNSHIP}&kind=QUARTER&period=2026-Q1`;
  expect(await requestExport({ ...ask, parameters, actor: village.actor })).toMatchObject({
    failure: { kind: "not-allowed" },
  });
  for (const nonsense of [
    "area=341021203&kind=QUARTER&period=2026-03",
    "area=341021203&kind=QUARTER&period=2026-Q2",
    "area=x&kind=MONTH&period=2026-03",
  ])
    expect(await requestExport({ ...ask, parameters: nonsense, actor: county.actor })).toMatchObject({
      failure: { kind: "not-allowed" },
    });
  const requested = await requestExport({ ...ask, parameters, actor: township.actor });
  if (!requested.ok) throw new Error(requested.failure.kind);
  const { jobId, rows } = requested.value;
  expect(rows).toBe(parts.length + 1);
  expect(await runExport({ kinds: GOV_EXPORTS, jobId, clock: () => NOW })).toBe(true);
  const file = await openExport({ actor: township.actor, kinds: GOV_EXPORTS, jobId, now: NOW });
  const table = await readSpreadsheet(new Uint8Array(await new Response(file?.body).arrayBuffer()));
  if (!table.ok) throw new Error(table.failure.kind);
  const yuan = (fen: string) => Number(fen) / 100;
  expect(table.value.rows.map(({ cells }) => [cells[1], Number(cells[5]), Number(cells[6])])).toEqual([
    ["昌溪村", yuan(parts[0]?.accruedFen ?? ""), yuan(parts[0]?.paidFen ?? "")],
    ["双源村", yuan(parts[1]?.accruedFen ?? ""), yuan(parts[1]?.paidFen ?? "")],
    ["合计", yuan(total.accruedFen), yuan(total.paidFen)],
  ]);
});

test("a report counts the problems that were open in its period, whenever they were opened", async () => {
  const finding = async (opened: string, closed?: string) => {
    const { problemId } = await withTransaction("a finding", (tx) =>
      openProblem(tx, {
        actor: township.actor,
        kind: "FINDING",
        areaCode: SIBLING,
        evidence: "公示栏空着",
        deadlineOn: "2026-12-31",
        now: new Date(opened),
      }),
    );
    if (closed === undefined) return;
    const at = new Date(closed);
    const second = await anOfficial("341021");
    for (const [{ actor }, step] of [
      [await anOfficial(SIBLING), "answer"],
      [second, "close"],
    ] as const) {
      const worked = await workProblem({ actor, problemId, step: { step, note: "已补" }, now: at });
      expect(worked.ok).toBe(true);
    }
  };
  await finding("2025-12-01T02:00:00Z", "2025-12-31T02:00:00Z");
  await finding("2025-12-01T02:00:00Z", "2026-01-05T02:00:00Z");
  await finding("2025-12-01T02:00:00Z", "2026-03-31T15:59:59Z");
  await finding("2026-02-01T02:00:00Z", "2026-04-01T02:00:00Z");
  await finding("2026-02-01T02:00:00Z");
  await finding("2026-04-01T02:00:00Z");
  const preview = await previewReport({ ...quarter(), areaCode: SIBLING });
  expect(preview.ok && preview.value.body.problems).toEqual({ opened: 2, closed: 2, overdue: 0, underway: 4 });
});
