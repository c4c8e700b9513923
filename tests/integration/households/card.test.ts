import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { searchAccessLog } from "~/access/access-log-store.server";
import { assignResponsible } from "~/households/assign-responsible.server";
import { addMember, endMembership } from "~/households/change-members.server";
import { isConsentInForce } from "~/households/consent";
import { confirmConsent, giveConsent, withdrawConsent } from "~/households/consent.server";
import { findHouseholdCard, statusEventsOf, type HouseholdCard } from "~/households/household-store.server";
import { headsOn } from "~/households/heads-sql.server";
import { openHousehold } from "~/households/open-household.server";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { registerHousehold } from "~/households/register-household.server";
import { revealHousehold } from "~/households/reveal-household.server";
import { standingOn } from "~/households/status";
import { systemActor, type Actor } from "~/access/actor";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { anOfficial, anOperator, type Person } from "#tests/builders/access";
import { aHousehold, anIdNumber } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";

const VILLAGE = "341021203201";
const SIBLING = "341021203202";
const NOW = new Date("2026-11-23T02:00:00Z");
const PAGE = { number: 1, size: 50 };
const MISSING = "0193b3a0-0000-7000-8000-000000000000";

let village: Person;
let sibling: Person;

beforeAll(async () => {
  await aVillage(VILLAGE);
  await aVillage(SIBLING);
  village = await anOfficial(VILLAGE);
  sibling = await anOfficial(SIBLING);
});

async function logged(householdId: string): Promise<{ action: string; reason: string | null }[]> {
  const log = await searchAccessLog(db(), { subjectKind: "household", subjectId: householdId }, PAGE);
  return log.rows.map(({ action, reason }) => ({ action, reason })).reverse();
}

async function openCard(actor: Actor, householdId: string): Promise<HouseholdCard | undefined> {
  const opened = await openHousehold(db(), { actor, householdId, part: "card", now: NOW }, () =>
    findHouseholdCard(db(), householdId, areaScopes(actor), NOW),
  );
  return opened?.shown;
}

test("a card shows masked names and numbers, and its opening is in the log", async () => {
  const { id } = await aHousehold({
    areaCode: VILLAGE,
    headName: "欧阳建国",
    phone: "13912345678",
    bankAccount: "6228480000000001234",
  });
  const card = await openCard(village.actor, id);
  expect(card).toMatchObject({
    maskedHeadName: "欧阳**",
    maskedPhone: "139****5678",
    maskedBankAccount: "6***1234",
    standing: "GENERAL",
    attribute: "一般户",
    headCount: 2,
    causes: ["缺技术"],
  });
  expect(card?.members.map((member) => member.maskedName)).toEqual(["欧阳**", "李**"]);
  expect(JSON.stringify(card)).not.toMatch(/建国|秀英|13912345678|6228480000000001234|9999\d{14}/);
  expect(await logged(id)).toContainEqual({ action: "household:open-card", reason: null });
});

test("who is not responsible for the village finds nothing, as for a household that is not there, and nothing is logged", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  const operator = await anOperator();
  for (const person of [sibling, operator]) {
    for (const householdId of [id, MISSING, "not-an-id"]) {
      expect(await openCard(person.actor, householdId)).toBeUndefined();
      const revealed = await revealHousehold({ actor: person.actor, householdId, reason: "入户核实", now: NOW });
      expect(revealed).toEqual({ ok: false, failure: { kind: "not-found" } });
    }
    const change = { actor: person.actor, householdId: id, now: NOW };
    const event = { ...change, type: "NEWLY_IDENTIFIED", effectiveOn: "2026-11-01", evidence: "公示" } as const;
    expect(await recordStatusEvent(event)).toEqual({ ok: false, failure: { kind: "not-found" } });
    const responsible = { ...change, personName: "张三", unit: "乡政府", fromOn: "2026-11-01" };
    expect(await assignResponsible(responsible)).toEqual({ ok: false, failure: { kind: "not-found" } });
    expect(await giveConsent({ ...change, purpose: "NAME" })).toEqual({ ok: false, failure: { kind: "not-found" } });
  }
  expect(await logged(id)).toEqual([{ action: "household:register", reason: null }]);
  expect(await statusEventsOf(db(), id)).toHaveLength(1);
});

test("what cannot be written to the log is not shown", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  await expect(openCard({ ...village.actor, userId: "no account" }, id)).rejects.toThrow(/uuid/);
  expect(await logged(id)).toEqual([{ action: "household:register", reason: null }]);
});

test("revealing asks for a reason, shows everything, and is in the log with its reason", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE, phone: "13912345679", bankAccount: "6228480000000005678" });
  const ask = (reason: string) => revealHousehold({ actor: village.actor, householdId: id, reason, now: NOW });
  expect(await ask(" 看 ")).toEqual({ ok: false, failure: { kind: "reason-too-short" } });
  expect((await logged(id)).map(({ action }) => action)).toEqual(["household:register"]);

  const revealed = await ask("核实银行卡号 13912345679");
  expect(revealed).toMatchObject({
    ok: true,
    value: { headName: "王建国", phone: "13912345679", bankAccount: "6228480000000005678" },
  });
  expect(revealed.ok && revealed.value.members.every((member) => /^9999\d{13}[\dX]$/.test(member.idNumber ?? ""))).toBe(
    true,
  );
  expect(await logged(id)).toContainEqual({ action: "household:reveal", reason: "核实银行卡号 [private]" });
});

test("a stolen table tells no number, and a cipher moved to another household does not open", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE, phone: "13987654321", bankAccount: "6228480000000008765" });
  const other = await aHousehold({ areaCode: VILLAGE });
  const [row] = await db().$queryRaw<{ found: bigint }[]>`
    SELECT (SELECT count(*) FROM household h WHERE h::text ~ '13987654321|6228480000000008765')
         + (SELECT count(*) FROM household_member m WHERE m::text ~ '9999[0-9]{14}') AS found`;
  expect(row?.found).toBe(0n);
  await db().$executeRaw`
    UPDATE household SET phone_cipher = (SELECT phone_cipher FROM household WHERE id = ${id}::uuid) WHERE id = ${other.id}::uuid`;
  await expect(findHouseholdCard(db(), other.id, [VILLAGE], NOW)).rejects.toThrow();
  await db().$executeRaw`UPDATE household SET phone_cipher = NULL WHERE id = ${other.id}::uuid`;
});

test("one person is in one household: the second registration is refused and leaves nothing behind", async () => {
  const idNumber = anIdNumber(90_001);
  const member = { name: "赵六", relation: "户主", sex: "M", birthYear: 1960, idNumber } as const;
  await aHousehold({ areaCode: VILLAGE, members: [member] });
  const before = await db().household.count();
  const again = () =>
    registerHousehold({
      actor: systemActor,
      areaCode: SIBLING,
      groupName: "一组",
      registeredOn: "2026-01-01",
      members: [{ ...member, idNumber: idNumber.toLowerCase() }],
      attribute: "一般户",
      evidence: "申请",
      now: NOW,
    });
  expect(await again()).toEqual({ ok: false, failure: { kind: "person-registered-elsewhere", member: 0 } });
  expect(await db().household.count()).toBe(before);
});

test("ten registrations in one village at once get ten numbers, and of one person at once only one succeeds", async () => {
  const numbers = await Promise.all(Array.from({ length: 10 }, () => aHousehold({ areaCode: SIBLING })));
  expect(new Set(numbers.map(({ number }) => number)).size).toBe(10);
  expect(numbers.every(({ number }) => /^341021203202-\d{4}$/.test(number))).toBe(true);

  const member = {
    name: "孙七",
    relation: "户主",
    sex: "F",
    birthYear: 1970,
    idNumber: anIdNumber(90_002, 1970),
  } as const;
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () => aHousehold({ areaCode: VILLAGE, members: [member] })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("malformed registrations are refused with their reason", async () => {
  const household = {
    actor: systemActor,
    areaCode: VILLAGE,
    groupName: "一组",
    registeredOn: "2026-01-01",
    members: [{ name: "钱八", relation: "户主", sex: "M", birthYear: 1960 }],
    attribute: "一般户",
    evidence: "申请",
    now: NOW,
  } as const;
  const kind = async (change: object) => {
    const result = await registerHousehold({ ...household, ...change });
    return result.ok ? "ok" : result.failure.kind;
  };
  expect(await kind({ areaCode: "341021203" })).toBe("no-such-village");
  expect(await kind({ areaCode: "341021203999" })).toBe("no-such-village");
  expect(await kind({ actor: sibling.actor })).toBe("not-allowed");
  expect(await kind({ members: [] })).toBe("no-head");
  expect(await kind({ members: [...household.members, ...household.members] })).toBe("no-head");
  expect(await kind({ members: [{ ...household.members[0], idNumber: "123" }] })).toBe("bad-id-number");
  expect(await kind({ number: "A-1" })).toBe("ok");
  expect(await kind({ number: "A-1" })).toBe("number-taken");
});

test("status follows its vocabulary, cannot be backdated, and cannot be changed or removed", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  const record = async (type: Parameters<typeof recordStatusEvent>[0]["type"], effectiveOn: string) => {
    const result = await recordStatusEvent({
      actor: village.actor,
      householdId: id,
      type,
      effectiveOn,
      evidence: "公示 12 号",
      now: NOW,
    });
    return result.ok ? "ok" : result.failure.kind;
  };
  expect(await record("EXITED", "2024-06-01")).toBe("does-not-follow");
  expect(await record("MONITORED_MARGINAL", "2024-06-01")).toBe("ok");
  expect(await record("RISK_CLEARED", "2024-05-01")).toBe("before-last-event");
  expect(await record("RISK_CLEARED", "2025-01-01")).toBe("ok");
  expect((await statusEventsOf(db(), id)).map(({ type }) => type)).toEqual([
    "REGISTERED",
    "MONITORED_MARGINAL",
    "RISK_CLEARED",
  ]);

  await expect(db().householdStatusEvent.deleteMany({ where: { householdId: id } })).rejects.toThrow();
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  await expect(owner.query("UPDATE household_status_event SET evidence = 'x'")).rejects.toThrow("append-only");
  await owner.end();
});

test("lists and cards agree on how each household stands on any day", async () => {
  const households = await Promise.all(Array.from({ length: 4 }, () => aHousehold({ areaCode: VILLAGE })));
  const steps = [
    ["NEWLY_IDENTIFIED", "EXITED", "MONITORED_UNSTABLE", "RISK_CLEARED"],
    ["MONITORED_SUDDEN", "NEWLY_IDENTIFIED", "REMOVED", "SUPPLEMENTED"],
    ["NEWLY_IDENTIFIED", "EXITED", "ROLLED_BACK", "MERGED"],
    ["SPLIT", "MONITORED_MARGINAL", "EXITED", "RISK_CLEARED"],
  ] as const;
  for (const [index, { id }] of households.entries()) {
    for (const [year, type] of (steps[index] ?? []).entries()) {
      const effectiveOn = `${2021 + year}-06-01`;
      await recordStatusEvent({
        actor: village.actor,
        householdId: id,
        type,
        attribute: "低保户",
        effectiveOn,
        evidence: "公示",
        now: NOW,
      });
    }
  }
  for (const day of ["2020-01-01", "2024-06-01", "2024-05-31", "2024-12-31", "2026-11-23"]) {
    const rows = await db().$queryRaw<{ household_id: string; standing: string; attribute: string | null }[]>`
      SELECT household_id, standing, attribute FROM household_standing(${day}::date)`;
    for (const { id } of households) {
      const { standing, attribute } = standingOn(await statusEventsOf(db(), id), day);
      expect(rows.find((row) => row.household_id === id)).toEqual({ household_id: id, standing, attribute });
    }
  }
});

test("events written at the same moment all count for the standing that is kept", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  const types = ["NEWLY_IDENTIFIED", "EXITED", "RETURNED", "EXITED", "MONITORED_SUDDEN", "RISK_CLEARED"] as const;
  await Promise.all(
    types.map((type, month) =>
      db().householdStatusEvent.create({
        data: {
          id: newId(),
          householdId: id,
          type,
          effectiveOn: new Date(Date.UTC(2025, month, 1)),
          attribute: `一般户`,
          evidence: "公示",
          recordedBy: "",
          createdAt: NOW,
        },
        select: { id: true },
      }),
    ),
  );
  const [kept] = await db().$queryRaw<[{ standing: string; attribute: string; since: string }]>`
    SELECT standing, attribute, standing_since::text AS since FROM household WHERE id = ${id}::uuid`;
  expect(kept).toEqual({ standing: "EXITED", attribute: "一般户", since: "2025-06-01" });
  expect(await db().$queryRaw`SELECT * FROM invariant_household_standing`).toEqual([]);
});

test("heads are counted on a day", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE, registeredOn: "2024-01-15" });
  const child = { name: "王小宝", relation: "孙子", sex: "M", birthYear: 2025, joinedOn: "2025-03-01" } as const;
  expect((await addMember({ actor: village.actor, householdId: id, member: child, now: NOW })).ok).toBe(true);
  const card = await findHouseholdCard(db(), id, [VILLAGE], NOW);
  const head = card?.members.find(({ relation }) => relation === "户主");
  const spouse = card?.members.find(({ relation }) => relation === "配偶");
  const leave = { actor: village.actor, householdId: id, leftOn: "2026-02-01", reason: "外迁", now: NOW };
  expect(await endMembership({ ...leave, memberId: head?.id ?? "" })).toMatchObject({ failure: { kind: "is-head" } });
  expect(await endMembership({ ...leave, memberId: spouse?.id ?? "", leftOn: "2020-01-01" })).toMatchObject({
    failure: { kind: "before-joining" },
  });
  expect((await endMembership({ ...leave, memberId: spouse?.id ?? "" })).ok).toBe(true);

  const heads = async (day: string) => {
    const [row] = await db().$queryRaw<[{ heads: number }]>`
      SELECT ${headsOn(day)} AS heads FROM household h WHERE h.id = ${id}::uuid`;
    return row.heads;
  };
  expect([
    await heads("2024-01-14"),
    await heads("2024-12-31"),
    await heads("2025-12-31"),
    await heads("2026-02-01"),
  ]).toEqual([0, 2, 3, 2]);
});

test("members written at the same moment are all counted", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  const rows = Array.from({ length: 6 }, (_, n) => ({
    id: newId(),
    householdId: id,
    name: `王小${n}`,
    relation: "孙子",
    sex: "M",
    birthYear: 2020,
    joinedOn: new Date("2025-03-01"),
  }));
  await Promise.all(rows.map((data) => db().householdMember.create({ data, select: { id: true } })));
  const [{ heads }] = await db().$queryRaw<[{ heads: number }]>`SELECT heads FROM household WHERE id = ${id}::uuid`;
  expect(heads).toBe(2 + rows.length);
  await db().householdMember.deleteMany({ where: { id: { in: rows.slice(2).map((row) => row.id) } } });
  expect(await db().$queryRaw`SELECT * FROM invariant_household_heads`).toEqual([]);
});

test("one person is responsible at a time; the one before ends when the next begins", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  const assign = (personName: string, fromOn: string) =>
    assignResponsible({ actor: village.actor, householdId: id, personName, unit: "乡政府", fromOn, now: NOW });
  expect((await assign("周干部", "2025-01-01")).ok).toBe(true);
  expect(await assign("吴干部", "2024-12-31")).toMatchObject({ failure: { kind: "before-present" } });
  expect((await assign("吴干部", "2026-01-01")).ok).toBe(true);
  const card = await findHouseholdCard(db(), id, [VILLAGE], NOW);
  expect(card?.assignments).toEqual([
    { personName: "吴干部", unit: "乡政府", fromOn: "2026-01-01", toOn: null },
    { personName: "周干部", unit: "乡政府", fromOn: "2025-01-01", toOn: "2026-01-01" },
  ]);
});

test("consent counts once it is confirmed, and no longer once it is withdrawn", async () => {
  const { id } = await aHousehold({ areaCode: VILLAGE });
  const change = { actor: village.actor, householdId: id, purpose: "NAME", now: NOW } as const;
  const inForce = async () => isConsentInForce((await findHouseholdCard(db(), id, [VILLAGE], NOW))?.consents.at(-1));
  expect(await confirmConsent(change)).toMatchObject({ failure: { kind: "already" } });
  await giveConsent(change);
  expect(await inForce()).toBe(false);
  await confirmConsent(change);
  expect(await inForce()).toBe(true);
  await withdrawConsent(change);
  expect(await inForce()).toBe(false);
});

test("plain identity and bank numbers are found in whatever column they were written to", async () => {
  const hits = () =>
    db().$queryRaw<{ place: string; kind: string }[]>`SELECT place, kind FROM invariant_plain_personal_data`;
  expect(await hits()).toEqual([]);
  const { id } = await aHousehold({ areaCode: VILLAGE });
  await db().household.update({ where: { id }, data: { groupName: "一组 11010519491231002X" } });
  await db().setting.create({ data: { key: "note", value: { text: "卡 6228480402564890018。" }, updatedAt: NOW } });
  expect((await hits()).sort((a, b) => (a.place < b.place ? -1 : 1))).toEqual([
    { place: "household.group_name", kind: "identity number" },
    { place: "setting.value", kind: "bank account" },
  ]);
  await db().household.update({ where: { id }, data: { groupName: "一组" } });
  await db().setting.delete({ where: { key: "note" } });
});

test("after all of this every invariant of households and regions holds", async () => {
  for (const view of [
    db().$queryRaw`SELECT * FROM invariant_area_tree`,
    db().$queryRaw`SELECT * FROM invariant_household_place`,
    db().$queryRaw`SELECT * FROM invariant_household_head`,
    db().$queryRaw`SELECT * FROM invariant_person_in_one_household`,
    db().$queryRaw`SELECT * FROM invariant_plain_personal_data`,
  ]) {
    expect(await view).toEqual([]);
  }
});
