import { createHash } from "node:crypto";
import type { SerializeFrom } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { registerHousehold } from "~/households/register-household.server";
import { HEAD } from "~/households/member";
import { newId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db, withTransaction } from "~/platform/db.server";
import { loader as areaPage } from "~/routes/official/area";
import { loader as listPage } from "~/routes/official/households";
import { loader as problemsPage } from "~/routes/official/problems";
import type { ProblemKind } from "~/settlement/problem";
import { openProblem } from "~/settlement/open-problem.server";
import { workProblem } from "~/settlement/work-problem.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { visit } from "../cooperative-console/visit";

// What a county's and a township's page say of the areas below beside money.

const COUNTY = "341021";
const TOWN = "341021203";
const OTHER_TOWN = "341021204";
const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const OTHER = "341021204201";
const NOW = new Date("2026-11-10T02:00:00Z");

let county: Person;
let township: Person;
let stranger: Person;

beforeAll(async () => {
  for (const [code, name] of [
    [VILLAGE, "昌溪村"],
    [NEIGHBOUR, "双源村"],
    [OTHER, "别村"],
  ] as const)
    await aVillage(code, name);
  county = await anOfficial(COUNTY);
  township = await anOfficial(TOWN);
  stranger = await anOfficial("511129");
  await aHousehold({ areaCode: VILLAGE });
  await aHousehold({ areaCode: OTHER });
  // Without a phone or an account; with both and without anybody; gone, and so lacking nothing.
  for (const areaCode of [VILLAGE, NEIGHBOUR]) await without(areaCode, {});
  await without(VILLAGE, { phone: "13800009001" });
  const gone = await without(NEIGHBOUR, {});
  await recordStatusEvent({
    actor: systemActor,
    householdId: gone,
    type: "CANCELLED",
    effectiveOn: "2026-01-01",
    evidence: "外迁",
    now: NOW,
  });
  const empty = await aHousehold({ areaCode: OTHER });
  await db().householdMember.updateMany({
    where: { householdId: empty.id },
    data: { leftOn: new Date("2026-02-01"), leftReason: "迁出" },
  });

  for (const [areaCode, kind, closed] of [
    [VILLAGE, "ALERT", false],
    [VILLAGE, "ALERT", false],
    [VILLAGE, "ALERT", true],
    [VILLAGE, "FINDING", false],
    [OTHER, "ALERT", false],
    // of the township itself, and of the county: of none of the areas below
    [TOWN, "ALERT", false],
    [COUNTY, "ALERT", false],
  ] as const)
    await aProblem(areaCode, kind, closed);
  // Answered is not closed.
  const { id } = await db().problem.findFirstOrThrow({ where: { areaCode: VILLAGE, kind: "ALERT", state: "OPEN" } });
  await workProblem({ actor: township.actor, problemId: id, step: { step: "answer", note: "已核实" }, now: NOW });

  for (const [areaCode, kind, period, state, day] of [
    [VILLAGE, "MONTH", "2026-09", "APPROVED", "2026-10-01"],
    [VILLAGE, "QUARTER", "2026-Q3", "SUBMITTED", "2026-10-05"],
    [TOWN, "MONTH", "2026-10", "CHECKED", "2026-11-02"],
  ] as const)
    await db().periodicReport.create({
      data: {
        id: newId(),
        number: `BG-${areaCode}-${period}`,
        areaCode,
        kind,
        period,
        body: "{}",
        hash: createHash("sha256").update("{}").digest("hex"),
        remark: "",
        state,
        submittedById: newId(),
        submittedAt: new Date(`${day}T02:00:00Z`),
        ...(state === "SUBMITTED" ? {} : { checkedById: newId(), checkedAt: NOW }),
        ...(state === "APPROVED" ? { approvedById: newId(), approvedAt: NOW } : {}),
      },
      select: { id: true },
    });
}, 120_000);

async function without(areaCode: string, has: { readonly phone?: string }): Promise<string> {
  const registered = await registerHousehold({
    actor: systemActor,
    areaCode,
    groupName: "第一组",
    registeredOn: "2024-01-15",
    members: [{ name: "孙缺项", relation: HEAD, sex: "M", birthYear: 1960 }],
    attribute: "一般户",
    evidence: "登记表",
    now: new Date("2024-01-15T02:00:00Z"),
    ...has,
  });
  if (!registered.ok) throw new Error(registered.failure.kind);
  return registered.value.householdId;
}

async function aProblem(areaCode: string, kind: ProblemKind, closed: boolean): Promise<void> {
  const { problemId } = await withTransaction("test", (tx) =>
    openProblem(tx, { actor: systemActor, kind, areaCode, evidence: "疑点", deadlineOn: "2026-12-01", now: NOW }),
  );
  for (const step of closed ? (["answer", "close"] as const) : []) {
    const { actor } = await anOfficial(COUNTY);
    await workProblem({ actor, problemId, step: { step, note: "已核实" }, now: NOW });
  }
}

const page = async (code: string, person = county) =>
  (await visit(areaPage, paths.gov.area(code), person.cookie, { code })).data as SerializeFrom<typeof areaPage>;

test("alerts, cards and reports of the areas below, and of the whole with what lies in none of them", async () => {
  const report = (name: string, state: string) => expect.objectContaining({ name, state }) as unknown;
  const town = await page(TOWN, township);
  expect(town.children.map(({ code, desk }) => [code, desk.alerts, desk.incompleteCards, desk.report])).toEqual([
    [VILLAGE, 2, 2, report("2026 年第三季度分析", "SUBMITTED")],
    [NEIGHBOUR, 0, 1, null],
  ]);
  expect(town.desk).toMatchObject({
    alerts: 3,
    incompleteCards: 3,
    report: { name: "2026 年 10 月报告", state: "CHECKED" },
  });
  const whole = await page(COUNTY);
  expect(whole.children.map(({ code, desk }) => [code, desk.alerts, desk.incompleteCards, desk.report])).toEqual([
    [TOWN, 3, 3, report("2026 年 10 月报告", "CHECKED")],
    [OTHER_TOWN, 1, 1, null],
  ]);
  expect(whole.desk).toMatchObject({ alerts: 5, incompleteCards: 4, report: null });
  expect((await visit(areaPage, paths.gov.area(TOWN), stranger.cookie, { code: TOWN })).status).toBe(404);
});

test.each([COUNTY, TOWN, OTHER_TOWN, VILLAGE, NEIGHBOUR, OTHER])(
  "%s: each of these numbers opens as its rows",
  async (code) => {
    const above = await page(code.length === 12 ? code.slice(0, 9) : COUNTY);
    const desk = code === COUNTY ? above.desk : above.children.find((child) => child.code === code)?.desk;
    const problems = (
      await visit(problemsPage, paths.gov.problems({ area: code, kind: "ALERT", open: 1 }), county.cookie)
    ).data as SerializeFrom<typeof problemsPage>;
    const cards = (await visit(listPage, paths.gov.households({ area: code, has: "incomplete" }), county.cookie))
      .data as SerializeFrom<typeof listPage>;
    expect([problems.page.total, cards.page.total]).toEqual([desk?.alerts, desk?.incompleteCards]);
  },
);

test("a village's own page has none of it to ask for", async () => {
  const { children, desk } = await page(VILLAGE);
  expect([children, desk.alerts, desk.incompleteCards]).toEqual([[], 0, 0]);
});
