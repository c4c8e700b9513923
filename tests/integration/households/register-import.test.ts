import { beforeAll, expect, test } from "vitest";
import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import { addMember, endMembership } from "~/households/change-members.server";
import { findHouseholdCard } from "~/households/household-store.server";
import { importRegister, previewRegister } from "~/households/import-register.server";
import { registerHousehold } from "~/households/register-household.server";
import { revealHousehold } from "~/households/reveal-household.server";
import { HEAD } from "~/households/member";
import { db } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { csvText, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { REGISTER_SHEET, REGISTER_TEMPLATE, type RegisterField } from "~/households/register-sheet";
import { paths } from "~/paths";
import { action as importForm } from "~/routes/official/register-import";
import { anOfficial, type Person } from "#tests/builders/access";
import { violationsOf } from "#tests/builders/benefits";
import { photoBytes } from "#tests/builders/catalog";
import { aHousehold, anIdNumber } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { letGoTogether } from "#tests/setup/locks";
import { errorsOf, submit } from "../cooperative-console/visit";

const VILLAGE = "341021203201";
const OTHER = "511129105200";
const NOW = new Date("2026-11-20T02:00:00Z");
const LATER = new Date("2026-11-21T02:00:00Z");

let village: Person;
let outsider: Person;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(OTHER, "外县村");
  village = await anOfficial(VILLAGE);
  outsider = await anOfficial(OTHER);
}, 60_000);

type Row = Partial<Record<RegisterField, string>>;

async function sheetOf(rows: readonly Row[], fields = Object.keys(REGISTER_SHEET) as RegisterField[]) {
  const columns = REGISTER_TEMPLATE.filter(({ header }) => fields.some((field) => REGISTER_SHEET[field] === header));
  const whole = rows.map((row) => ({
    ...(Object.fromEntries(Object.keys(REGISTER_SHEET).map((key) => [key, ""])) as Record<RegisterField, string>),
    ...row,
  }));
  const cover = { title: "名册", facts: [], definitions: [] };
  const bytes = await writeExcel(cover, [tableSheet({ name: "名册", columns, rows: whole })]);
  const read = await readSpreadsheet(new Uint8Array(bytes));
  if (!read.ok) throw new Error(read.failure.kind);
  return read.value;
}

const family = (number: string, serial: number): Row[] => [
  {
    number,
    area: VILLAGE,
    group: "第二组",
    name: "周大山",
    relation: HEAD,
    idNumber: anIdNumber(serial, 1961),
    phone: "13900001234",
    bankName: "农村信用社",
    account: "6228480000001234567",
    attribute: "一般户",
    cause: "因病",
    otherCauses: "缺技术、因学",
    health: "患有大病",
    registeredOn: "2026/3/5",
  },
  { number, area: VILLAGE, name: "周小妹", relation: "之女", idNumber: anIdNumber(serial + 1, 1990), health: "健康" },
];

const importing = async (rows: readonly Row[], actor = village.actor, now = NOW) =>
  importRegister({ actor, table: await sheetOf(rows), fileDigest: "d".repeat(64), now });

async function everything() {
  const [households, members, events, cases] = await Promise.all([
    db().household.findMany({ orderBy: { id: "asc" } }),
    db().householdMember.findMany({ orderBy: { id: "asc" } }),
    db().householdStatusEvent.findMany({ orderBy: { id: "asc" } }),
    db().statusCase.findMany({ orderBy: { id: "asc" } }),
  ]);
  return JSON.stringify({ households, members, events, cases });
}

test("a sheet opens a card with every number sealed; the same sheet again changes nothing and says so", async () => {
  const number = `${VILLAGE}-7001`;
  const table = await sheetOf(family(number, 501));
  const preview = await previewRegister({ actor: village.actor, table, now: NOW });
  expect(preview.problems).toEqual([]);
  expect(preview.households).toMatchObject([{ number, kind: "new", maskedHeadName: "周**" }]);
  expect(await db().household.count({ where: { number } })).toBe(0);
  expect(await importing(family(number, 501))).toEqual({
    ok: true,
    value: { new: 1, changed: 0, same: 0, cases: 0 },
  });
  const household = await db().household.findUniqueOrThrow({ where: { number } });
  expect(household).toMatchObject({ areaCode: VILLAGE, groupName: "第二组", headName: "周大山" });
  expect(JSON.stringify(household)).not.toMatch(/13900001234|6228480000001234567/);
  const revealed = await revealHousehold({
    actor: village.actor,
    householdId: household.id,
    reason: "核对导入",
    now: NOW,
  });
  expect(revealed.ok && revealed.value).toMatchObject({ phone: "13900001234", bankAccount: "6228480000001234567" });
  expect(revealed.ok && revealed.value.members.map(({ health }) => health).sort()).toEqual(["健康", "患有大病"].sort());
  const card = await findHouseholdCard(db(), household.id, [VILLAGE], NOW);
  expect(card).toMatchObject({ headCount: 2, causes: ["因病", "缺技术", "因学"], registeredOn: "2026-03-05" });

  const before = await everything();
  expect(await importing(family(number, 501), village.actor, LATER)).toEqual({
    ok: false,
    failure: { kind: "nothing-new" },
  });
  expect(await everything()).toBe(before);
  const [entry] = await db().accessLog.findMany({ where: { action: "register:import" } });
  expect(entry).toMatchObject({
    actorId: village.userId,
    subjectKind: "area",
    subjectId: VILLAGE,
    reason: "新增 1 户，更改 0 户，未变 0 户；文件 dddddddddddddddd",
  });
});

test("what changed is shown old → new without a number in full, and is written; who is not said stays", async () => {
  const number = `${VILLAGE}-7002`;
  await importing(family(number, 511));
  const { id } = await db().household.findUniqueOrThrow({ where: { number } });
  const [head = {}, daughter = {}] = family(number, 511);
  const rows: Row[] = [
    { ...head, group: "第三组", phone: "13900005678", account: "6228480000009999999", health: "健康", otherCauses: "" },
    { ...daughter, leftOn: "2026-10-01", leftReason: "婚嫁迁出" },
    {
      number,
      area: VILLAGE,
      name: "周小宝",
      relation: "之孙子",
      idNumber: anIdNumber(519, 2024),
      joinedOn: "2026-01-02",
    },
  ];
  const preview = await previewRegister({ actor: village.actor, table: await sheetOf(rows), now: NOW });
  expect(preview.problems).toEqual([]);
  const [plan] = preview.households;
  expect(plan?.changes).toEqual([
    { label: "村民组", from: "第二组", to: "第三组" },
    { label: "联系电话", from: "139****1234", to: "139****5678" },
    { label: "银行账号", from: "农村信用社 6***4567", to: "农村信用社 6***9999" },
    { label: "原因", from: "因病、缺技术、因学", to: "因病" },
    { label: "周** 健康状况", from: "已遮盖", to: "健康" },
    { label: "减少成员 周**", from: "在户", to: "2026-10-01 婚嫁迁出" },
    { label: "增加成员", from: "—", to: "周**（之孙子）" },
  ]);
  expect(await importing(rows)).toMatchObject({ value: { new: 0, changed: 1, same: 0, cases: 0 } });
  const card = await findHouseholdCard(db(), id, [VILLAGE], NOW);
  expect(card).toMatchObject({ groupName: "第三组", headCount: 2, maskedPhone: "139****5678", causes: ["因病"] });
  expect(card?.statusEvents.map(({ type }) => type).sort()).toEqual(
    ["NATURAL_DECREASE", "NATURAL_INCREASE", "REGISTERED"].sort(),
  );
  expect(await importing(rows)).toMatchObject({ failure: { kind: "nothing-new" } });
  // Only the head's row: the others stay on the card, and the preview says how many.
  const short = await previewRegister({ actor: village.actor, table: await sheetOf(rows.slice(0, 1)), now: NOW });
  expect(short.households[0]).toMatchObject({ kind: "same", changes: [] });
  expect(short.households[0]?.notes[0]).toContain("户卡上另有 1 人不在表中，没有变动");
});

test("a change of standing is proposed and not written; the same again is not proposed twice", async () => {
  const number = `${VILLAGE}-7003`;
  const [head = {}, daughter = {}] = family(number, 521);
  const rows = [{ ...head, change: "脱贫不稳定户", changeOn: "2026-11-01", evidence: "入户核查" }, daughter];
  expect(await importing(rows)).toMatchObject({ value: { new: 1, cases: 1 } });
  const { id } = await db().household.findUniqueOrThrow({ where: { number } });
  expect(await findHouseholdCard(db(), id, [VILLAGE], NOW)).toMatchObject({ standing: "GENERAL" });
  expect(await db().statusCase.findMany({ where: { householdId: id } })).toMatchObject([
    { type: "MONITORED_UNSTABLE", state: "ON_NOTICE", proposedById: village.userId, evidence: "入户核查（名册导入）" },
  ]);
  expect(await importing(rows)).toMatchObject({ failure: { kind: "nothing-new" } });
  const other = [{ ...head, change: "退出", changeOn: "2026-11-02", evidence: "入户核查" }, daughter];
  const refused = await importing(other);
  expect(refused).toMatchObject({ failure: { kind: "problems" } });
  expect(refused.ok === false && refused.failure.kind === "problems" && refused.failure.problems[0]?.words).toMatch(
    /还有一件变动（BD\d{4}-\d+）没有办完/,
  );
  const silent = await importing([{ ...head, attribute: "低保户" }, daughter]);
  expect(silent).toMatchObject({ failure: { problems: [{ header: "属性" }] } });
});

test("every cell that cannot be read is named, and then not one row is written", async () => {
  const number = `${VILLAGE}-7004`;
  const [head = {}] = family(number, 531);
  const before = await everything();
  const rows: Row[] = [
    { ...head, phone: "12345", account: "12a", attribute: "贫困户", sex: "女", registeredOn: "2027-01-01" },
    { number, area: OTHER, name: "", relation: HEAD, idNumber: "34102119600101123X" },
    { number: "", area: VILLAGE, name: "无号", relation: "配偶" },
    { number, name: "周二", relation: "之子", idNumber: anIdNumber(531, 1961), education: "博士" },
  ];
  const result = await importing(rows);
  if (result.ok || result.failure.kind !== "problems") throw new Error("imported");
  const words = Object.fromEntries(result.failure.problems.map(({ cell, words: said }) => [cell, said]));
  const cellOf = (field: RegisterField, row: number) =>
    `${String.fromCharCode(65 + Object.keys(REGISTER_SHEET).indexOf(field))}${row}`;
  expect(words).toMatchObject({
    [cellOf("phone", 2)]: "请填写 11 位手机号。",
    [cellOf("account", 2)]: "银行账号应为 8 至 30 位数字。",
    [cellOf("attribute", 2)]: "没有“贫困户”这一项。可用：一般户、低保户、特困供养户。",
    [cellOf("sex", 2)]: "与身份证号码不符。",
    [cellOf("registeredOn", 2)]: "日期不能晚于今天。",
    [cellOf("area", 3)]: "与同户户主一行的代码不同。",
    [cellOf("name", 3)]: "请填写姓名。",
    [cellOf("relation", 3)]: `${number} 有两位户主。每户须有且只有一位户主。`,
    [cellOf("number", 4)]: "请填写档案编号。",
    [cellOf("idNumber", 5)]: `与 ${cellOf("idNumber", 2)} 的号码重复。`,
    [cellOf("education", 5)]: expect.stringContaining("没有“博士”这一项"),
  });
  expect(await everything()).toBe(before);
});

test("only cards and villages of one's own area are touched, and a sheet without a needed column is refused", async () => {
  const number = `${VILLAGE}-7001`;
  const before = await everything();
  expect(await importing(family(number, 501), outsider.actor)).toMatchObject({
    failure: { problems: [{ header: "档案编号", words: "不在您的管辖范围内。" }] },
  });
  expect(await importing(family(`${OTHER}-7001`, 541), outsider.actor)).toMatchObject({
    failure: { problems: [{ header: "行政区划代码", words: "不在您的管辖范围内。" }] },
  });
  const table = await sheetOf(family(number, 501), ["number", "name"]);
  const bare = await importRegister({ actor: village.actor, table, fileDigest: "e".repeat(64), now: NOW });
  expect(bare).toMatchObject({ failure: { problems: [{ cell: "A1", words: expect.stringContaining("缺少") }] } });
  expect(await everything()).toBe(before);
});

test("somebody of another card, the dead and a stranger under a known name are told cell by cell", async () => {
  const number = `${VILLAGE}-7005`;
  const taken = anIdNumber(551, 1950);
  const dead = anIdNumber(552, 1940);
  const home = await aHousehold({
    areaCode: VILLAGE,
    members: [
      { name: "吴一", relation: HEAD, sex: "M", birthYear: 1950, idNumber: taken },
      { name: "吴母", relation: "之母", sex: "F", birthYear: 1940, idNumber: dead },
    ],
  });
  const mother = await db().householdMember.findFirstOrThrow({ where: { householdId: home.id, relation: "之母" } });
  const died = { actor: village.actor, householdId: home.id, memberId: mother.id, reason: "死亡", now: NOW };
  expect(await endMembership({ ...died, leftOn: "2030-01-01" })).toMatchObject({ failure: { kind: "in-the-future" } });
  expect((await endMembership({ ...died, leftOn: "2026-05-01" })).ok).toBe(true);
  const again = {
    name: "吴母",
    relation: "之母",
    sex: "F",
    birthYear: 1940,
    idNumber: dead,
    joinedOn: "2026-06-01",
  } as const;
  const back = await addMember({ actor: village.actor, householdId: home.id, member: again, now: NOW });
  expect(back).toEqual({ ok: false, failure: { kind: "person-died" } });

  const [head = {}] = family(number, 553);
  const result = await importing([
    head,
    { number, area: VILLAGE, name: "吴一", relation: "其他", idNumber: taken },
    { number, area: VILLAGE, name: "吴母", relation: "其他", idNumber: dead },
  ]);
  expect(result).toMatchObject({
    failure: {
      problems: [
        { row: 3, words: "此人已登记在另一户，请先办理迁出。" },
        { row: 4, words: "此人已登记死亡，不能再登记。" },
      ],
    },
  });
  const stranger = await importing([
    { ...head, number: home.number, name: "吴一", idNumber: anIdNumber(559, 1950), registeredOn: "" },
  ]);
  expect(stranger).toMatchObject({
    failure: { problems: [{ header: "与户主关系", words: expect.stringContaining("与户卡上的户主不是同一人") }] },
  });
  expect(await db().household.count({ where: { number } })).toBe(0);
});

test("a sheet in UTF-8 and one in GB18030 are read", async () => {
  const rows = family(`${VILLAGE}-7001`, 501).map((row) => ({
    ...(Object.fromEntries(Object.keys(REGISTER_SHEET).map((key) => [key, ""])) as Record<RegisterField, string>),
    ...row,
  }));
  const csv = await csvText(REGISTER_TEMPLATE, rows);
  const read = await readSpreadsheet(new TextEncoder().encode(csv));
  if (!read.ok) throw new Error(read.failure.kind);
  const same = await importRegister({ actor: village.actor, table: read.value, fileDigest: "f".repeat(64), now: NOW });
  expect(same).toEqual({ ok: false, failure: { kind: "nothing-new" } });

  // 档案编号 行政区划代码 姓名 in GB18030.
  const gb = Buffer.concat([
    Buffer.from("b5b5b0b8b1e0bac5", "hex"),
    Buffer.from(","),
    Buffer.from("d0d5c3fb", "hex"),
    Buffer.from("\n1001,"),
    Buffer.from("d6dc", "hex"),
    Buffer.from("\n"),
  ]);
  const gbRead = await readSpreadsheet(gb);
  expect(gbRead.ok && gbRead.value.headers).toEqual(["档案编号", "姓名"]);
});

test("an Excel of 200 columns, formulas, merged cells, a picture and an empty file are refused on the page, and nothing is written", async () => {
  const excel = (data: SheetData) => writeXlsxFile([{ sheet: "名册", data }]).toBuffer();
  const [header, person] = [Object.values(REGISTER_SHEET), Object.keys(REGISTER_SHEET).map(() => "1")];
  const before = await everything();
  const page = paths.gov.registerImport();
  for (const [bytes, words] of [
    [await excel([Array.from({ length: 200 }, (_, index) => `列${index}`)]), "有 200 列，最多 64 列"],
    [await excel([header, [{ value: "=1+1", type: "Formula" }, ...person.slice(1)]]), "有 1 个单元格是公式（A2）"],
    [await excel([header, [{ value: "1", columnSpan: 2 }, null, ...person.slice(2)]]), "有 1 处合并的单元格（A2"],
    [await photoBytes(), "不是 Excel"],
    [Buffer.from(""), "请选择"],
  ] as const) {
    const file = new File([new Uint8Array(bytes)], "名册.xlsx");
    const refused = await submit(importForm, page, village.cookie, { file });
    expect([refused.status, errorsOf(refused)["file"]?.[0]]).toEqual([422, expect.stringContaining(words)]);
  }
  expect(await everything()).toBe(before);
});

test("a card that changes while a sheet is imported is compared as it is then", async () => {
  const number = `${VILLAGE}-7006`;
  await importing(family(number, 561));
  const { id } = await db().household.findUniqueOrThrow({ where: { number } });
  const daughter = await db().householdMember.findFirstOrThrow({ where: { householdId: id, relation: "之女" } });
  const left = { leftOn: "2026-10-01", leftReason: "婚嫁迁出" };
  const [head = {}, row = {}] = family(number, 561);
  const both = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT FROM household WHERE id = ${id}::uuid FOR UPDATE`,
    () =>
      endMembership({
        ...{ actor: village.actor, householdId: id, memberId: daughter.id, now: NOW },
        ...{ leftOn: left.leftOn, reason: left.leftReason },
      }),
    () => importing([head, { ...row, ...left }]),
  );
  expect(both).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "nothing-new" } }]);
});

test("somebody who is registered elsewhere while a sheet is imported, or whose number is taken, is told in its cell", async () => {
  const rows = family(`${VILLAGE}-7050`, 571);
  const [person, other] = [anIdNumber(571, 1961), anIdNumber(579, 1961)];
  const registering = (idNumber: string, number?: string) =>
    registerHousehold({
      ...{ actor: village.actor, areaCode: VILLAGE, groupName: "一", registeredOn: "2026-03-05", attribute: "一般户" },
      ...{ evidence: "入户核查", now: NOW, ...(number === undefined ? {} : { number }) },
      members: [{ name: "周大山", relation: HEAD, sex: "M", birthYear: 1961, idNumber }],
    });
  const atOnce = (...begin: (() => Promise<{ readonly ok: boolean }>)[]) =>
    letGoTogether((tx) => tx.$executeRaw`LOCK TABLE household_member IN SHARE MODE`, ...begin);
  const registered = await atOnce(
    () => registering(person),
    () => importing(rows),
  );
  expect(registered).toMatchObject([
    { ok: true },
    { ok: false, failure: { problems: [{ row: 2, words: "此人已登记在另一户，请先办理迁出。" }] } },
  ]);
  const [last] = await db().$queryRaw<[{ next: string }]>`
    SELECT ${VILLAGE} || '-' || 1 + max(split_part(number, '-', 2)::int) AS next FROM household WHERE area_code = ${VILLAGE}`;
  const numbered = await atOnce(
    () => registering(other),
    () => importing(family(last.next, 574)),
  );
  expect(numbered).toMatchObject([
    { ok: true, value: { number: last.next } },
    { ok: false, failure: { problems: [{ words: expect.stringContaining("与户卡上的户主不是同一人") }, {}] } },
  ]);
});

test("nothing of the register is broken by what was imported", async () => {
  for (const view of [
    "person_in_one_household",
    "household_head",
    "health_is_sealed",
    "dead_stay_dead",
    "merged_household_empty",
    "household_place",
  ]) {
    expect(await violationsOf(view), view).toEqual([]);
  }
});
