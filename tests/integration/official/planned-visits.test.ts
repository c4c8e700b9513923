import type { SerializeFrom } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { revokeRole } from "~/access/revoke-role.server";
import { assignResponsible } from "~/households/assign-responsible.server";
import { GUARANTEE_KEYS, type GuaranteeChecks } from "~/households/guarantee";
import { planVisits } from "~/households/plan-visits.server";
import { plannedVisitOf } from "~/households/planned-visit-store.server";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { recordVisit } from "~/households/record-visit.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { loader as caseloadPage } from "~/routes/official/caseload";
import { loader as cardPage } from "~/routes/official/household";
import { action as visitsForm, loader as visitsPage } from "~/routes/official/household-visits";
import { action as listForm, loader as listPage } from "~/routes/official/households";
import { anOfficial, aPerson, officialsOver, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { errorsOf, submit, typedOf, visit } from "../cooperative-console/visit";

// A village of four households, three with somebody who answers for them, and a neighbour's.

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const now = new Date();
const TODAY = dayOf(now);
const SOON = dayOf(addDays(now, 7));
const ZHOU = { personName: "周责任", unit: "乡政府" };

let village: Person;
let township: Person;
let stranger: Person;
const ids: string[] = [];
let neighbour: string;
let over: { id: string; number: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  ({ village, township, stranger } = await officialsOver(VILLAGE));
  for (let index = 0; index < 4; index += 1) ids.push((await aHousehold({ areaCode: VILLAGE })).id);
  neighbour = (await aHousehold({ areaCode: NEIGHBOUR })).id;
  over = await aHousehold({ areaCode: VILLAGE });
  const cancelled = await recordStatusEvent({
    actor: systemActor,
    householdId: over.id,
    type: "CANCELLED",
    effectiveOn: "2025-05-01",
    evidence: "外迁",
    now,
  });
  expect(cancelled.ok).toBe(true);
  const assign = { actor: township.actor, fromOn: "2026-01-01", now };
  for (const householdId of ids.slice(0, 3)) await assignResponsible({ ...assign, ...ZHOU, householdId });
  await assignResponsible({ ...assign, householdId: ids[2] ?? "", personName: "吴教师", unit: "中心学校" });
});

const plans = () => db().plannedVisit.findMany();
const logged = () => db().accessLog.count({ where: { action: "household:plan-visit" } });

type Form = Readonly<Record<string, string>>;

/** The boxes as a browser sends them: those that are not ticked leave holes. */
function send(person: Person, households: readonly string[], form: Form = {}, address: Form = {}) {
  const boxes = Object.fromEntries(households.map((id, index) => [`household[${index * 3}]`, id]));
  return submit(listForm, paths.gov.households(address), person.cookie, {
    visitor: "responsible",
    dueOn: SOON,
    requestKey: newId(),
    ...boxes,
    ...form,
  });
}

const list = async (address: Form, person = township) =>
  (await visit(listPage, paths.gov.households(address), person.cookie)).data as SerializeFrom<typeof listPage>;

test("what cannot be planned is refused in words at its field, and nothing is written", async () => {
  const [first = "", second = "", , fourth = ""] = ids;
  for (const [households, form, field, words] of [
    [[], {}, "household", /勾选/],
    [[first, over.id], {}, "household", new RegExp(over.number)],
    [Array.from({ length: 21 }, () => newId()), {}, "household", /最多安排 20 户/],
    [[first], { dueOn: dayOf(addDays(now, -1)) }, "dueOn", /早于今天/],
    [[first], { dueOn: dayOf(addDays(now, 400)) }, "dueOn", /一年以后/],
    [[first], { dueOn: "2026-02-30" }, "dueOn", /日期/],
    [[first, fourth], {}, "visitor", /没有帮扶责任人/],
    [[first], { visitor: "生人（县里）" }, "visitor", /从列表中选择/],
    [[first], { visitor: "" }, "visitor", /走访人/],
    [[first, second], { requestKey: "1" }, "requestKey", /失效/],
  ] as const) {
    const refused = await send(township, households, form);
    expect([refused.status, field, errorsOf(refused)[field]?.join("")]).toEqual([
      422,
      field,
      expect.stringMatching(words),
    ]);
    // What was ticked stays ticked.
    if (households.length > 0) expect(Object.values(typedOf(refused))).toContain(households[0]);
  }
  for (const unknown of [neighbour, newId(), "no-id", `${first}x`])
    expect([unknown, (await send(village, [first, unknown])).status]).toEqual([unknown, 404]);
  expect((await send(stranger, [first])).status).toBe(404);
  expect((await submit(listForm, paths.gov.households(), undefined, {})).status).not.toBe(200);
  const nobody = await aPerson({ roles: [{ role: "OPERATOR" }] });
  expect((await send(nobody, [first])).status).toBe(404);
  expect([await plans(), await logged()]).toEqual([[], 0]);
});

test("an official of the place may be sent to all of it, one of another village not, nor one whose grant was taken back", async () => {
  const offered = await list({});
  const officials = offered.visitors.filter(({ group }) => group === "干部").map(({ value }) => value);
  const own = `${village.actor.displayName}（昌溪村）`;
  expect(officials).toContain(own);
  expect(offered.visitors.filter(({ group }) => group === "帮扶责任人").map(({ value }) => value)).toEqual([
    "吴教师（中心学校）",
    "周责任（乡政府）",
  ]);
  expect(officials).not.toContain(`${stranger.actor.displayName}（昌溪村）`);
  const refused = await send(township, [ids[0] ?? "", neighbour], { visitor: own });
  expect(errorsOf(refused)["visitor"]?.[0]).toContain("请分开安排");

  const former = await anOfficial(VILLAGE);
  const name = `${former.actor.displayName}（昌溪村）`;
  expect((await list({})).visitors.map(({ value }) => value)).toContain(name);
  const grant = await db().roleGrant.findFirstOrThrow({ where: { userId: former.userId } });
  await revokeRole({ actor: systemActor, grantId: grant.id, now });
  expect((await list({})).visitors.map(({ value }) => value)).not.toContain(name);
  expect(errorsOf(await send(township, [ids[0] ?? ""], { visitor: name }))["visitor"]?.[0]).toContain("从列表中选择");
  expect(await plans()).toEqual([]);
});

test("each to whoever answers for it, written once however often it is sent, and logged once", async () => {
  const requestKey = newId();
  const address = { area: VILLAGE, cols: "number.name.planned" };
  const [sent, again] = await Promise.all([
    send(township, ids.slice(0, 3), { requestKey }, address),
    send(township, ids.slice(0, 3), { requestKey }, address),
  ]);
  for (const answer of [sent, again])
    expect([answer.status, answer.location]).toEqual([302, paths.gov.households({ ...PLANNED, planned: 3 })]);
  const sentTo = new Map((await plans()).map(({ householdId, personName }) => [householdId, personName]));
  expect(ids.map((id) => sentTo.get(id))).toEqual(["周责任", "周责任", "吴教师", undefined]);
  expect(await logged()).toBe(3);
  for (const other of [{ dueOn: TODAY }, { visitor: "周责任（乡政府）" }, { "household[9]": ids[3] ?? "" }] as Form[])
    expect(errorsOf(await send(township, ids.slice(0, 3), { requestKey, ...other }))[""]?.[0]).toContain("已失效");
  expect((await plans()).length).toBe(3);
  await expect(db().plannedVisit.deleteMany()).rejects.toThrow();
});

const PLANNED = { area: VILLAGE, cols: "number.name.planned", month: TODAY.slice(0, 7) };

test("the caseload names who goes where, each number opens as its households, and the card says it", async () => {
  const { data } = await visit(caseloadPage, paths.gov.caseload(), township.cookie);
  const { visitors } = data as SerializeFrom<typeof caseloadPage>;
  expect(visitors).toEqual([
    { personName: "吴教师", unit: "中心学校", households: 1, firstDueOn: SOON, late: 0 },
    { ...ZHOU, households: 2, firstDueOn: SOON, late: 0 },
  ]);
  for (const { personName, unit, households, late } of visitors) {
    const theirs = { visitor: personName, visitorUnit: unit };
    expect((await list({ ...theirs, visits: "planned" })).page.total).toBe(households);
    expect((await list({ ...theirs, visits: "plannedLate" })).page.total).toBe(late);
  }
  const elsewhere = (await visit(caseloadPage, paths.gov.caseload(), stranger.cookie)).data;
  expect((elsewhere as SerializeFrom<typeof caseloadPage>).visitors).toEqual([]);
  expect((await list({ visits: "planned" }, stranger)).page.total).toBe(0);

  const [id = ""] = ids;
  for (const [loader, path] of [
    [cardPage, paths.gov.household(id)],
    [visitsPage, paths.gov.householdVisits(id)],
  ] as const)
    expect((await visit(loader, path, township.cookie, { id })).data).toMatchObject({
      planned: { ...ZHOU, dueOn: SOON },
    });
  const { rows } = await list({ cols: "planned", visits: "planned" });
  expect(rows.map(({ cells }) => cells[1]).toSorted()).toEqual(
    [`${SOON} 前，吴教师（中心学校）`, `${SOON} 前，周责任（乡政府）`, `${SOON} 前，周责任（乡政府）`].toSorted(),
  );
});

test("the whole page at once, for one person; what was said before of a household is replaced", async () => {
  const { rows } = await list({ area: VILLAGE, visits: "planned" });
  const onPage = Object.fromEntries(rows.map(({ id }, index) => [`onPage[${index}]`, id]));
  const sent = await send(township, [], { ...onPage, all: "1", visitor: "周责任（乡政府）", dueOn: TODAY });
  expect(sent.status).toBe(302);
  expect(await plannedVisitOf(db(), ids[2] ?? "")).toMatchObject({ ...ZHOU, dueOn: TODAY });
  const { data } = await visit(caseloadPage, paths.gov.caseload(), township.cookie);
  expect((data as SerializeFrom<typeof caseloadPage>).visitors).toEqual([
    { ...ZHOU, households: 3, firstDueOn: TODAY, late: 0 },
  ]);
});

test("a visit settles a plan when it was made after it; one that was made before and written down later does not", async () => {
  const householdId = ids[3] ?? "";
  const at = (day: string) => new Date(`${day}T02:00:00Z`);
  const planned = { actor: township.actor, householdIds: [householdId], visitor: ZHOU } as const;
  await assignResponsible({ actor: township.actor, householdId, ...ZHOU, fromOn: "2026-01-01", now });
  const late = await planVisits({ ...planned, dueOn: "2026-03-20", requestKey: newId(), now: at("2026-03-10") });
  expect(late).toEqual({ ok: true, value: { households: 1 } });
  expect((await list({ visits: "plannedLate" })).rows.map(({ id }) => id)).toEqual([householdId]);
  const guarantees = Object.fromEntries(GUARANTEE_KEYS.map((key) => [key, { ok: true, note: "" }])) as GuaranteeChecks;
  const visited = (visitedOn: string, writtenOn: string) =>
    recordVisit({
      actor: village.actor,
      householdId,
      visitedOn,
      visitorName: "周责任",
      guarantees,
      summary: "看过",
      needs: "",
      photoIds: [],
      now: at(writtenOn),
    });
  expect((await visited("2026-03-09", "2026-03-12")).ok).toBe(true);
  expect(await plannedVisitOf(db(), householdId)).toMatchObject({ ...ZHOU, dueOn: "2026-03-20" });
  expect((await visited("2026-03-25", "2026-03-26")).ok).toBe(true);
  expect(await plannedVisitOf(db(), householdId)).toBeUndefined();
  expect((await list({ visits: "plannedLate" })).page.total).toBe(0);
});

test("a plan is cancelled with a reason, once however often it is sent; what is settled or was said anew is not", async () => {
  const [householdId = "", other = ""] = ids;
  const cancel = (person: Person, id: string, form: Form) =>
    submit(visitsForm, paths.gov.householdVisits(id), person.cookie, { intent: "cancel-plan", ...form }, { id });
  const cancelled = () => db().plannedVisitCancellation.findMany({ select: { plannedVisitId: true, reason: true } });
  const { id: first = "" } = (await plannedVisitOf(db(), householdId)) ?? {};
  const reason = " 已由县里统一走访 ";

  for (const nothing of ["", "   "])
    expect(
      errorsOf(await cancel(village, householdId, { plannedVisitId: first, reason: nothing }))["reason"]?.[0],
    ).toContain("为什么");
  expect((await cancel(stranger, householdId, { plannedVisitId: first, reason })).status).toBe(404);
  // Another household's plan is none of this one's.
  const refused = await cancel(village, other, { plannedVisitId: first, reason });
  expect([refused.status, errorsOf(refused)[""]?.[0]]).toEqual([422, expect.stringContaining("另派了人")]);
  await send(township, [householdId], { dueOn: SOON });
  expect((await cancel(village, householdId, { plannedVisitId: first, reason })).status).toBe(422);
  expect(await cancelled()).toEqual([]);

  const { id: latest = "" } = (await plannedVisitOf(db(), householdId)) ?? {};
  const answers = await Promise.all([1, 2].map(() => cancel(village, householdId, { plannedVisitId: latest, reason })));
  expect(answers.map(({ location }) => location)).toEqual(
    Array.from({ length: 2 }, () => paths.gov.householdVisits(householdId, { done: "cancelled" })),
  );
  expect(await cancelled()).toEqual([{ plannedVisitId: latest, reason: reason.trim() }]);
  expect(await db().accessLog.count({ where: { action: "household:cancel-planned-visit" } })).toBe(1);
  await expect(db().plannedVisitCancellation.deleteMany()).rejects.toThrow();

  // What had been said before it does not hold again; what is said after it does.
  expect(await plannedVisitOf(db(), householdId)).toBeUndefined();
  expect((await list({ visits: "planned" })).rows.map(({ id }) => id)).not.toContain(householdId);
  await send(township, [householdId], { dueOn: TODAY });
  expect(await plannedVisitOf(db(), householdId)).toMatchObject({ ...ZHOU, dueOn: TODAY });
});
