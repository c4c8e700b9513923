import { beforeAll, expect, test } from "vitest";
import { changeContact } from "~/households/change-contact.server";
import { changeHead } from "~/households/change-head.server";
import { addMember } from "~/households/change-members.server";
import { decideStatusChange } from "~/households/decide-status-change.server";
import { findHouseholdCard } from "~/households/household-store.server";
import { HEAD } from "~/households/member";
import { proposeStatusChange } from "~/households/propose-status-change.server";
import { revealHousehold } from "~/households/reveal-household.server";
import { reviewStatusChange } from "~/households/review-status-change.server";
import type { SplitPlan } from "~/households/split-plan";
import type { StatusEventType } from "~/households/status";
import { db } from "~/platform/db.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { violationsOf } from "#tests/builders/benefits";
import { aHousehold, anIdNumber } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { letGoTogether } from "#tests/setup/locks";

const VILLAGE = "341021203201";
const day = (text: string) => new Date(`${text}T02:00:00Z`);

let village: Person;
let township: Person;
let county: Person;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  county = await anOfficial("341021");
}, 60_000);

let serial = 600;
async function threeGenerations() {
  serial += 10;
  const household = await aHousehold({
    areaCode: VILLAGE,
    headName: "陈老大",
    attribute: "低保户",
    causes: ["因病", "缺劳力"],
    members: [
      { name: "陈老大", relation: HEAD, sex: "M", birthYear: 1950, idNumber: anIdNumber(serial, 1950) },
      {
        name: "陈小军",
        relation: "之子",
        sex: "M",
        birthYear: 1980,
        idNumber: anIdNumber(serial + 1, 1980),
        health: "残疾",
      },
      { name: "陈媳", relation: "之儿媳", sex: "F", birthYear: 1982, idNumber: anIdNumber(serial + 2, 1982) },
    ],
  });
  const members = await db().householdMember.findMany({ where: { householdId: household.id } });
  const idOf = (name: string) => members.find((member) => member.name === name)?.id ?? "";
  return { ...household, idOf };
}

async function goThrough(
  householdId: string,
  type: StatusEventType,
  on: string,
  more: { split?: SplitPlan; evidence?: string } = {},
) {
  const evidence = more.evidence ?? "村民代表会议记录";
  const proposed = await proposeStatusChange({
    actor: village.actor,
    householdId,
    type,
    effectiveOn: on,
    evidence,
    split: more.split,
    now: day(on),
  });
  if (!proposed.ok) return { kind: proposed.failure.kind, caseId: "" };
  const { caseId } = proposed.value;
  const later = day("2026-10-20");
  await reviewStatusChange({ actor: township.actor, caseId, noticeResult: "无异议", now: later });
  const decided = await decideStatusChange({ actor: county.actor, caseId, approve: true, note: "", now: later });
  return { kind: decided.ok ? "approved" : decided.failure.kind, caseId };
}

test("a split opens a new card with its own number and keys; both households stand as the one did, and every head counts once", async () => {
  const old = await threeGenerations();
  expect((await goThrough(old.id, "NEWLY_IDENTIFIED", "2026-01-10")).kind).toBe("approved");
  expect((await goThrough(old.id, "MONITORED_SUDDEN", "2026-02-10")).kind).toBe("approved");
  const members = [
    { id: old.idOf("陈小军"), relation: HEAD },
    { id: old.idOf("陈媳"), relation: "配偶" },
  ];
  const split = { groupName: "第五组", members };
  const { kind, caseId } = await goThrough(old.id, "SPLIT", "2026-06-01", { split });
  expect(kind).toBe("approved");
  const { newHouseholdId } = await db().statusCase.findUniqueOrThrow({ where: { id: caseId } });
  const fresh = await findHouseholdCard(db(), newHouseholdId ?? "", [VILLAGE], day("2026-10-21"));
  expect(fresh).toMatchObject({
    maskedHeadName: "陈**",
    groupName: "第五组",
    standing: "MONITORED",
    attribute: "低保户",
    headCount: 2,
    causes: ["因病", "缺劳力"],
    registeredOn: "2026-06-01",
  });
  expect(fresh?.number).not.toBe(old.number);
  expect(fresh?.statusEvents.map(({ type }) => type)).toEqual(["REGISTERED", "NEWLY_IDENTIFIED", "MONITORED_SUDDEN"]);
  expect(fresh?.statusEvents[0]?.evidence).toContain(`自 ${old.number} 分户（BD`);
  const rest = await findHouseholdCard(db(), old.id, [VILLAGE], day("2026-10-21"));
  expect(rest).toMatchObject({ headCount: 1, standing: "MONITORED" });
  expect(rest?.members.filter(({ leftReason }) => leftReason === "分户")).toHaveLength(2);
  const revealed = await revealHousehold({
    actor: county.actor,
    householdId: newHouseholdId ?? "",
    reason: "核对分户",
    now: day("2026-10-21"),
  });
  expect(revealed.ok && revealed.value.members.map(({ name, health }) => [name, health])).toContainEqual([
    "陈小军",
    "残疾",
  ]);
  for (const view of ["person_in_one_household", "household_head", "split_household", "status_case_event"])
    expect(await violationsOf(view), view).toEqual([]);
});

test("a split without anybody, of everybody, of the head or of a stranger is refused, and nothing is proposed", async () => {
  const old = await threeGenerations();
  const stranger = await threeGenerations();
  const son = { id: old.idOf("陈小军"), relation: HEAD };
  const head = { id: old.idOf("陈老大"), relation: HEAD };
  for (const members of [
    [],
    [{ ...son, relation: "之子" }],
    [head],
    [son, { id: old.idOf("陈媳"), relation: HEAD }],
    [{ id: stranger.idOf("陈小军"), relation: HEAD }],
  ]) {
    const { kind } = await goThrough(old.id, "SPLIT", "2026-06-01", { split: { groupName: "一", members } });
    expect(kind).toBe("bad-split");
  }
  expect(await db().statusCase.count({ where: { householdId: old.id } })).toBe(0);
});

test("whoever left between proposal and decision cannot be split off any more", async () => {
  const old = await threeGenerations();
  const split = { groupName: "一", members: [{ id: old.idOf("陈小军"), relation: HEAD }] };
  const proposed = await proposeStatusChange({
    actor: village.actor,
    householdId: old.id,
    type: "SPLIT",
    effectiveOn: "2026-06-01",
    evidence: "分户协议",
    split,
    now: day("2026-06-01"),
  });
  if (!proposed.ok) throw new Error(proposed.failure.kind);
  const { caseId } = proposed.value;
  await db().householdMember.update({
    where: { id: old.idOf("陈小军") },
    data: { leftOn: day("2026-06-05"), leftReason: "户籍迁出" },
  });
  const now = day("2026-06-20");
  await reviewStatusChange({ actor: township.actor, caseId, noticeResult: "无异议", now });
  const households = await db().household.count();
  const decided = await decideStatusChange({ actor: county.actor, caseId, approve: true, note: "", now });
  expect(decided).toEqual({ ok: false, failure: { kind: "bad-split", problem: "not-a-member" } });
  expect(await db().household.count()).toBe(households);
  expect(await db().statusCase.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({ state: "REVIEWED" });
});

test("of two mergers into each other that are decided at once one is approved, and the other household goes on", async () => {
  const [one, two] = [await threeGenerations(), await threeGenerations()];
  const now = day("2026-10-20");
  const merger = async (householdId: string, intoNumber: string) => {
    const proposed = await proposeStatusChange({
      ...{ actor: village.actor, householdId, intoNumber, type: "MERGED", effectiveOn: "2026-06-01" },
      ...{ evidence: "并户协议", now: day("2026-06-01") },
    });
    if (!proposed.ok) throw new Error(proposed.failure.kind);
    const { caseId } = proposed.value;
    await reviewStatusChange({ actor: township.actor, caseId, noticeResult: "无异议", now });
    return () => decideStatusChange({ actor: county.actor, caseId, approve: true, note: "", now });
  };
  const decided = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT FROM household WHERE id IN (${one.id}::uuid, ${two.id}::uuid) FOR UPDATE`,
    await merger(one.id, two.number),
    await merger(two.id, one.number),
  );
  expect(decided).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "successor-merged" } }]);
});

test("a household that is cancelled ends with everybody on its card, and nothing follows", async () => {
  const old = await threeGenerations();
  expect((await goThrough(old.id, "CANCELLED", "2026-07-01", { evidence: "全户死亡，派出所证明" })).kind).toBe(
    "approved",
  );
  const card = await findHouseholdCard(db(), old.id, [VILLAGE], day("2026-10-21"));
  expect(card).toMatchObject({ standing: "CANCELLED", headCount: 0 });
  expect(card?.members.map(({ leftReason }) => leftReason)).toEqual(Array(3).fill("死亡（注销）"));
  expect((await goThrough(old.id, "NEWLY_IDENTIFIED", "2026-08-01")).kind).toBe("does-not-follow");
  const newborn = { name: "陈新", relation: "之孙子", sex: "M", birthYear: 2026, joinedOn: "2026-08-01" } as const;
  const added = await addMember({ actor: village.actor, householdId: old.id, member: newborn, now: day("2026-10-21") });
  expect(added).toEqual({ ok: false, failure: { kind: "merged" } });
  expect(await violationsOf("merged_household_empty")).toEqual([]);
});

test("the head changes, and then may leave; numbers of a card change sealed; a stranger changes nothing", async () => {
  const old = await threeGenerations();
  const now = day("2026-10-21");
  const change = { householdId: old.id, memberId: old.idOf("陈小军"), relation: "之父", now };
  const stranger = await anOfficial("511129");
  expect(await changeHead({ ...change, actor: stranger.actor })).toMatchObject({ failure: { kind: "not-found" } });
  expect((await changeHead({ ...change, actor: village.actor })).ok).toBe(true);
  expect(await changeHead({ ...change, actor: village.actor })).toMatchObject({ failure: { kind: "is-head" } });
  expect(await db().household.findUniqueOrThrow({ where: { id: old.id } })).toMatchObject({ headName: "陈小军" });
  expect(await violationsOf("household_head")).toEqual([]);

  const contact = { actor: village.actor, householdId: old.id, now };
  expect(await changeContact({ ...contact, contact: {} })).toMatchObject({ failure: { kind: "nothing" } });
  expect(await changeContact({ ...contact, contact: { phone: "12" } })).toMatchObject({
    failure: { kind: "bad-phone" },
  });
  expect((await changeContact({ ...contact, contact: { phone: "13711112222" } })).ok).toBe(true);
  const stored = await db().household.findUniqueOrThrow({ where: { id: old.id } });
  expect(JSON.stringify(stored)).not.toContain("13711112222");
  const logged = await db().accessLog.findMany({ where: { subjectId: old.id }, select: { action: true } });
  expect(logged.map(({ action }) => action)).toEqual(expect.arrayContaining(["household:head", "household:contact"]));
});
