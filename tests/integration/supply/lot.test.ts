import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { pageRequest } from "~/kernel/page";
import { db } from "~/platform/db.server";
import { createHouseholdLot } from "~/supply/create-household-lot.server";
import { findLot, listLots } from "~/supply/lot-store.server";
import { sealLot, type SealLotRequest } from "~/supply/seal-lot.server";
import { writeOffLot } from "~/supply/write-off-lot.server";
import { aPerson } from "#tests/builders/access";
import { aManager, aMember, anApprovedCooperative, aServicePoint } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aProduct, aSealedLot, DELIVERED_AT } from "#tests/builders/supply";
import { expectSupplyInvariants } from "./invariants";

let cooperativeId: string;
let productId: string;
let households: string[];
const now = addDays(DELIVERED_AT, 1);

beforeAll(async () => {
  cooperativeId = await anApprovedCooperative();
  productId = await aProduct();
  const members = [];
  for (const headName of ["程有福", "吴阿妹", "方大山"]) members.push(await aMember(cooperativeId, { headName }));
  households = members.sort();
});

afterEach(expectSupplyInvariants);

const seal = (request: Partial<SealLotRequest> & Pick<SealLotRequest, "intakes">) =>
  sealLot({ actor: systemActor, cooperativeId, expiresOn: "2026-12-20", now, ...request });

describe("sealing a lot", () => {
  test("three households' deliveries become one lot, weighed by value, and nothing of them is left", async () => {
    const [h1, h2, h3] = households;
    const intakes = [
      await anIntake({ cooperativeId, productId, householdId: h3 ?? "", net: 30_000, priceFen: 480n, grade: "二级" }),
      await anIntake({ cooperativeId, productId, householdId: h1 ?? "", net: 40_000, priceFen: 600n }),
      await anIntake({ cooperativeId, productId, householdId: h2 ?? "", net: 25_500, priceFen: 600n }),
    ];
    const lot = await aSealedLot(cooperativeId, intakes);
    expect(lot.quantity).toBe(95_500);
    expect(
      await db().lotComposition.findMany({
        where: { lotId: lot.lotId },
        orderBy: { position: "asc" },
        select: { householdId: true, settlementMode: true, quantity: true, weight: true },
      }),
    ).toEqual([
      { householdId: h1, settlementMode: "CONSIGNED", quantity: 40_000, weight: 24_000_000n },
      { householdId: h2, settlementMode: "CONSIGNED", quantity: 25_500, weight: 15_300_000n },
      { householdId: h3, settlementMode: "CONSIGNED", quantity: 30_000, weight: 14_400_000n },
    ]);
    const row = await db().lot.findUniqueOrThrow({ where: { id: lot.lotId } });
    expect(row).toMatchObject({ available: 95_500, status: "SEALED", grade: "二级", sellerKind: "COOPERATIVE" });
    const left = await db().intake.aggregate({
      where: { id: { in: intakes.map((intake) => intake.intakeId) } },
      _sum: { remaining: true },
    });
    expect(left._sum.remaining).toBe(0);
  });

  test("unregistered suppliers stay in the lot as OTHER, bought-out goods with the price already paid", async () => {
    const [h1] = households;
    const intakes = [
      await anIntake({ cooperativeId, productId, householdId: null, net: 5_000, priceFen: 500n }),
      await anIntake({
        cooperativeId,
        productId,
        householdId: h1 ?? "",
        net: 3_000,
        priceFen: 600n,
        mode: "BOUGHT_OUT",
      }),
      await anIntake({ cooperativeId, productId, householdId: h1 ?? "", net: 1_000, priceFen: 700n, mode: "ADVANCE" }),
    ];
    const lot = await aSealedLot(cooperativeId, intakes);
    const rows = await db().lotComposition.findMany({ where: { lotId: lot.lotId }, orderBy: { position: "asc" } });
    expect(rows.map((row) => [row.householdId, row.settlementMode, row.quantity, row.unitPriceFen])).toEqual([
      [h1, "BOUGHT_OUT", 4_000, 625n],
      [null, "CONSIGNED", 5_000, null],
    ]);
  });

  test("a part of a delivery may go into a lot; the rest waits for the next", async () => {
    const { intakeId } = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    await aSealedLot(cooperativeId, [{ intakeId, quantity: 4_000 }]);
    const second = await aSealedLot(cooperativeId, [{ intakeId }]);
    expect(second.quantity).toBe(6_000);
  });

  test("goods recorded with price later need an agreed price first, and then keep it", async () => {
    const { intakeId, number } = await anIntake({
      cooperativeId,
      productId,
      householdId: households[0] ?? "",
      priceFen: null,
    });
    expect(await seal({ intakes: [{ intakeId }] })).toMatchObject({
      failure: { kind: "price-missing", numbers: [number] },
    });
    const sealed = await seal({ intakes: [{ intakeId, agreedPriceFen: 520n }] });
    expect(sealed.ok).toBe(true);
    expect((await db().intake.findUniqueOrThrow({ where: { id: intakeId } })).unitPriceFen).toBe(520n);
  });

  test("a price agreed at intake is not changed at sealing", async () => {
    const { intakeId } = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "", priceFen: 600n });
    const sealed = await seal({ intakes: [{ intakeId, agreedPriceFen: 1n }] });
    const composition = await db().lotComposition.findMany({
      where: { lotId: sealed.ok ? sealed.value.lotId : newId() },
    });
    expect(composition.map((row) => row.weight)).toEqual([6_000_000n]);
  });

  test("two people who seal the same delivery at once get one lot", async () => {
    const { intakeId } = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    const answers = await Promise.all([seal({ intakes: [{ intakeId }] }), seal({ intakes: [{ intakeId }] })]);
    expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true]);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ failure: { kind: "not-that-much-left", left: 0 } });
    expect(await db().lotSource.count({ where: { intakeId } })).toBe(1);
  });

  test("many lots sealed crosswise over the same deliveries neither deadlock nor take a gram twice", async () => {
    const intakes = [];
    for (let i = 0; i < 6; i++) {
      intakes.push(await anIntake({ cooperativeId, productId, householdId: households[i % 3] ?? "", net: 10_000 }));
    }
    const ids = intakes.map((intake) => intake.intakeId);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => {
        const order = i % 2 === 0 ? ids : [...ids].reverse();
        return seal({ intakes: order.map((intakeId) => ({ intakeId, quantity: 1_000 })) });
      }),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(10);
    expect(await db().intake.count({ where: { id: { in: ids }, remaining: 0 } })).toBe(6);
  });

  test("every refusal leaves the deliveries and the lots as they were", async () => {
    const first = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "", grade: "二级" });
    const intakeId = first.intakeId;
    const elsewhere = await anIntake({ cooperativeId, productId: await aProduct({ name: "绿梅" }), householdId: null });
    const stranger = await aManager(await anApprovedCooperative());
    const before = await db().lot.count();
    const refusals = [
      [await seal({ intakes: [] }), "nothing-chosen"],
      [await seal({ intakes: [{ intakeId: newId() }] }), "no-such-intake"],
      [await seal({ intakes: [{ intakeId }], actor: stranger.actor }), "no-such-cooperative"],
      [await seal({ intakes: [{ intakeId }, { intakeId: elsewhere.intakeId }] }), "several-products"],
      [await seal({ intakes: [{ intakeId, quantity: 10_001 }] }), "not-that-much-left"],
      [await seal({ intakes: [{ intakeId, quantity: 0 }] }), "bad-quantity"],
      [await seal({ intakes: [{ intakeId, quantity: -5 }] }), "bad-quantity"],
      [await seal({ intakes: [{ intakeId }], grade: "头等" }), "no-such-grade"],
      [await seal({ intakes: [{ intakeId }], grade: "特级" }), "grade-too-good"],
      [await seal({ intakes: [{ intakeId }], expiresOn: "2026-11-18" }), "expired"],
      [await seal({ intakes: [{ intakeId }], harvestedOn: "2026-11-25" }), "harvested-in-the-future"],
      [await seal({ intakes: [{ intakeId }], expiresOn: "bald" }), "bad-day"],
    ] as const;
    for (const [answer, kind] of refusals) expect(answer).toMatchObject({ ok: false, failure: { kind } });
    expect(await db().lot.count()).toBe(before);
    expect((await db().intake.findUniqueOrThrow({ where: { id: intakeId } })).remaining).toBe(10_000);
  });

  test("what is sealed cannot be rewritten: not the composition, not the hash, not the weight", async () => {
    const intake = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    const { lotId } = await aSealedLot(cooperativeId, [intake]);
    const nobody = async (attempt: Promise<unknown>) => expect(attempt).rejects.toThrow();
    await nobody(db().lotComposition.updateMany({ where: { lotId }, data: { weight: 1n } }));
    await nobody(db().lotComposition.deleteMany({ where: { lotId } }));
    await nobody(db().lotSource.deleteMany({ where: { lotId } }));
    await nobody(db().lot.update({ where: { id: lotId }, data: { quantity: 1 } }));
    await nobody(db().lot.update({ where: { id: lotId }, data: { compositionHash: "0".repeat(64) } }));
    await nobody(db().$executeRaw`UPDATE lot SET available = -1 WHERE id = ${lotId}::uuid`);
    await nobody(db().$executeRaw`UPDATE lot SET available = quantity + 1 WHERE id = ${lotId}::uuid`);
  });

  test("a second row smuggled into a sealed composition shows at once", async () => {
    const intake = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    const { lotId } = await aSealedLot(cooperativeId, [intake]);
    const smuggle = db().$transaction(async (tx) => {
      await tx.lotComposition.create({
        data: {
          lotId,
          position: 1,
          householdId: households[1] ?? "",
          settlementMode: "CONSIGNED",
          quantity: 1,
          weight: 1n,
        },
      });
      const broken = await tx.$queryRaw<{ lot_id: string }[]>`
        SELECT lot_id FROM invariant_composition_hash UNION ALL SELECT lot_id FROM invariant_composition_sums`;
      expect(broken.map((row) => row.lot_id)).toEqual([lotId, lotId]);
      throw new Error("taken back");
    });
    await expect(smuggle).rejects.toThrow("taken back");
  });
});

describe("loss and write-off", () => {
  test("what spoils leaves the stock with its reason", async () => {
    const intake = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    const { lotId } = await aSealedLot(cooperativeId, [intake]);
    const answer = await writeOffLot({ actor: systemActor, lotId, quantity: 1_200, reason: "运输压伤", now });
    expect(answer).toEqual({ ok: true, value: { left: 8_800 } });
    const messages = await db().outbox.findMany({ where: { key: lotId }, select: { topic: true } });
    expect(messages).toEqual([{ topic: "lot.changed" }]);
  });

  test("no more than is free can be written off, even by ten people at once", async () => {
    const intake = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    const { lotId } = await aSealedLot(cooperativeId, [intake]);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        writeOffLot({ actor: systemActor, lotId, quantity: 3_000, reason: "腐烂", now }),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({
      failure: { kind: "not-that-much-left", left: 1_000 },
    });
    expect(await db().lotEvent.count({ where: { lotId } })).toBe(3);
  });

  test("nonsense and strangers change nothing", async () => {
    const intake = await anIntake({ cooperativeId, productId, householdId: households[0] ?? "" });
    const { lotId } = await aSealedLot(cooperativeId, [intake]);
    const stranger = await aManager(await anApprovedCooperative());
    const off = (change: object) =>
      writeOffLot({ actor: systemActor, lotId, quantity: 1, reason: "腐烂", now, ...change });
    expect(await off({ quantity: 0 })).toMatchObject({ failure: { kind: "bad-quantity" } });
    expect(await off({ quantity: 1.5 })).toMatchObject({ failure: { kind: "bad-quantity" } });
    expect(await off({ quantity: 2 ** 40 })).toMatchObject({ failure: { kind: "bad-quantity" } });
    expect(await off({ reason: "" })).toMatchObject({ failure: { kind: "no-reason" } });
    expect(await off({ actor: stranger.actor })).toMatchObject({ failure: { kind: "no-such-lot" } });
    expect(await off({ lotId: newId() })).toMatchObject({ failure: { kind: "no-such-lot" } });
    expect((await db().lot.findUniqueOrThrow({ where: { id: lotId } })).available).toBe(10_000);
    expect(await db().lotEvent.count({ where: { lotId } })).toBe(0);
  });
});

describe("a household's own lot", () => {
  const days = { harvestedOn: "2026-11-18", expiresOn: "2026-12-20" };

  test("the village's service point makes it for the household: all of it is theirs", async () => {
    const areaCode = await aVillage("341021203202");
    const servicePointId = await aServicePoint({ areaCode });
    const helper = await aPerson({ roles: [{ role: "SERVICE_POINT", scopeId: servicePointId }] });
    const household = await aHousehold({ areaCode, shopName: { zh: "山边人家", en: "Hillside" } });
    const eggs = await aProduct({ name: "土鸡蛋", baseUnit: "PIECE", pieceName: "枚", grades: ["散养"] });
    const made = await createHouseholdLot({
      actor: helper.actor,
      householdId: household.id,
      productId: eggs,
      grade: "散养",
      quantity: 60,
      ...days,
      now,
    });
    expect(made).toMatchObject({ ok: true, value: { quantity: 60 } });
    const rows = await db().lotComposition.findMany({ where: { lotId: made.ok ? made.value.lotId : newId() } });
    expect(rows).toMatchObject([{ householdId: household.id, settlementMode: "DIRECT", quantity: 60 }]);
  });

  test("another village's service point, or a cooperative, cannot", async () => {
    const household = await aHousehold({ areaCode: await aVillage("341021203203") });
    const point = await aServicePoint({ areaCode: await aVillage("341021203204") });
    const stranger = await aPerson({ roles: [{ role: "SERVICE_POINT", scopeId: point }] });
    const manager = await aManager(cooperativeId);
    const lot = { householdId: household.id, productId, grade: "一级", quantity: 10, ...days, now };
    for (const { actor } of [stranger, manager]) {
      expect(await createHouseholdLot({ actor, ...lot })).toMatchObject({ failure: { kind: "no-such-household" } });
    }
    expect(await db().lot.count({ where: { sellerId: household.id } })).toBe(0);
  });

  test.each([
    [{ quantity: 0 }, "bad-quantity"],
    [{ quantity: 2.5 }, "bad-quantity"],
    [{ grade: "头等" }, "no-such-grade"],
    [{ productId: newId() }, "no-such-product"],
    [{ expiresOn: "2026-11-01" }, "expires-before-harvest"],
  ])("%o is refused", async (change, kind) => {
    const household = await aHousehold();
    const lot = { householdId: household.id, productId, grade: "一级", quantity: 10, ...days, now, ...change };
    expect(await createHouseholdLot({ actor: systemActor, ...lot })).toMatchObject({ failure: { kind } });
  });
});

test("a console sees its own lots only, with who stands behind them", async () => {
  const other = await anApprovedCooperative();
  const member = await aMember(other, { headName: "洪满仓" });
  const lot = await aSealedLot(other, [await anIntake({ cooperativeId: other, productId, householdId: member })]);
  const mine = { cooperativeIds: [cooperativeId], servicePointIds: [] };
  const theirs = { cooperativeIds: [other], servicePointIds: [] };
  expect(await findLot(db(), mine, lot.lotId)).toBeUndefined();
  expect(await findLot(db(), theirs, lot.lotId)).toMatchObject({
    code: lot.code,
    composition: [{ householdName: "洪满仓", quantity: 10_000 }],
    sources: [{ quantity: 10_000, householdName: "洪满仓" }],
  });
  const page = await listLots(db(), theirs, { stock: "on-stock" }, pageRequest(new URLSearchParams(), 20));
  expect(page.rows.map((row) => [row.id, row.households, row.hasOthers])).toEqual([[lot.lotId, 1, false]]);
  expect((await listLots(db(), theirs, { stock: "sold-out" }, { number: 1, size: 20 })).total).toBe(0);
});
