import { beforeAll, beforeEach, expect, test } from "vitest";
import { decideDeclaredIncome } from "~/benefits/decide-declared-income.server";
import { decideIncomeList } from "~/benefits/decide-income-list.server";
import { householdRecord } from "~/benefits/household-income-store.server";
import { findIncomeList } from "~/benefits/income-list-store.server";
import { previewIncomeList } from "~/benefits/preview-income-list.server";
import { proposeIncomeList } from "~/benefits/propose-income-list.server";
import { db } from "~/platform/db.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const NOW = new Date("2026-04-20T02:00:00Z");
const ALL = { areaPrefixes: ["341021"], from: "2026-01", to: "2026-12" };
const HEADERS = ["户编号", "所属月份", "收入种类", "金额（元）", "生产费用（元）", "发放单位", "计算依据"];

let village: Person;
let township: Person;
let county: Person;
let wang: { id: string; number: string };
let li: { id: string; number: string };
let serial = 0;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  [village, township, county] = await Promise.all([
    anOfficial(VILLAGE),
    anOfficial(VILLAGE.slice(0, 9)),
    anOfficial(VILLAGE.slice(0, 6)),
  ]);
});

beforeEach(async () => {
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  li = await aHousehold({ areaCode: NEIGHBOUR, headName: "李银花" });
});

const job = (household: { number: string }, change: Record<number, string> = {}) =>
  [household.number, "2026-03", "公益性岗位", "800", "", "昌溪乡政府", "每月 800 元"].map(
    (cell, index) => change[index] ?? cell,
  );
const sheet = (...rows: string[][]) => ({
  headers: HEADERS,
  rows: rows.map((cells, index) => ({ number: index + 2, cells })),
});

async function previewOf(person: Person, ...rows: string[][]) {
  return previewIncomeList(db(), sheet(...rows), { areaPrefixes: [person.actor.grants[0]?.scopeId ?? ""], now: NOW });
}

async function propose(person: Person, rows: string[][], fileDigest = `digest ${(serial += 1)}`) {
  const preview = await previewOf(person, ...rows);
  if (!preview.ok) throw new Error(preview.failure.words);
  const words = { title: "2026 年 3 月公益性岗位工资", evidence: "银行代发回单" };
  return proposeIncomeList({ actor: person.actor, ...words, fileDigest, rows: preview.value.rows, now: NOW });
}

async function proposed(person: Person, rows: string[][]): Promise<string> {
  const list = await propose(person, rows);
  if (!list.ok) throw new Error(list.failure.kind);
  return list.value.listId;
}

test("a list counts as a whole when another person has approved it, and its rows say where they come from", async () => {
  const listId = await proposed(township, [job(wang), job(li, { 3: "1,200.50" })]);
  expect((await householdRecord(db(), { ...ALL, householdId: li.id }))?.declaredNetFen).toBe(0n);
  const decide = (person: Person) =>
    decideIncomeList({ actor: person.actor, listId, approve: true, note: "", now: NOW });
  expect(await decide(township)).toEqual({ ok: false, failure: { kind: "own" } });
  expect(await decide(village)).toEqual({ ok: false, failure: { kind: "not-found" } });
  expect(await decide(county)).toMatchObject({ ok: true });
  expect(await decide(county)).toEqual({ ok: false, failure: { kind: "decided" } });
  expect((await householdRecord(db(), { ...ALL, householdId: li.id }))?.declaredNetFen).toBe(120_050n);
  expect(await findIncomeList(db(), ["341021"], listId)).toMatchObject({ rowCount: 2, grossFen: 200_050n });
  expect(await db().$queryRaw`SELECT * FROM invariant_income_list`).toEqual([]);
});

test("a rejected list counts nothing, needs a reason, and may come again", async () => {
  const rows = [job(wang)];
  const first = await propose(township, rows, "the same file");
  if (!first.ok) throw new Error(first.failure.kind);
  const reject = (note: string) =>
    decideIncomeList({ actor: county.actor, listId: first.value.listId, approve: false, note, now: NOW });
  expect(await reject(" ")).toEqual({ ok: false, failure: { kind: "note-missing" } });
  expect(await reject("金额与回单不符")).toMatchObject({ ok: true });
  expect((await householdRecord(db(), { ...ALL, householdId: wang.id }))?.declaredNetFen).toBe(0n);
  expect(await propose(township, rows, "the same file")).toMatchObject({ ok: true });
});

test("the same file twice is the same list; a payment that stands already is named and nothing is written", async () => {
  const before = await propose(township, [job(wang)], "file of March");
  if (!before.ok) throw new Error(before.failure.kind);
  const counts = () => Promise.all([db().incomeList.count(), db().declaredIncome.count()]);
  const counted = await counts();
  const again = { actor: township.actor, title: "又一份", evidence: "回单", rows: [], now: NOW };
  const preview = await previewOf(township, job(wang), job(li));
  expect(preview).toMatchObject({ ok: false, failure: { problems: [{ row: 2, column: "gross" }] } });
  const read = await previewOf(township, job(li));
  if (!read.ok) throw new Error(read.failure.words);
  expect(await proposeIncomeList({ ...again, fileDigest: "file of March", rows: read.value.rows })).toMatchObject({
    ok: false,
    failure: { kind: "same-file", listId: before.value.listId },
  });
  expect(await counts()).toEqual(counted);
});

test("one of two sheets with the same payment, sent at once, is taken", async () => {
  const preview = await previewOf(township, job(wang));
  if (!preview.ok) throw new Error(preview.failure.words);
  const list = { actor: township.actor, title: "工资", evidence: "回单", rows: preview.value.rows, now: NOW };
  const answers = await Promise.all([
    proposeIncomeList({ ...list, fileDigest: "one sheet" }),
    proposeIncomeList({ ...list, fileDigest: "another sheet" }),
  ]);
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await db().declaredIncome.count({ where: { householdId: wang.id } })).toBe(1);
});

test("a household of another area and one that is not there get the same words; a cost needs a business", async () => {
  const preview = await previewOf(
    village,
    job(li),
    job({ number: "341021203201-9999" }),
    job(wang, { 4: "100" }),
    job(wang, { 1: "2026-05" }),
  );
  if (preview.ok) throw new Error("taken");
  const { problems } = preview.failure;
  expect(problems.map(({ row, column }) => [row, column])).toEqual([
    [2, "household"],
    [3, "household"],
    [4, "cost"],
    [5, "period"],
  ]);
  expect(problems[0]?.words).toBe(problems[1]?.words);
  expect(await db().declaredIncome.count({ where: { householdId: { in: [wang.id, li.id] } } })).toBe(0);
});

test("a row of a list is decided with its list only", async () => {
  const listId = await proposed(township, [job(wang)]);
  const row = await db().declaredIncome.findFirstOrThrow({ where: { listId }, select: { id: true } });
  const decision = { actor: county.actor, declaredId: row.id, approve: true, note: "", now: NOW };
  expect(await decideDeclaredIncome(decision)).toMatchObject({ ok: false, failure: { kind: "of-list" } });
});

test("a month does not close over a list that waits; what comes later stands in the next month and names its own", async () => {
  const listId = await proposed(township, [job(wang, { 1: "2026-02" })]);
  const closing = await beginAreaClose({ actor: village.actor, areaCode: VILLAGE, period: "2026-02", now: NOW });
  if (!closing.ok) throw new Error(closing.failure.kind);
  const sign = ({ actor }: Person) => signAreaClose({ actor, closeId: closing.value.closeId, remark: "", now: NOW });
  expect(await sign(village)).toMatchObject({ ok: false, failure: { kind: "blocked" } });
  await decideIncomeList({ actor: county.actor, listId, approve: true, note: "", now: NOW });
  for (const person of [village, township, county]) expect(await sign(person)).toMatchObject({ ok: true });

  const later = await proposed(township, [job(wang, { 1: "2026-02", 5: "县林业局" })]);
  expect(await db().declaredIncome.findFirstOrThrow({ where: { listId: later } })).toMatchObject({
    period: "2026-03",
    appliesTo: "2026-02",
  });
});
