import { beforeAll, expect, test } from "vitest";
import { revokeRole } from "~/access/revoke-role.server";
import { anOfficial, anOperator, aPerson, type Person } from "#tests/builders/access";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { anIntake, aProduct } from "#tests/builders/supply";
import { ledgerViolations } from "#tests/builders/benefits";
import { newId } from "~/kernel/ids";
import { db, withTransaction } from "~/platform/db.server";
import { openProblem } from "~/settlement/open-problem.server";
import { parseProblemFilter } from "~/settlement/problem-filter";
import { nearestOfficial, ownersFor, problemCounts, problems } from "~/settlement/problem-store.server";
import { workProblem, type ProblemStep } from "~/settlement/work-problem.server";
import { openObjection } from "~/settlement/open-objection.server";

const NOW = new Date("2026-11-24T02:00:00Z");

let household: Person;
let neighbour: Person;
let householdId: string;
let cooperativeId: string;
let intakeId: string;

beforeAll(async () => {
  cooperativeId = await anApprovedCooperative();
  householdId = await aMember(cooperativeId);
  household = await aPerson({ roles: [{ role: "HOUSEHOLD", scopeId: householdId }] });
  neighbour = await aPerson({ roles: [{ role: "HOUSEHOLD", scopeId: (await aHousehold()).id }] });
  intakeId = (await anIntake({ cooperativeId, productId: await aProduct(), householdId })).intakeId;
});

function objecting(words: string, by = household, about = { kind: "INTAKE", id: intakeId } as const) {
  return openObjection({ actor: by.actor, householdId, about, words, now: NOW });
}

test("an objection is a problem of the household's village, with a day by which it is answered", async () => {
  const opened = await objecting("那天送了 45 斤，单子上只有 40 斤。我的电话是 13912345678。");
  if (!opened.ok) throw new Error(opened.failure.kind);
  expect(opened.value.number).toMatch(/^WT2611-\d{4,}$/);
  const problem = await db().problem.findUniqueOrThrow({
    where: { id: opened.value.problemId },
    include: { events: true },
  });
  expect(problem).toMatchObject({
    kind: "OBJECTION",
    state: "OPEN",
    householdId,
    cooperativeId,
    aboutKind: "INTAKE",
    aboutId: intakeId,
    openedById: household.userId,
    deadlineOn: new Date("2026-12-09T00:00:00Z"),
  });
  expect(problem.evidence).toContain("45 斤");
  expect(problem.evidence).not.toContain("13912345678");
  expect(problem.events.map((event) => event.kind)).toEqual(["OPENED"]);
  expect(await objecting("重量还是不对")).toMatchObject({ ok: false, failure: { kind: "already-open" } });
  expect(await ledgerViolations()).toEqual({});
});

test("nobody objects for another household, nor about what is not its own", async () => {
  expect(await objecting("这不是我家的账", neighbour)).toEqual({ ok: false, failure: { kind: "not-found" } });
  const elsewhere = { kind: "INTAKE", id: newId() } as const;
  expect(await objecting("没有这一笔的", household, elsewhere)).toEqual({ ok: false, failure: { kind: "not-found" } });
  expect(await objecting("  不  ")).toEqual({ ok: false, failure: { kind: "no-words" } });
});

test("what was said stays, history only grows, and nobody closes what they opened", async () => {
  const problem = await db().problem.findFirstOrThrow({ where: { householdId } });
  const where = { id: problem.id };
  await expect(db().problem.update({ where, data: { evidence: "没有问题" } })).rejects.toThrow("stays as it was said");
  await expect(db().problem.delete({ where })).rejects.toThrow();
  await expect(
    db().problemEvent.updateMany({ where: { problemId: problem.id }, data: { note: "x" } }),
  ).rejects.toThrow();
  const closed = { state: "CLOSED", answer: "已核对", answeredAt: NOW, outcome: "补记", closedAt: NOW };
  await expect(db().problem.update({ where, data: { ...closed, closedById: household.userId } })).rejects.toThrow();
  await db().problem.update({ where, data: { ...closed, closedById: newId() } });
  const broken = await db().$queryRaw<{ number: string }[]>`SELECT number FROM invariant_problem_has_history`;
  expect(broken.map((row) => row.number)).toContain(problem.number);
});

test("a problem is given to nobody whose office over its place was taken back, or never was", async () => {
  const areaCode = (await aHousehold({ areaCode: "420324205219" })).areaCode;
  const [actor, former, stranger] = [
    await anOfficial(areaCode),
    await anOfficial(areaCode),
    await anOfficial("431128109207"),
  ];
  const finding = { actor: actor.actor, kind: "FINDING", areaCode, evidence: "门牌不对", now: NOW } as const;
  const { problemId } = await withTransaction("a finding", (tx) =>
    openProblem(tx, { ...finding, deadlineOn: "2026-11-30" }),
  );
  const assign = (owner: Person) =>
    workProblem({
      actor: actor.actor,
      problemId,
      step: { step: "assign", ownerId: owner.userId, deadlineOn: "2026-12-10", note: "请核实" },
      now: NOW,
    });
  expect((await assign(former)).ok).toBe(true);
  const grant = await db().roleGrant.findFirstOrThrow({ where: { userId: former.userId } });
  await revokeRole({ actor: (await anOperator()).actor, grantId: grant.id, now: NOW });
  for (const nobody of [former, stranger])
    expect(await assign(nobody)).toEqual({ ok: false, failure: { kind: "no-such-owner" } });
});

test("overdue is what was not closed by its day; looked back at is what was closed ninety days ago, until somebody did", async () => {
  const areaCode = (await aHousehold({ areaCode: "511129105200" })).areaCode;
  const [opener, answerer, closer] = [
    await anOfficial(areaCode),
    await anOfficial(areaCode),
    await anOfficial(areaCode),
  ];
  const { problemId } = await withTransaction("a finding", (tx) =>
    openProblem(tx, {
      actor: opener.actor,
      kind: "FINDING",
      areaCode,
      evidence: "门牌不对",
      deadlineOn: "2026-11-30",
      now: NOW,
    }),
  );
  const listed = async (query: string, today: string) => {
    const filter = parseProblemFilter(new URLSearchParams(query), [areaCode], today);
    const { total } = await problems(db(), filter, { number: 1, size: 20 });
    const counts = await problemCounts(db(), filter);
    expect(total).toBe(query === "overdue=1" ? counts.overdue : counts.lookBack);
    return total;
  };
  const step = async (who: Person, one: ProblemStep, day: string) =>
    (await workProblem({ actor: who.actor, problemId, step: one, now: new Date(`${day}T02:00:00Z`) })).ok;
  expect(await listed("overdue=1", "2026-11-30")).toBe(0);
  expect(await listed("overdue=1", "2026-12-01")).toBe(1);
  expect(await step(answerer, { step: "answer", note: "已换门牌" }, "2026-12-01")).toBe(true);
  // Answered is not closed: it stays overdue until the second person has looked.
  expect(await listed("overdue=1", "2026-12-01")).toBe(1);
  expect(await step(closer, { step: "close", note: "看过" }, "2026-12-02")).toBe(true);
  expect(await listed("overdue=1", "2027-12-01")).toBe(0);

  expect(await listed("lookBack=1", "2027-03-01")).toBe(0);
  expect(await listed("lookBack=1", "2027-03-02")).toBe(1);
  expect(await step(opener, { step: "look-back", stays: false, note: "又掉了" }, "2027-03-02")).toBe(true);
  expect(await listed("lookBack=1", "2027-03-02")).toBe(0);
  expect(await listed("overdue=1", "2027-03-02")).toBe(1);
  expect(await step(answerer, { step: "answer", note: "钉牢了" }, "2027-03-03")).toBe(true);
  expect(await step(closer, { step: "close", note: "看过" }, "2027-03-03")).toBe(true);
  expect(await listed("lookBack=1", "2027-06-01")).toBe(1);
  expect(await step(opener, { step: "look-back", stays: true, note: "还在" }, "2027-06-01")).toBe(true);
  expect(await listed("lookBack=1", "2028-06-01")).toBe(0);
});

test("a problem goes to the nearest official, and to nobody whose office was taken back or whose account is closed", async () => {
  const village = "511129105204";
  const [near, wide] = [await anOfficial(village), await anOfficial("511129105")];
  const owners = async () => (await ownersFor(db(), village)).map(({ id }) => id).sort();
  expect(await nearestOfficial(db(), village)).toBe(near.userId);
  expect(await owners()).toEqual([near.userId, wide.userId].sort());

  const grant = await db().roleGrant.findFirstOrThrow({ where: { userId: near.userId } });
  const taken = await revokeRole({ actor: (await anOperator()).actor, grantId: grant.id, now: NOW });
  expect(taken.ok).toBe(true);
  expect(await nearestOfficial(db(), village)).toBe(wide.userId);
  expect(await owners()).toEqual([wide.userId]);

  await db().user.update({ where: { id: wide.userId }, data: { disabledAt: NOW } });
  expect(await nearestOfficial(db(), village)).toBeUndefined();
  expect(await owners()).toEqual([]);
});
