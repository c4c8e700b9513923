import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decideCost } from "~/benefits/decide-cost.server";
import { householdRecord } from "~/benefits/household-income-store.server";
import { recordCost } from "~/benefits/record-cost.server";
import { areaTotals } from "~/benefits/region-income-store.server";
import { moveVillage } from "~/households/move-village.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { officialsOver, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const NOW = new Date("2026-04-20T02:00:00Z");
const YEAR = { from: "2026-01", to: "2026-12" };

let server: WebServer;
let village: Person;
let township: Person;
let county: Person;
let stranger: Person;
let wang: { id: string; number: string };
let li: { id: string; number: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  ({ village, township, county, stranger } = await officialsOver(VILLAGE));
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  li = await aHousehold({ areaCode: VILLAGE, headName: "李银花" });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

const cost = () =>
  ({
    actor: village.actor,
    householdId: wang.id,
    period: "2026-03",
    kind: "种苗肥料",
    amountFen: 64_000n,
    basis: "复合肥 4 袋 × 160 元",
    evidence: "农资店收据 0312",
    now: NOW,
  }) as const;

const decide = (costId: string, person: Person, more: { approve?: boolean; note?: string } = {}) =>
  decideCost({ actor: person.actor, costId, approve: true, note: "", now: NOW, ...more });

async function recorded(more: Partial<Parameters<typeof recordCost>[0]> = {}): Promise<string> {
  const written = await recordCost({ ...cost(), ...more });
  if (!written.ok) throw new Error(written.failure.kind);
  return written.value.costId;
}

async function costFen(): Promise<bigint | undefined> {
  const record = await householdRecord(db(), { areaPrefixes: ["341021"], householdId: wang.id, ...YEAR });
  const area = await areaTotals(db(), { areaPrefixes: ["341021"], areaCode: VILLAGE, ...YEAR });
  expect(area.costFen).toBe(record?.costFen);
  return record?.costFen;
}

test("what makes no sense is refused, and nothing is written", async () => {
  expect(await recordCost({ ...cost(), period: "2026-05" })).toMatchObject({ failure: { kind: "month-to-come" } });
  expect(await recordCost({ ...cost(), period: "2024-12" })).toMatchObject({ failure: { kind: "too-long-ago" } });
  expect(await recordCost({ ...cost(), amountFen: 0n })).toMatchObject({ failure: { kind: "amount" } });
  expect(await recordCost({ ...cost(), amountFen: -1n })).toMatchObject({ failure: { kind: "amount" } });
  expect(await recordCost({ ...cost(), basis: " " })).toMatchObject({ failure: { kind: "evidence-missing" } });
  expect(await recordCost({ ...cost(), evidence: "" })).toMatchObject({ failure: { kind: "evidence-missing" } });
  expect(await recordCost({ ...cost(), actor: stranger.actor })).toMatchObject({ failure: { kind: "not-found" } });
  expect(await recordCost({ ...cost(), correctsId: wang.id })).toMatchObject({ failure: { kind: "no-such-entry" } });
  expect(await db().costEntry.count()).toBe(0);
});

test("a cost counts when another person has approved it, once, and is never changed afterwards", async () => {
  const costId = await recorded();
  expect(await costFen()).toBe(0n);
  expect(await decide(costId, village)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await decide(costId, stranger)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await decide(costId, township, { approve: false })).toMatchObject({ failure: { kind: "note-missing" } });
  const own = await recorded({ actor: township.actor });
  expect(await decide(own, township)).toMatchObject({ failure: { kind: "own" } });
  expect(await decide(own, county, { approve: false, note: "重复登记" })).toMatchObject({ ok: true });
  const both = await Promise.all([decide(costId, township), decide(costId, county)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: "decided" } });
  expect(await costFen()).toBe(64_000n);

  await expect(db().costEntry.update({ where: { id: costId }, data: { amountFen: 1n } })).rejects.toThrow();
  await expect(db().costEntry.delete({ where: { id: costId } })).rejects.toThrow();
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  const change = owner.query("UPDATE cost_entry SET state = 'REJECTED' WHERE id = $1", [costId]);
  await expect(change).rejects.toThrow(/stays as it was written/);
  await owner.end();
  expect(await costFen()).toBe(64_000n);
});

test("a correction names what it corrects and takes away at most what is left of it", async () => {
  const corrected = await db().costEntry.findFirstOrThrow({ where: { state: "APPROVED" }, select: { id: true } });
  const correction = { correctsId: corrected.id, amountFen: -14_000n };
  expect(await recordCost({ ...cost(), ...correction, householdId: li.id })).toMatchObject({
    failure: { kind: "no-such-entry" },
  });
  const waiting = await recorded(correction);
  expect(await recordCost({ ...cost(), ...correction, amountFen: -50_001n })).toMatchObject({
    failure: { kind: "more-than-corrected" },
  });
  // What only waits is not corrected itself.
  expect(await recordCost({ ...cost(), correctsId: waiting, amountFen: -1n })).toMatchObject({
    failure: { kind: "no-such-entry" },
  });
  expect(await decide(waiting, township)).toMatchObject({ ok: true });
  expect(await costFen()).toBe(50_000n);
  expect(await db().$queryRaw`SELECT * FROM invariant_cost_corrected_within`).toEqual([]);
});

test("the page lists a household's costs, takes one, and has it decided by somebody else", async () => {
  const here = paths.gov.householdCosts(wang.id, { month: "2026-12", span: "year" });
  const form = {
    intent: "record",
    period: "2026-02",
    kind: "饲料",
    amount: "120.50",
    basis: "玉米 50 斤",
    evidence: "收据",
  };
  expect((await visit(server, stranger, here)).status).toBe(404);
  expect((await visit(server, stranger, here, form)).status).toBe(404);
  const refused = await visit(server, village, here, { ...form, kind: "烟酒", amount: "十元" });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain("请选择费用种类。");
  expect(textOf(await visit(server, village, here, { ...form, amount: "-5" }))).toContain("金额须大于 0");
  expect((await visit(server, village, here, form)).status).toBe(302);
  const entry = await db().costEntry.findFirstOrThrow({ where: { kind: "饲料" }, select: { id: true } });
  const approve = { intent: "approve", costId: entry.id };
  const seen = await visit(server, village, here);
  expect(textOf(seen)).toContain("已核定合计 ¥500.00");
  expect(seen.html).not.toContain(entry.id);
  expect((await visit(server, village, here, approve)).status).toBe(404);
  expect((await visit(server, township, here)).html).toContain(entry.id);
  expect((await visit(server, township, here, approve)).status).toBe(302);
  expect(textOf(await visit(server, village, here))).toContain("已核定合计 ¥620.50");
  const income = textOf(await visit(server, village, paths.gov.householdIncome(wang.id, { month: "2026-12" })));
  expect(income).toContain("生产费用¥620.50");
});

test("while a cost of the month waits, no level signs the month; decided either way, they do", async () => {
  const begun = await beginAreaClose({ actor: village.actor, areaCode: VILLAGE, period: "2026-03", now: NOW });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const { closeId } = begun.value;
  const sign = ({ actor }: Person) => signAreaClose({ actor, closeId, remark: "", now: NOW });
  const blocked = {
    failure: { kind: "blocked", findings: [{ label: "本月待核定的生产费用", count: 1, blocks: true }] },
  };

  const rejected = await recorded();
  await recorded({ period: "2026-02" }); // another month's keeps nothing back
  expect(await sign(village)).toMatchObject(blocked);
  expect(await db().closeSignature.count({ where: { closeId } })).toBe(0);
  const here = paths.gov.close(closeId);
  expect(textOf(await visit(server, village, here))).toContain("本月待核定的生产费用 1 须先办完");
  const refused = await visit(server, village, here, { remark: "" });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain("还不能签字：本月待核定的生产费用 1 件。");
  expect(await decide(rejected, township, { approve: false, note: "收据不清" })).toMatchObject({ ok: true });
  expect(await sign(village)).toMatchObject({ ok: true });

  const approved = await recorded({ householdId: li.id });
  expect(await sign(township)).toMatchObject(blocked);
  expect(await decide(approved, township)).toMatchObject({ ok: true });
  expect(await sign(township)).toMatchObject({ ok: true });
  const last = await recorded();
  expect(await sign(county)).toMatchObject(blocked);
  expect(await decide(last, township)).toMatchObject({ ok: true });
  expect(await sign(county)).toMatchObject({ value: { closed: true } });
  expect(textOf(await visit(server, village, here))).not.toContain("本月待核定的生产费用");
});

test("in a closed month nothing is added: the entry goes into the next one and names its own", async () => {
  const later = await recordCost(cost());
  expect(later).toMatchObject({ value: { period: "2026-04" } });
  if (!later.ok) return;
  const entry = await db().costEntry.findUniqueOrThrow({ where: { id: later.value.costId } });
  expect(entry).toMatchObject({ period: "2026-04", appliesTo: "2026-03" });
  const inMarch = { areaPrefixes: ["341021"], householdId: wang.id, from: "2026-03", to: "2026-03" };
  const before = (await householdRecord(db(), inMarch))?.costFen;
  expect(await decide(later.value.costId, township)).toMatchObject({ ok: true });
  expect((await householdRecord(db(), inMarch))?.costFen).toBe(before);
});

test("what waits of a village that goes into one with the month closed is given back", async () => {
  const gone = "341021203202";
  await aVillage(gone, "双源村");
  const zhao = await aHousehold({ areaCode: gone, headName: "赵有田" });
  const waiting = await recorded({ householdId: zhao.id, actor: county.actor });
  expect(await moveVillage({ actor: county.actor, code: gone, intoCode: VILLAGE, now: NOW })).toMatchObject({
    ok: true,
  });
  expect(await decide(waiting, township)).toMatchObject({ failure: { kind: "period-closed", period: "2026-03" } });
  expect(await decide(waiting, township, { approve: false, note: "已结账" })).toMatchObject({ ok: true });
});
