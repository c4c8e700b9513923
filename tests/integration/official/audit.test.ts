import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { sealJournals } from "~/benefits/seal-journals.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { drawAudit } from "~/settlement/draw-audit.server";
import { recordAuditCheck } from "~/settlement/record-audit-check.server";
import { workProblem } from "~/settlement/work-problem.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aSale, violationsOf } from "#tests/builders/benefits";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const MONTH = "2026-03";
const SEALED_AT = new Date("2026-04-01T15:00:00Z"); // 23:00 in Beijing
const NOW = new Date("2026-04-02T02:00:00Z");
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

let server: WebServer;
let village: Person;
let township: Person;
let numbers: string[];
let drawId: string;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  const made = [];
  for (let count = 0; count < 23; count += 1) {
    made.push(await aHousehold({ areaCode: count < 15 ? VILLAGE : NEIGHBOUR, headName: `王${count}` }));
  }
  await aHousehold({ areaCode: VILLAGE, registeredOn: "2026-04-01", headName: "后来" });
  numbers = made.map(({ number }) => number);
  const cooperativeId = await anApprovedCooperative();
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: made[0]?.id ?? "", grams: 40_000, priceFen: 600n },
  ]);
  await aSale([{ lines: [{ unitPriceFen: 3_990n, picks: [{ lot, grams: 2_500 }] }] }]);
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

const draw = (person: Person, more: Partial<Parameters<typeof drawAudit>[0]> = {}) =>
  drawAudit({ actor: person.actor, areaCode: "341021203", period: MONTH, now: NOW, ...more });

test("a month is drawn once, by the last seal of the first day after it, when that day is over and not by the village", async () => {
  expect(await draw(township, { period: "2026-04" })).toMatchObject({ failure: { kind: "month-not-over" } });
  expect(await draw(village, { areaCode: VILLAGE })).toMatchObject({ failure: { kind: "not-found" } });
  expect(await draw(await anOfficial("511129"))).toMatchObject({ failure: { kind: "not-found" } });
  expect(await draw(township)).toMatchObject({ failure: { kind: "no-seal-yet" } });
  await sealJournals({ now: SEALED_AT });
  // The day of the seed is not over: another seal could still come.
  expect(await draw(township, { now: SEALED_AT })).toMatchObject({ failure: { kind: "no-seal-yet" } });
  expect(await db().auditDraw.count()).toBe(0);

  const both = await Promise.all([draw(township), draw(await anOfficial("341021"))]);
  const [drawn] = both.filter(({ ok }) => ok);
  if (!drawn?.ok) throw new Error("not drawn");
  drawId = drawn.value.drawId;
  expect(both.filter(({ ok }) => !ok)).toMatchObject([{ failure: { kind: "drawn", drawId } }]);
});

test("anybody with the published seal and the list draws the same households; a later draw gives the same list", async () => {
  const [seal] = await db().seal.findMany({ orderBy: { sequence: "desc" }, take: 1 });
  const byHand = numbers
    .map((number) => ({ number, rank: sha256(`huhui-sample-1|341021203|${MONTH}|${seal?.hash ?? ""}|${number}`) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, 3)
    .map(({ number }) => number);
  const drawn = async () =>
    (
      await db().$queryRaw<{ number: string }[]>`
        SELECT h.number FROM audit_sample s JOIN household h ON h.id = s.household_id WHERE s.draw_id = ${drawId}::uuid ORDER BY s.position`
    ).map(({ number }) => number);
  expect(await drawn()).toEqual(byHand);

  // Seals, households and days to come change nothing.
  await aHousehold({ areaCode: VILLAGE, registeredOn: "2026-01-01" });
  await sealJournals({ now: new Date("2026-04-20T02:00:00Z") });
  expect(await draw(township, { now: new Date("2026-05-20T02:00:00Z") })).toMatchObject({ failure: { kind: "drawn" } });
  expect(await drawn()).toEqual(byHand);
  expect(await violationsOf("audit_sample_redrawn")).toEqual([]);
  expect(await violationsOf("audit_seed_published")).toEqual([]);

  const list = await visit(server, township, paths.gov.auditPopulation(drawId));
  expect(list.html.trim().split("\n")).toEqual(numbers.toSorted());
  const page = textOf(await visit(server, township, paths.gov.audit(drawId)));
  expect(page).toContain("23 户中抽 3 户（13.04 %），已签字 0 户");
  expect(page).toContain("核对一致：按种子和冻结的户单重新抽一次，名单相同");
  expect(page).not.toContain("王0");
});

test("a sample in which somebody was put by hand is found", async () => {
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  const [first, other] = await db().$queryRaw<{ id: string }[]>`
    (SELECT household_id AS id FROM audit_sample WHERE draw_id = ${drawId}::uuid AND position = 0)
    UNION ALL (SELECT id FROM household WHERE id NOT IN (SELECT household_id FROM audit_sample) LIMIT 1)`;
  const put = async (id: string) => {
    await owner.query("ALTER TABLE audit_sample DISABLE TRIGGER audit_sample_append_only");
    await owner.query("UPDATE audit_sample SET household_id = $1 WHERE draw_id = $2 AND position = 0", [id, drawId]);
    await owner.query("ALTER TABLE audit_sample ENABLE TRIGGER audit_sample_append_only");
  };
  await put(other?.id ?? "");
  expect(await violationsOf("audit_sample_redrawn")).toHaveLength(2);
  expect(textOf(await visit(server, township, paths.gov.audit(drawId)))).toContain("核对不一致：按种子和冻结的户单");
  await put(first?.id ?? "");
  await owner.end();
  expect(await violationsOf("audit_sample_redrawn")).toEqual([]);
});

test("who looked signs once; of two at once one is told; what does not hold opens a problem that a second person closes", async () => {
  const sample = await db().auditSample.findMany({ where: { drawId }, orderBy: { position: "asc" } });
  const [one, two, three] = sample.map(({ householdId }) => householdId);
  const check = (person: Person, householdId: string | undefined, holds: boolean, note = "入户对了存折，相符") =>
    recordAuditCheck({ actor: person.actor, drawId, householdId: householdId ?? "", holds, note, now: NOW });
  const county = await anOfficial("341021");
  expect(await check(await anOfficial("511129"), one, true)).toMatchObject({ failure: { kind: "not-found" } });
  // The draw is the township's: a village official looks at draws of the village.
  expect(await check(village, one, true)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await check(township, one, true, "  ")).toMatchObject({ failure: { kind: "note-missing" } });
  expect(await db().auditCheck.count()).toBe(0);

  const both = await Promise.all([check(township, one, true), check(county, one, false)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.filter(({ ok }) => !ok)).toMatchObject([{ failure: { kind: "signed" } }]);
  expect(await db().auditCheck.count()).toBe(1);
  expect(await db().problem.count()).toBe(await db().auditCheck.count({ where: { holds: false } }));

  const wrong = await visit(server, township, paths.gov.auditHousehold(drawId, two ?? ""), {
    holds: "no",
    note: "存折 6228480000000001234 少了 20 元",
  });
  expect(wrong.location).toBe(paths.gov.audit(drawId, { done: "problem" }));
  const found = await db().auditCheck.findFirstOrThrow({ where: { drawId, householdId: two ?? "" } });
  const problem = await db().problem.findUniqueOrThrow({ where: { id: found.problemId ?? "" } });
  expect(problem).toMatchObject({
    kind: "FINDING",
    state: "OPEN",
    householdId: two,
    aboutKind: "PERIOD",
    aboutId: MONTH,
  });
  expect(problem.evidence).toBe(`抽查 ${MONTH} 收入：存折 [private] 少了 20 元`);
  const work = (person: Person, step: Parameters<typeof workProblem>[0]["step"]) =>
    workProblem({ actor: person.actor, problemId: problem.id, step, now: NOW });
  expect((await work(county, { step: "answer", note: "已补付" })).ok).toBe(true);
  expect(await work(township, { step: "close", note: "看过" })).toMatchObject({ failure: { kind: "second-person" } });

  expect(
    (await visit(server, township, paths.gov.auditHousehold(drawId, two ?? ""), { holds: "yes", note: "改" })).status,
  ).toBe(422);
  const nonsense = await visit(server, township, paths.gov.auditHousehold(drawId, three ?? ""), { holds: "maybe" });
  expect(nonsense.status).toBe(422);
  expect(textOf(nonsense)).toContain("请选择相符或不符");
  await expect(db().auditCheck.updateMany({ data: { note: "改" } })).rejects.toThrow();
  await expect(db().auditSample.deleteMany()).rejects.toThrow();
  const page = textOf(await visit(server, county, paths.gov.audit(drawId)));
  expect(page).toContain("已签字 2 户");
  // The seed differs from run to run, and so do the villages of the three.
  const drawn = await db().household.findMany({ where: { id: { in: sample.map(({ householdId }) => householdId) } } });
  for (const { areaCode } of drawn) expect(page).toContain(areaCode === VILLAGE ? "昌溪村" : "双源村");
});

test("the village does not draw, and the form says what is wrong with a month", async () => {
  expect((await visit(server, village, paths.gov.audits(), { area: VILLAGE, period: MONTH })).status).toBe(404);
  expect(textOf(await visit(server, village, paths.gov.audits()))).not.toContain("抽取名单");
  for (const period of ["", "abc", "2099-01", "2026-13", "💰"]) {
    const refused = await visit(server, township, paths.gov.audits(), { area: "341021203", period });
    expect(refused.status, period).toBe(422);
  }
});
