import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { mergeLots } from "~/supply/merge-lots.server";
import { processLots } from "~/supply/process-lots.server";
import { splitLot } from "~/supply/split-lot.server";
import { takeStock } from "~/supply/take-stock.server";
import { writeOffLot } from "~/supply/write-off-lot.server";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aManager } from "#tests/builders/cooperatives";
import { newSeed, seededRandom } from "#tests/builders/random";
import { anIntake, aProduct, aSealedLot, DELIVERED_AT } from "#tests/builders/supply";
import { expectSupplyInvariants } from "./invariants";

const now = addDays(DELIVERED_AT, 1);
const by = { actor: systemActor, reason: "换包装", now };

let cooperativeId: string;
let fruit: string;
let dried: string;
let members: string[];

beforeAll(async () => {
  cooperativeId = await anApprovedCooperative();
  fruit = await aProduct({ name: "绿梅" });
  dried = await aProduct({ name: "梅干", grades: ["一级"] });
  members = [];
  for (const headName of ["程有福", "吴阿妹", "方大山"]) members.push(await aMember(cooperativeId, { headName }));
});

afterEach(async () => {
  await expectSupplyInvariants();
  expect(await db().$queryRaw`SELECT * FROM invariant_lot_moves`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_lot_flow`).toEqual([]);
});

async function aLotOf(grams: readonly number[], price = 600n): Promise<string> {
  const intakes = [];
  for (const [index, net] of grams.entries()) {
    const householdId = members[index] ?? null;
    intakes.push(await anIntake({ cooperativeId, productId: fruit, householdId, net, priceFen: price }));
  }
  return (await aSealedLot(cooperativeId, intakes)).lotId;
}

const rowsOf = (lotId: string) =>
  db().lotComposition.findMany({
    where: { lotId },
    orderBy: { position: "asc" },
    select: { householdId: true, quantity: true, weight: true },
  });
const availableOf = async (id: string) => (await db().lot.findUniqueOrThrow({ where: { id } })).available;

describe("lots made of lots", () => {
  test("a part keeps its households' proportions; the rest stays where it was", async () => {
    const lotId = await aLotOf([6_000, 3_000, 1_000]);
    const split = await splitLot({ ...by, lotId, quantity: 5_000 });
    if (!split.ok) throw new Error(split.failure.kind);
    expect((await rowsOf(split.value.lotId)).map((row) => row.quantity).sort()).toEqual([1_500, 3_000, 500].sort());
    expect(await availableOf(lotId)).toBe(5_000);
  });

  test("merged lots spread money by what each brought in value", async () => {
    const a = await aLotOf([2_000], 600n);
    const b = await aLotOf([1_000], 300n);
    const merged = await mergeLots({ ...by, lotIds: [a, b] });
    if (!merged.ok) throw new Error(merged.failure.kind);
    expect(await rowsOf(merged.value.lotId)).toEqual([
      { householdId: members[0], quantity: 3_000, weight: 1_500_000n },
    ]);
    expect([await availableOf(a), await availableOf(b)]).toEqual([0, 0]);
  });

  test("what drying takes away is lost by all in proportion, and their value goes on whole", async () => {
    const lotId = await aLotOf([6_000, 4_000]);
    const output = { productId: dried, grade: "一级", quantity: 2_000, expiresOn: "2027-11-01" };
    const made = await processLots({ ...by, inputs: [{ lotId }], output });
    if (!made.ok) throw new Error(made.failure.kind);
    const rows = await rowsOf(made.value.lotId);
    expect(rows.map((row) => row.quantity).sort()).toEqual([1_200, 800].sort());
    expect(rows.reduce((total, row) => total + row.weight, 0n)).toBe(6_000_000n);
    const lost = await db().lotEvent.findMany({ where: { lotId, kind: "LOSS" } });
    expect(lost.map((event) => event.quantity)).toEqual([8_000]);
    const more = { ...output, quantity: 2_001 };
    const next = await aLotOf([2_000]);
    expect(await processLots({ ...by, inputs: [{ lotId: next }], output: more })).toMatchObject({
      failure: { kind: "bad-output", most: 2_000 },
    });
  });

  test("a count that somebody overtook is refused, and nothing is found that was never lost", async () => {
    const lotId = await aLotOf([2_000]);
    expect(await takeStock({ ...by, lotId, counted: 1_900, seen: 2_000 })).toMatchObject({ ok: true });
    expect(await takeStock({ ...by, lotId, counted: 1_800, seen: 2_000 })).toMatchObject({
      failure: { kind: "changed", left: 1_900 },
    });
    expect(await takeStock({ ...by, lotId, counted: 2_001, seen: 1_900 })).toMatchObject({
      failure: { kind: "more-than-lost", most: 100 },
    });
    expect(await takeStock({ ...by, lotId, counted: 2_000, seen: 1_900 })).toMatchObject({ ok: true });
  });

  test("another cooperative's lot is not there, and too little for everybody is refused", async () => {
    const lotId = await aLotOf([5_000, 5_000, 5_000]);
    const { actor } = await aManager(await anApprovedCooperative());
    expect(await splitLot({ ...by, actor, lotId, quantity: 100 })).toMatchObject({ failure: { kind: "no-such-lot" } });
    expect(await splitLot({ ...by, lotId, quantity: 2 })).toMatchObject({ failure: { kind: "too-little" } });
    expect(await availableOf(lotId)).toBe(15_000);
  });
});

const seed = newSeed();
test(`random moves keep every gram (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const lots = [await aLotOf([7_001, 3_003, 997]), await aLotOf([4_999]), await aLotOf([50, 60, 70])];
  for (let step = 0; step < 40; step += 1) {
    const lotId = random.pick(lots);
    const available = await availableOf(lotId);
    const quantity = random.int(1, Math.max(1, available));
    const move = random.int(0, 4);
    if (move === 0) await writeOffLot({ ...by, lotId, quantity: Math.min(quantity, 20) });
    if (move === 1)
      await takeStock({ ...by, lotId, seen: available, counted: Math.max(0, available + random.int(-9, 9)) });
    if (move >= 2) {
      const made =
        move === 2
          ? await splitLot({ ...by, lotId, quantity })
          : move === 3
            ? await mergeLots({ ...by, lotIds: [lotId, random.pick(lots)] })
            : await processLots({
                ...by,
                inputs: [{ lotId, quantity }],
                output: { productId: fruit, grade: "二级", quantity: random.int(1, quantity), expiresOn: "2027-01-01" },
              });
      if (made.ok) lots.push(made.value.lotId);
    }
  }
  expect(lots.length).toBeGreaterThan(3);
});
