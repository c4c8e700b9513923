import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { leaveCooperative } from "~/cooperatives/leave-cooperative.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { insertIntakeReversal } from "~/supply/insert-intake-reversal.server";
import { insertIntake, type NewIntake } from "~/supply/insert-intake.server";
import { aMember, anApprovedCooperative, aManager, aWeigher } from "#tests/builders/cooperatives";
import { aDelivery, anIntake, aProduct, aSealedLot, DELIVERED_AT } from "#tests/builders/supply";
import { letGoTogether } from "#tests/setup/locks";
import { expectSupplyInvariants } from "./invariants";

let cooperativeId: string;
let productId: string;
let householdId: string;

beforeAll(async () => {
  cooperativeId = await anApprovedCooperative();
  productId = await aProduct();
  householdId = await aMember(cooperativeId, { headName: "程有福" });
});

afterEach(expectSupplyInvariants);

const record = (intake: NewIntake) => withTransaction("test", (tx) => insertIntake(tx, intake));
const reverse = (intakeId: string, reason = "皮重记错", actor = systemActor) =>
  withTransaction("test", (tx) => insertIntakeReversal(tx, { actor, intakeId, reason, now: addDays(DELIVERED_AT, 1) }));

describe("recording a delivery", () => {
  test("net is gross without crate and dirt; a bought-out delivery says what is owed for it", async () => {
    const intake = await record({
      ...aDelivery({ cooperativeId, productId, householdId, mode: "BOUGHT_OUT", priceFen: 600n }),
      weighing: { gross: 25_500, tare: 1_200, deduction: 800 },
    });
    expect(intake).toMatchObject({ ok: true, value: { net: 23_500, amountFen: 14_100n, repeated: false } });
  });

  test("consigned goods may come without a price and owe nothing yet", async () => {
    const intake = await record(aDelivery({ cooperativeId, productId, householdId, priceFen: null }));
    expect(intake).toMatchObject({ ok: true, value: { unitPriceFen: null, amountFen: null } });
  });

  test("the slip is numbered by the day of delivery in Beijing", async () => {
    const late = new Date("2026-11-17T16:30:00Z");
    const { number } = await anIntake({ cooperativeId, productId, householdId, at: late });
    expect(number).toMatch(/^RK261118-\d{5}$/);
  });

  test("the same form sent again is stored once, whatever the network did", async () => {
    const form = aDelivery({ cooperativeId, productId, householdId });
    const before = await db().intake.count();
    const answers = await Promise.all([record(form), record(form), record(form)]);
    expect(await db().intake.count()).toBe(before + 1);
    const stored = answers.map((answer) => (answer.ok ? answer.value : undefined));
    expect(new Set(stored.map((intake) => intake?.number)).size).toBe(1);
    expect(stored.filter((intake) => intake?.repeated === false)).toHaveLength(1);
  });

  test("the same form with another weight is refused, not silently taken as sent", async () => {
    const form = aDelivery({ cooperativeId, productId, householdId });
    const first = await record(form);
    const other = await record({ ...form, weighing: { gross: 9_000, tare: 0, deduction: 0 } });
    expect(other).toMatchObject({
      failure: { kind: "form-already-used", number: first.ok ? first.value.number : "" },
    });
  });

  test.each([
    ["nothing left after the crate", { weighing: { gross: 500, tare: 500, deduction: 0 } }, "bad-weighing"],
    ["a grade the product does not have", { grade: "头等" }, "no-such-grade"],
    ["an unknown product", { productId: newId() }, "no-such-product"],
    ["bought out without a price", { settlementMode: "BOUGHT_OUT", unitPriceFen: null }, "price-missing"],
    ["an advance without its floor price", { settlementMode: "ADVANCE", unitPriceFen: null }, "price-missing"],
    ["a price of nothing", { unitPriceFen: 0n }, "bad-price"],
    ["a price of 20,000 yuan", { unitPriceFen: 2_000_000n }, "bad-price"],
    ["nobody who weighed", { weighedBy: "  " }, "nobody-weighed"],
    ["tomorrow's delivery", { deliveredAt: addDays(DELIVERED_AT, 1) }, "delivered-in-the-future"],
    ["a household that is no member", { householdId: newId() }, "not-a-member"],
    ["an unknown cooperative", { cooperativeId: newId() }, "no-such-cooperative"],
  ] as const)("%s is refused and nothing is stored", async (_, change, kind) => {
    const before = await db().intake.count();
    const answer = await record({ ...aDelivery({ cooperativeId, productId, householdId }), ...change });
    expect(answer).toMatchObject({ ok: false, failure: { kind } });
    expect(await db().intake.count()).toBe(before);
  });

  test("a cooperative that waits for its approval takes no deliveries", async () => {
    const waiting = await anApprovedCooperative({ approved: false });
    const answer = await record(aDelivery({ cooperativeId: waiting, productId }));
    expect(answer).toMatchObject({ failure: { kind: "cooperative-not-approved" } });
  });

  test("membership counts on the day of delivery: not before joining, not after leaving", async () => {
    const member = await aMember(cooperativeId, { headName: "早来晚走", joinedOn: "2026-11-10" });
    const left = await leaveCooperative({
      actor: systemActor,
      cooperativeId,
      householdId: member,
      leftOn: "2026-11-15",
      now: new Date("2026-11-15T02:00:00Z"),
    });
    expect(left.ok).toBe(true);
    const on = async (day: string) =>
      (await record(aDelivery({ cooperativeId, productId, householdId: member, at: new Date(`${day}T02:00:00Z`) }))).ok;
    expect([await on("2026-11-09"), await on("2026-11-10"), await on("2026-11-14"), await on("2026-11-15")]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test("only the cooperative's own people record for it; to others it does not exist", async () => {
    const other = await anApprovedCooperative();
    const own = await aWeigher(cooperativeId);
    const stranger = await aManager(other);
    const form = aDelivery({ cooperativeId, productId, householdId });
    expect(await record({ ...form, actor: stranger.actor })).toMatchObject({
      failure: { kind: "no-such-cooperative" },
    });
    const stored = await record({ ...form, actor: own.actor });
    expect(stored.ok).toBe(true);
    const row = await db().intake.findUniqueOrThrow({ where: { clientId: form.clientId } });
    expect(row.createdById).toBe(own.userId);
  });
});

describe("taking a delivery back", () => {
  test("a reversing slip with a reason takes back the whole delivery; the delivery itself stays", async () => {
    const intake = await anIntake({ cooperativeId, productId, householdId, mode: "BOUGHT_OUT" });
    const reversal = await reverse(intake.intakeId);
    expect(reversal).toMatchObject({ ok: true, value: { reversed: { intakeId: intake.intakeId, amountFen: 6_000n } } });
    const original = await db().intake.findUniqueOrThrow({ where: { id: intake.intakeId } });
    expect([original.net, original.remaining]).toEqual([10_000, 0]);
    const slip = await db().intake.findUniqueOrThrow({ where: { reversesId: intake.intakeId } });
    expect(slip).toMatchObject({ net: 10_000, remaining: 0, householdId, reversalReason: "皮重记错" });
    expect(slip.number).toMatch(/^CX/);
  });

  test("two clerks who take back the same delivery at once take it back once", async () => {
    const { intakeId } = await anIntake({ cooperativeId, productId, householdId });
    const [first, second] = await letGoTogether(
      (tx) => tx.$queryRaw`SELECT 1 FROM intake WHERE id = ${intakeId}::uuid FOR UPDATE`,
      () => reverse(intakeId),
      () => reverse(intakeId),
    );
    expect(first).toMatchObject({ ok: true });
    const { number } = await db().intake.findUniqueOrThrow({ where: { reversesId: intakeId } });
    expect(second).toEqual({ ok: false, failure: { kind: "already-reversed", number } });
  });

  test("without a reason, of a reversal, of what is in a lot, or of another cooperative's it is refused", async () => {
    const { intakeId } = await anIntake({ cooperativeId, productId, householdId });
    const stranger = await aManager(await anApprovedCooperative());
    expect(await reverse(intakeId, " ")).toMatchObject({ failure: { kind: "no-reason" } });
    expect(await reverse(intakeId, "x", stranger.actor)).toMatchObject({ failure: { kind: "no-such-intake" } });
    expect(await reverse(newId())).toMatchObject({ failure: { kind: "no-such-intake" } });
    const reversal = await reverse(intakeId);
    expect(await reverse(reversal.ok ? reversal.value.intakeId : "")).toMatchObject({
      failure: { kind: "is-a-reversal" },
    });
    const used = await anIntake({ cooperativeId, productId, householdId });
    await aSealedLot(cooperativeId, [{ intakeId: used.intakeId, quantity: 1 }]);
    expect(await reverse(used.intakeId)).toMatchObject({ failure: { kind: "already-in-a-lot" } });
    expect((await db().intake.findUniqueOrThrow({ where: { id: used.intakeId } })).remaining).toBe(9_999);
  });
});

describe("what the server may not do to a slip", () => {
  test("it cannot change the weight, the household or the price that was written, nor delete the slip", async () => {
    const { intakeId } = await anIntake({ cooperativeId, productId, householdId });
    const where = { id: intakeId };
    const nobody = async (attempt: Promise<unknown>) => expect(attempt).rejects.toThrow();
    await nobody(db().intake.update({ where, data: { net: 1, gross: 1 } }));
    await nobody(db().intake.update({ where, data: { householdId: null } }));
    await nobody(db().$executeRaw`UPDATE intake SET unit_price_fen = 1 WHERE id = ${intakeId}::uuid`);
    await nobody(db().$executeRaw`UPDATE intake SET remaining = net + 1 WHERE id = ${intakeId}::uuid`);
    await nobody(db().intake.delete({ where }));
    const row = await db().intake.findUniqueOrThrow({ where });
    expect(row).toMatchObject({ net: 10_000, householdId, unitPriceFen: 600n, remaining: 10_000 });
  });
});
