import { beforeAll, expect, test } from "vitest";
import { HEAD } from "~/households/member";
import { db } from "~/platform/db.server";
import { openSuspicions, previewComparison } from "~/settlement/compare-list.server";
import type { ComparedList } from "~/settlement/list-sheet";
import { lockListProblems } from "~/settlement/open-problem.server";
import { workProblem, type ProblemStep } from "~/settlement/work-problem.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aHousehold, anIdNumber } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { letGoTogether } from "#tests/setup/locks";

const VILLAGE = "341021203201";
const OTHER = "511129105200";
const NOW = new Date("2026-11-20T02:00:00Z");

let village: Person;
let township: Person;
let outsider: Person;
let li: { id: string; number: string };
let wang: { id: string; number: string };
let far: { id: string; number: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  outsider = await anOfficial(OTHER);
  const home = (areaCode: string, name: string, serial: number, account: string, attribute: "一般户" | "低保户") =>
    aHousehold({
      areaCode,
      headName: name,
      attribute,
      bankAccount: account,
      members: [
        { name, relation: HEAD, sex: "M", birthYear: 1960, idNumber: anIdNumber(serial) },
        { name: `${name}母`, relation: "之母", sex: "F", birthYear: 1940, idNumber: anIdNumber(serial + 1, 1940) },
      ],
    });
  li = await home(VILLAGE, "李银花", 701, "6228480000000007011", "低保户");
  wang = await home(VILLAGE, "王金贵", 711, "6228480000000007111", "一般户");
  far = await home(OTHER, "外地户", 721, "6228480000000007211", "一般户");
}, 60_000);

const table = (headers: readonly string[], ...rows: (readonly string[])[]) => ({
  headers,
  rows: rows.map((cells, index) => ({ number: index + 2, cells })),
});

async function found(list: ComparedList, sheet: ReturnType<typeof table>, actor = village.actor) {
  const compared = await previewComparison({ actor, list, table: sheet, now: NOW });
  if (!compared.ok) throw new Error(compared.failure.kind);
  const { suspicions, ...counts } = compared.value;
  return { ...counts, found: suspicions.map(({ number, evidence }) => [number, evidence]) };
}

test("the dead of a list who still stand on a card are found by their number's blind index, in one's own area only", async () => {
  const sheet = table(["身份证号码"], [anIdNumber(702, 1940)], [anIdNumber(722, 1940)], [anIdNumber(999)]);
  const mine = await found("DEATH", sheet);
  expect(mine).toEqual({
    rows: 3,
    unknown: 2,
    found: [[li.number, `死亡人员名单上的 9***${anIdNumber(702, 1940).slice(-4)} 仍在册，请核实并办理减少。`]],
  });
  expect((await found("DEATH", sheet, outsider.actor)).found.map(([number]) => number)).toEqual([far.number]);
});

test("accounts, attributes and residents that differ are told without a number in full", async () => {
  expect(
    await found(
      "ACCOUNTS",
      table(
        ["档案编号", "银行账号"],
        [li.number, "6228 4800 0000 0007 011"],
        [wang.number, "6228480000000009999"],
        ["无", "6228480000000009999"],
      ),
    ),
  ).toEqual({
    rows: 3,
    unknown: 1,
    found: [[wang.number, "银行账户名单的账号 6***9999 与户卡登记的不同，请核对存折。"]],
  });
  expect((await found("CIVIL_AFFAIRS", table(["档案编号", "属性"], [wang.number, "特困供养户"]))).found).toEqual(
    [
      [li.number, "户卡为“低保户”，民政名单没有这一户，请核实。"],
      [wang.number, "民政名单为“特困供养户”，户卡为“一般户”，请核实。"],
    ].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );
  const residents = table(
    ["档案编号", "身份证号码"],
    [li.number, anIdNumber(701)],
    [li.number, anIdNumber(999)],
    [wang.number, anIdNumber(711)],
    [wang.number, anIdNumber(712, 1940)],
  );
  expect((await found("RESIDENTS", residents)).found).toEqual([
    [li.number, "与户籍人口名单比对：名单有而户卡没有 1 人，户卡有而名单没有 1 人，请入户核实。"],
  ]);
});

test("a list that cannot be read is named cell by cell", async () => {
  const bad = table(["档案编号", "银行账号"], ["x", "12a"], ["", "6228480000000009999"]);
  expect(await previewComparison({ actor: village.actor, list: "ACCOUNTS", table: bad, now: NOW })).toEqual({
    ok: false,
    failure: {
      kind: "problems",
      problems: [
        { cell: "B2", words: "银行账号应为 8 至 30 位数字。" },
        { cell: "A3", words: "请填写档案编号。" },
      ],
    },
  });
  const without = table(["姓名"], ["王"]);
  expect(await previewComparison({ actor: village.actor, list: "DEATH", table: without, now: NOW })).toMatchObject({
    failure: { problems: [{ cell: "A1", words: "缺少“身份证号码”列，无法与死亡人员名单比对。" }] },
  });
});

test("each difference becomes a problem with an owner and a day, once while it is open; two senders make no second one", async () => {
  const sheet = table(["身份证号码"], [anIdNumber(702, 1940)], [anIdNumber(712, 1940)]);
  const ask = {
    actor: village.actor,
    list: "DEATH",
    source: "公安局 2026 年 10 月",
    table: sheet,
    ownerId: township.userId,
    deadlineOn: "2026-12-01",
    now: NOW,
  } as const;
  expect(await openSuspicions({ ...ask, deadlineOn: "2026-11-01" })).toMatchObject({
    failure: { kind: "deadline-past" },
  });
  expect(await openSuspicions({ ...ask, ownerId: outsider.userId })).toMatchObject({
    failure: { kind: "no-such-owner" },
  });
  expect(await db().problem.count({ where: { aboutKind: "LIST" } })).toBe(0);
  const both = await Promise.all([openSuspicions(ask), openSuspicions(ask)]);
  expect(both.map((one) => one.ok && one.value.opened).sort()).toEqual([0, 2]);
  const problems = await db().problem.findMany({ where: { aboutKind: "LIST" } });
  expect(problems).toHaveLength(2);
  for (const problem of problems) {
    expect(problem).toMatchObject({
      kind: "DATA",
      ownerId: township.userId,
      openedById: village.userId,
      state: "OPEN",
    });
    expect(problem.evidence).toMatch(/^公安局 2026 年 10 月：死亡人员名单上的 9\*\*\*\d{3}[\dX] 仍在册/);
    expect(problem.evidence).not.toMatch(/\d{17}/);
  }
  const log = await db().accessLog.findFirstOrThrow({ where: { action: "register:compare" }, orderBy: { at: "desc" } });
  expect(log).toMatchObject({ subjectKind: "area", subjectId: VILLAGE });
});

test("a closed difference is not opened again beside the same one from a newer list", async () => {
  const ask = {
    ...({ actor: village.actor, list: "DEATH", source: "公安局 2026 年 11 月", ownerId: township.userId } as const),
    ...{ table: table(["身份证号码"], [anIdNumber(702, 1940)]), deadlineOn: "2026-12-01", now: NOW },
  };
  const closer = await anOfficial("341021203");
  const open = () =>
    db().problem.findFirstOrThrow({ where: { aboutKind: "LIST", householdId: li.id, state: { not: "CLOSED" } } });
  const take = (who: Person, problemId: string, step: ProblemStep) =>
    workProblem({ actor: who.actor, problemId, step, now: NOW });
  const close = async () => {
    const { id } = await open();
    for (const [who, step] of [
      [township, { step: "answer", note: "已核实" }],
      [closer, { step: "close", note: "看过" }],
    ] as const)
      expect((await take(who, id, step)).ok).toBe(true);
    return id;
  };
  const undone = { step: "look-back", stays: false, note: "仍在册" } as const;
  const first = await close();
  const both = await letGoTogether<{ readonly ok: boolean }>(
    lockListProblems,
    () => take(closer, first, undone),
    () => openSuspicions(ask),
  );
  expect(both).toMatchObject([{ ok: true }, { ok: true, value: { opened: 0, known: 1 } }]);
  await close();
  expect(await openSuspicions(ask)).toMatchObject({ ok: true, value: { opened: 1 } });
  const { number } = await open();
  expect(await take(closer, first, undone)).toEqual({ ok: false, failure: { kind: "opened-anew", number } });
  expect((await take(closer, first, { ...undone, stays: true })).ok).toBe(true);
});
