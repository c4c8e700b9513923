import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { applyCooperative, type CooperativeApplication } from "~/cooperatives/apply-cooperative.server";
import { listCooperatives } from "~/cooperatives/cooperative-store.server";
import { joinCooperative } from "~/cooperatives/join-cooperative.server";
import { leaveCooperative } from "~/cooperatives/leave-cooperative.server";
import { approveCooperative, recommendCooperative, suspendCooperative } from "~/cooperatives/move-cooperative.server";
import { openServicePoint } from "~/cooperatives/open-service-point.server";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { anOperator, type Person } from "#tests/builders/access";
import { aCreditCode, aManager, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";

const now = new Date("2026-11-20T02:00:00Z");
let operator: Person;

beforeAll(async () => {
  operator = await anOperator();
});

const application: CooperativeApplication = {
  kind: "COOPERATIVE",
  name: "昌溪绿梅专业合作社",
  nameEn: "Changxi Green Plum Cooperative",
  areaCode: "341021203201",
  licenceNumber: aCreditCode(900),
  phone: "0559-6512345",
  story: "",
  storyEn: "",
  declaredHouseholds: 36,
};

describe("a cooperative", () => {
  test("applies, is recommended by its county, approved and can be suspended; each step is logged", async () => {
    const applied = await applyCooperative({ actor: undefined, application, now });
    if (!applied.ok) throw new Error(applied.failure.kind);
    const { cooperativeId, number } = applied.value;
    expect(number).toMatch(/^HZ\d{5}$/);
    const move = { actor: operator.actor, cooperativeId, now };
    expect(await suspendCooperative({ ...move, reason: "x" })).toMatchObject({
      failure: { kind: "not-from-here", status: "APPLIED" },
    });
    expect((await recommendCooperative(move)).ok).toBe(true);
    expect((await approveCooperative(move)).ok).toBe(true);
    expect(await approveCooperative(move)).toMatchObject({ failure: { kind: "not-from-here", status: "APPROVED" } });
    expect((await suspendCooperative({ ...move, reason: "抽检不合格" })).ok).toBe(true);
    const entries = await db().accessLog.findMany({ where: { subjectId: cooperativeId }, orderBy: { id: "asc" } });
    expect(entries.map((entry) => entry.action).sort()).toEqual(
      ["cooperative:apply", "cooperative:recommended", "cooperative:approved", "cooperative:suspended"].sort(),
    );
  });

  test.each([
    [{ name: " " }, "no-name"],
    [{ licenceNumber: "93341021MA00009000" }, "bad-licence"],
    [{ areaCode: "34" }, "no-such-area"],
    [{ phone: "call me" }, "bad-phone"],
    [{ declaredHouseholds: -1 }, "bad-household-count"],
    [{ licenceNumber: aCreditCode(900) }, "already-known"],
  ])("%o is refused", async (change, kind) => {
    const before = await db().cooperative.count();
    const fresh = { ...application, licenceNumber: aCreditCode(901), ...change };
    expect(await applyCooperative({ actor: undefined, application: fresh, now })).toMatchObject({ failure: { kind } });
    expect(await db().cooperative.count()).toBe(before);
  });

  test("its own manager cannot approve it", async () => {
    const cooperativeId = await anApprovedCooperative({ approved: false });
    const { actor } = await aManager(cooperativeId);
    expect(await approveCooperative({ actor, cooperativeId, now })).toMatchObject({ failure: { kind: "not-allowed" } });
    expect((await db().cooperative.findUniqueOrThrow({ where: { id: cooperativeId } })).status).toBe("APPLIED");
  });
});

describe("membership", () => {
  test("a household joins, leaves and joins again; both times stay in the record", async () => {
    const cooperativeId = await anApprovedCooperative();
    const { id: householdId } = await aHousehold();
    const { actor } = await aManager(cooperativeId);
    const member = { actor, cooperativeId, householdId, now };
    expect((await joinCooperative({ ...member, joinedOn: "2025-01-01", shareFen: 100_000n })).ok).toBe(true);
    expect(await joinCooperative({ ...member, joinedOn: "2025-02-01" })).toMatchObject({
      failure: { kind: "already-a-member" },
    });
    expect(await leaveCooperative({ ...member, leftOn: "2024-12-31" })).toMatchObject({ failure: { kind: "bad-day" } });
    expect((await leaveCooperative({ ...member, leftOn: "2025-06-01" })).ok).toBe(true);
    expect(await leaveCooperative({ ...member, leftOn: "2025-07-01" })).toMatchObject({
      failure: { kind: "not-a-member" },
    });
    expect((await joinCooperative({ ...member, joinedOn: "2026-01-01" })).ok).toBe(true);
    expect(await db().membership.count({ where: { cooperativeId, householdId } })).toBe(2);
    const row = (await listCooperatives(db(), "2026-11-20")).find((one) => one.id === cooperativeId);
    expect(row?.members).toBe(1);
    expect((await listCooperatives(db(), "2025-09-01")).find((one) => one.id === cooperativeId)?.members).toBe(0);
  });

  test("two clerks who enter the same household at once enter it once", async () => {
    const cooperativeId = await anApprovedCooperative();
    const { id: householdId } = await aHousehold();
    const join = () => joinCooperative({ actor: systemActor, cooperativeId, householdId, joinedOn: "2025-01-01", now });
    expect((await Promise.all([join(), join()])).map((answer) => answer.ok).sort()).toEqual([false, true]);
  });

  test("unknown households and other cooperatives' managers are refused", async () => {
    const cooperativeId = await anApprovedCooperative();
    const { id: householdId } = await aHousehold();
    const stranger = await aManager(await anApprovedCooperative());
    const join = (change: object) =>
      joinCooperative({ actor: systemActor, cooperativeId, householdId, joinedOn: "2025-01-01", now, ...change });
    expect(await join({ householdId: newId() })).toMatchObject({ failure: { kind: "no-such-household" } });
    expect(await join({ actor: stranger.actor })).toMatchObject({ failure: { kind: "no-such-cooperative" } });
    expect(await join({ joinedOn: "soon" })).toMatchObject({ failure: { kind: "bad-day" } });
    expect(await join({ joinedOn: "2025-02-30" })).toMatchObject({ failure: { kind: "bad-day" } });
    expect(await join({ shareFen: -1n })).toMatchObject({ failure: { kind: "bad-share" } });
    expect(await db().membership.count({ where: { cooperativeId } })).toBe(0);
  });
});

test("a service point stands in a village and is opened by an operator", async () => {
  const point = { name: "里坪村服务点", nameEn: "Liping", areaCode: "511129105203", phone: "", now };
  expect((await openServicePoint({ actor: operator.actor, ...point })).ok).toBe(true);
  expect(await openServicePoint({ actor: operator.actor, ...point, areaCode: "511129" })).toMatchObject({
    failure: { kind: "no-such-village" },
  });
  const { actor } = await aManager(newId());
  expect(await openServicePoint({ actor, ...point })).toMatchObject({ failure: { kind: "not-allowed" } });
});
