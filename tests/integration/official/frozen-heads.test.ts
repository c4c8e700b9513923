import { afterAll, beforeAll, expect, test } from "vitest";
import { decideDeclaredIncome } from "~/benefits/decide-declared-income.server";
import { householdRecord } from "~/benefits/household-income-store.server";
import { proposeDeclaredIncome } from "~/benefits/propose-declared-income.server";
import { addMember } from "~/households/change-members.server";
import { headsWords } from "~/households/head-count";
import { moveVillage } from "~/households/move-village.server";
import { newId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { findAlerts } from "~/settlement/alert-store.server";
import { loadAuditBundle } from "~/settlement/audit-bundle-store.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { officialsOver, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

// A figure per head of closed months is divided by the heads that the close froze, whatever is written on the card afterwards.

const VILLAGE = "341021203201";
const SMALL = "341021203202";
const NOW = new Date("2026-06-03T02:00:00Z");
const MARCH = { from: "2026-03", to: "2026-03" };

let server: WebServer;
let village: Person;
let township: Person;
let county: Person;
let wang: { id: string };
let zhao: { id: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(SMALL, "双源村");
  ({ village, township, county } = await officialsOver(VILLAGE));
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  zhao = await aHousehold({ areaCode: SMALL, headName: "赵有田" });
  for (const { id } of [wang, zhao]) await earned(id, 90_000n);
  await db().incomeLine.create({
    data: {
      id: newId(),
      areaCode: "341021",
      year: 2026,
      kind: "MONITORING",
      fenPerPerson: 40_000n,
      source: "县文件",
      recordedAt: new Date("2026-01-05T02:00:00Z"),
    },
  });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

/** An approved pension of March. */
async function earned(householdId: string, grossFen: bigint): Promise<void> {
  const declared = await proposeDeclaredIncome({
    actor: township.actor,
    householdId,
    period: "2026-03",
    flow: "PENSION",
    organisation: "社保",
    product: "",
    quantity: "",
    basis: "养老金",
    grossFen,
    costFen: 0n,
    source: "DECLARED",
    evidence: "存折",
    now: NOW,
  });
  if (!declared.ok) throw new Error(declared.failure.kind);
  const { declaredId } = declared.value;
  const decided = await decideDeclaredIncome({ actor: county.actor, declaredId, approve: true, note: "", now: NOW });
  if (!decided.ok) throw new Error(decided.failure.kind);
}

/** `minute` orders closings of the same moment. */
async function close(areaCode: string, period: string, minute = 0): Promise<void> {
  const now = new Date(NOW.getTime() + minute * 60_000);
  const begun = await beginAreaClose({ actor: county.actor, areaCode, period, now });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const { village: first, township: second, county: third } = await officialsOver(areaCode.padEnd(12, "0"));
  const people = { 12: [first, second, third], 9: [second, third], 6: [third] }[areaCode.length] ?? [];
  for (const { actor } of people) {
    const signed = await signAreaClose({ actor, closeId: begun.value.closeId, remark: "", now });
    if (!signed.ok) throw new Error(signed.failure.kind);
  }
}

/** Somebody who has been there since a day long before whatever was closed. */
async function aChild(householdId: string): Promise<void> {
  const child = { name: "王小", relation: "孙子", sex: "M", birthYear: 2025, joinedOn: "2025-06-10" } as const;
  const added = await addMember({ actor: county.actor, householdId, member: child, now: NOW });
  if (!added.ok) throw new Error(added.failure.kind);
}

async function perHead(householdId: string, months: { from: string; to: string }) {
  const record = await householdRecord(db(), { areaPrefixes: ["341021"], householdId, ...months });
  return record && [headsWords(record.heads), record.heads.on, record.perHeadCompleteFen];
}

test("as long as no month is closed, the heads are those registered on the last day", async () => {
  expect(await perHead(wang.id, MARCH)).toEqual([
    "按登记，2026-03-31 的 2 人（该户本期未结账）",
    "2026-03-31",
    45_000n,
  ]);
});

test("a closed month divides by what it froze, whatever the card says later; an open one by the card", async () => {
  await close(VILLAGE, "2026-03");
  const frozen = ["按昌溪村 2026-03 结账时冻结的 2 人", "2026-03-31", 45_000n];
  expect(await perHead(wang.id, MARCH)).toEqual(frozen);
  await aChild(wang.id);
  // The month, the year up to it, twelve months that end with it, the register's year; and months that go on after it.
  for (const from of ["2026-03", "2026-01", "2025-04", "2025-10"])
    for (const to of ["2026-03", "2026-05"])
      expect(await perHead(wang.id, { from, to }), `${from} ${to}`).toEqual(frozen);
  expect(await perHead(wang.id, { from: "2026-04", to: "2026-05" })).toEqual([
    "按登记，2026-05-31 的 3 人（该户本期未结账）",
    "2026-05-31",
    0n,
  ]);
  expect((await perHead(wang.id, { from: "2026-01", to: "2026-02" }))?.[0]).toBe(
    "按登记，2026-02-28 的 3 人（该户本期未结账）",
  );
});

test("the pages say which close chose the heads, and the bundle carries it", async () => {
  const income = await visit(server, village, paths.gov.householdIncome(wang.id, { month: "2026-03", span: "month" }));
  const words = "按昌溪村 2026-03 结账时冻结的 2 人";
  expect(textOf(income)).toContain(`人口取数 ${words}`);
  expect(textOf(income)).toContain("人均¥450.00");
  const open = await visit(server, village, paths.gov.householdIncome(wang.id, { month: "2026-04", span: "month" }));
  expect(textOf(open)).toContain("按登记，2026-04-30 的 3 人（该户本期未结账）");
  const audit = await visit(server, village, paths.gov.householdAudit(wang.id, { month: "2026-03" }));
  expect(textOf(audit)).toContain(`人均（${words}） ¥450.00`);
  const loaded = await loadAuditBundle({ areaPrefixes: [VILLAGE], householdId: wang.id, period: "2026-03" });
  expect(loaded?.bundle.heads).toEqual({
    people: 2,
    on: "2026-03-31",
    frozen: { month: "2026-03", areaCode: VILLAGE },
  });
});

test("whoever is measured by the line is measured by the same heads", async () => {
  const found = async (month: string) => {
    const alerts = await findAlerts(db(), { key: "BELOW_LINE", areaCode: VILLAGE, factor: 100, month });
    return alerts.map(({ householdId, evidence }) => [householdId, evidence]);
  };
  // 450.00 a head of two is above 400.00; of the three on the card it would be 300.00.
  expect(await found("2026-03")).toEqual([]);
  await db().incomeLine.create({
    data: {
      id: newId(),
      areaCode: VILLAGE,
      year: 2026,
      kind: "MONITORING",
      fenPerPerson: 50_000n,
      source: "村",
      recordedAt: new Date("2026-01-06T02:00:00Z"),
    },
  });
  expect(await found("2026-03")).toEqual([[wang.id, "近 12 个月人均净收入 450.00 元，监测线 500.00 元"]]);
});

test("of two closes of one month the first decides; of several months the last", async () => {
  // The county closes March after the child was added: it froze three, and the village's figure stands.
  await close("341021", "2026-03", 10);
  expect((await perHead(wang.id, MARCH))?.[0]).toBe("按昌溪村 2026-03 结账时冻结的 2 人");
  // Where only the county closed the month, it is the county's; a village that follows changes nothing.
  expect((await perHead(zhao.id, MARCH))?.[0]).toMatch(/^按.+ 2026-03 结账时冻结的 2 人$/);
  const ofCounty = await perHead(zhao.id, MARCH);
  await aChild(zhao.id);
  await close(SMALL, "2026-03", 20);
  expect(await perHead(zhao.id, MARCH)).toEqual(ofCounty);

  await close("341021203", "2026-04", 30);
  expect((await perHead(wang.id, { from: "2026-01", to: "2026-05" }))?.slice(0, 2)).toEqual([
    expect.stringMatching(/ 2026-04 结账时冻结的 3 人$/),
    "2026-04-30",
  ]);
  // February is closed last, and is not the last month.
  await close(VILLAGE, "2026-02", 40);
  expect((await perHead(wang.id, { from: "2026-01", to: "2026-03" }))?.[0]).toBe("按昌溪村 2026-03 结账时冻结的 2 人");
  expect((await perHead(wang.id, { from: "2026-01", to: "2026-02" }))?.[0]).toBe("按昌溪村 2026-02 结账时冻结的 3 人");
});

test("a village that goes into another takes along the heads that were frozen under its own code", async () => {
  await close(SMALL, "2026-05", 50);
  await close(VILLAGE, "2026-05", 51);
  const may = { from: "2026-05", to: "2026-05" };
  expect((await perHead(zhao.id, may))?.[0]).toBe("按双源村 2026-05 结账时冻结的 3 人");
  const moved = await moveVillage({ actor: county.actor, code: SMALL, intoCode: VILLAGE, now: NOW });
  if (!moved.ok) throw new Error(moved.failure.kind);
  await aChild(zhao.id);
  expect((await perHead(zhao.id, may))?.[0]).toBe("按双源村 2026-05 结账时冻结的 3 人");
  expect((await perHead(zhao.id, { from: "2026-06", to: "2026-06" }))?.[0]).toContain("4 人（该户本期未结账）");
  // A month that the old village closes only now is without them: the successor's close is the one that froze them.
  const january = { from: "2026-01", to: "2026-01" };
  await close(SMALL, "2026-01", 60);
  expect((await perHead(zhao.id, january))?.[0]).toBe("按登记，2026-01-31 的 4 人（该户本期未结账）");
  await close(VILLAGE, "2026-01", 61);
  expect((await perHead(zhao.id, january))?.[0]).toBe("按昌溪村 2026-01 结账时冻结的 4 人");
});

test("whom a close did not freeze it does not count: a card written into the closed month afterwards", async () => {
  const late = await aHousehold({ areaCode: VILLAGE, headName: "迟来", registeredOn: "2026-03-15" });
  expect((await perHead(late.id, MARCH))?.[0]).toBe("按登记，2026-03-31 的 2 人（该户本期未结账）");
});
