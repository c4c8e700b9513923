import { beforeAll, expect, test } from "vitest";
import { aPerson, type Person } from "#tests/builders/access";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { anIntake, aProduct } from "#tests/builders/supply";
import { ledgerViolations } from "#tests/builders/benefits";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
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
