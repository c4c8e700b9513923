import type { SerializeFrom } from "@remix-run/node";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays } from "~/kernel/period";
import { paths } from "~/paths";
import { db, withTransaction } from "~/platform/db.server";
import { action as askedPage, loader as invariantsPage } from "~/routes/operator/invariants";
import { loader as statusPage } from "~/routes/operator/status";
import { countInvariants, lastInvariantCount } from "~/settlement/count-invariants.server";
import { anOfficial, anOperator, type Person } from "#tests/builders/access";
import { aLot, aSale } from "#tests/builders/benefits";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { submit, visit } from "../cooperative-console/visit";

const NOON = new Date("2026-04-02T04:00:00Z");
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let operator: Person;
let owner: pg.Client;

beforeAll(async () => {
  operator = await anOperator();
  owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
});
afterAll(() => owner.end());

const page = async (person = operator) =>
  (await visit(invariantsPage, paths.ops.invariants(), person.cookie)).data as SerializeFrom<typeof invariantsPage>;
const status = async () =>
  (await visit(statusPage, paths.ops.status(), operator.cookie)).data as SerializeFrom<typeof statusPage>;

test("before the first count both pages say that there is none; then they say of when it is", async () => {
  expect(await page()).toMatchObject({ countedAt: null, invariants: [], broken: [] });
  expect((await status()).invariants).toBeNull();
  expect(await countInvariants({ now: NOON })).toEqual({ countedAt: NOON, broken: 0 });
  const [{ all }] = await db().$queryRaw<[{ all: number }]>`
    SELECT count(*)::int AS all FROM pg_views WHERE viewname LIKE 'invariant\\_%'`;
  expect((await page()).invariants).toHaveLength(all);
  expect(await status()).toMatchObject({ invariants: { all, broken: 0, countedAt: "2026-04-02 12:00" } });
});

test("it is counted once a day, when somebody asked, and by one worker at a time", async () => {
  expect(await countInvariants({ now: at(5) })).toEqual({ countedAt: NOON, broken: 0 });

  const official = await anOfficial("341021");
  expect((await submit(askedPage, paths.ops.invariants(), official.cookie, {})).status).toBe(404);
  expect((await lastInvariantCount(db())).asked).toBe(false);
  expect((await submit(askedPage, paths.ops.invariants(), operator.cookie, {})).location).toBe(paths.ops.invariants());
  expect((await page()).asked).toBe(true);
  const asked = new Date(Date.now() + 1_000);
  await withTransaction("another worker counts", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('count invariants', 7))`;
    expect(await countInvariants({ now: asked })).toEqual({ countedAt: NOON, broken: 0 });
  });
  expect(await countInvariants({ now: asked })).toEqual({ countedAt: asked, broken: 0 });
  expect((await page()).asked).toBe(false);

  const tomorrow = addDays(asked, 1);
  expect(await countInvariants({ now: tomorrow })).toEqual({ countedAt: tomorrow, broken: 0 });
});

test("what is broken comes first, with its rows as they are now", async () => {
  const household = await aHousehold();
  const lot = await aLot({ kind: "COOPERATIVE", id: await anApprovedCooperative() }, [
    { householdId: household.id, grams: 10_000, priceFen: 600n },
  ]);
  await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  await owner.query("SET session_replication_role = replica");
  await owner.query("UPDATE posting SET amount_fen = amount_fen + 1 WHERE part = 'HOUSEHOLD'");
  const later = addDays(new Date(), 3);
  const counted = await countInvariants({ now: later });
  expect(counted?.countedAt).toEqual(later);
  expect(counted?.broken).toBeGreaterThan(0);
  const { invariants, broken } = await page();
  expect(invariants[0]?.violations).toBeGreaterThan(0);
  expect(broken.map(({ name }) => name)).toContain("invariant_journal_hash");
  for (const { name, rows } of broken) expect([name, rows.length]).not.toEqual([name, 0]);
  expect((await status()).invariants?.broken).toBe(counted?.broken);
});
