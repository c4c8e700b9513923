import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { dayOf, addDays } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { certifyLot } from "~/supply/certify-lot.server";
import { PROMISE, type Conformity } from "~/supply/conformity";
import { createHouseholdLot } from "~/supply/create-household-lot.server";
import { insertIntake } from "~/supply/insert-intake.server";
import { mergeLots } from "~/supply/merge-lots.server";
import { processLots } from "~/supply/process-lots.server";
import { publicTrace } from "~/supply/trace-store.server";
import { aManager, aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aVillage } from "#tests/builders/regions";
import { aDelivery, aProduct, aSealedLot, DELIVERED_AT } from "#tests/builders/supply";
import { expectSupplyInvariants } from "./invariants";

const now = addDays(DELIVERED_AT, 1);
const today = dayOf(now);
const by = { actor: systemActor, reason: "并箱", now };

let cooperativeId: string;
let peach: string;
let dried: string;
let householdId: string;

beforeAll(async () => {
  await aVillage("341021203201", "昌溪村");
  cooperativeId = await anApprovedCooperative({ name: "昌溪合作社" });
  peach = await aProduct({ name: "桃", certified: true });
  dried = await aProduct({ name: "桃干", certified: false });
  householdId = await aMember(cooperativeId, { headName: "程有福" });
});

async function aLotWith(...conformities: (Conformity | null)[]) {
  const intakes = [];
  for (const conformity of conformities) {
    const delivery = { ...aDelivery({ cooperativeId, productId: peach, householdId }), conformity };
    const stored = await withTransaction("a delivery", (tx) => insertIntake(tx, delivery));
    if (!stored.ok) throw new Error(stored.failure.kind);
    intakes.push(stored.value);
  }
  return aSealedLot(cooperativeId, intakes);
}

const certificatesOf = (lotId: string) => db().qualityDocument.findMany({ where: { lotId } });

describe("a lot's own certificate of conformity", () => {
  test("is issued at sealing when every delivery came with one, says all that the rules ask for, and is kept a year", async () => {
    const lot = await aLotWith("RECEIVED", "ON_THE_SPOT");
    const [certificate, ...more] = await certificatesOf(lot.lotId);
    expect(more).toEqual([]);
    expect(certificate).toMatchObject({
      kind: "CONFORMITY",
      number: `HGZ-${lot.code}`,
      goods: "桃（一级）",
      quantity: 20_000,
      promisedBy: "昌溪合作社",
      promise: PROMISE,
      testMark: "CONTROLLED",
      issuedOn: new Date(`${today}T00:00:00Z`),
      keptUntil: addDays(new Date(`${today}T00:00:00Z`), 365),
    });
    expect(certificate?.origin).toContain("昌溪村");
    expect(certificate?.contact).not.toBe("");
    expect(await publicTrace(db(), lot.code, today)).toMatchObject({
      conformity: { number: `HGZ-${lot.code}`, quantity: 20_000, promisedBy: "昌溪合作社" },
    });
    await expectSupplyInvariants();
  });

  test("a mixed lot gets one of its own over all of it; what is made of it and out of scope gets none", async () => {
    const lots = [await aLotWith("RECEIVED"), await aLotWith("RECEIVED")];
    const mixed = await mergeLots({ ...by, lotIds: lots.map(({ lotId }) => lotId) });
    if (!mixed.ok) throw new Error(mixed.failure.kind);
    expect(await certificatesOf(mixed.value.lotId)).toMatchObject([
      { quantity: 20_000, number: `HGZ-${mixed.value.code}` },
    ]);
    const made = await processLots({
      ...by,
      inputs: [{ lotId: mixed.value.lotId }],
      output: { productId: dried, grade: "一级", quantity: 4_000, expiresOn: dayOf(addDays(now, 90)) },
    });
    if (!made.ok) throw new Error(made.failure.kind);
    expect(await certificatesOf(made.value.lotId)).toEqual([]);
    const repacked = await mergeLots({
      ...by,
      lotIds: [(await aLotWith("RECEIVED")).lotId, (await aLotWith(null)).lotId],
    });
    if (!repacked.ok) throw new Error(repacked.failure.kind);
    expect(await certificatesOf(repacked.value.lotId)).toEqual([]);
  });

  test("is not issued while a delivery came without; somebody who has checked issues it, once", async () => {
    const lot = await aLotWith("RECEIVED", null);
    expect(await certificatesOf(lot.lotId)).toEqual([]);
    const stranger = await aManager(await anApprovedCooperative());
    const manager = await aManager(cooperativeId);
    const request = { lotId: lot.lotId, testMark: "SELF_TESTED" as const, now };
    expect(await certifyLot({ ...request, actor: stranger.actor })).toEqual({
      ok: false,
      failure: { kind: "no-such-lot" },
    });
    expect(await certificatesOf(lot.lotId)).toEqual([]);
    expect((await certifyLot({ ...request, actor: manager.actor })).ok).toBe(true);
    expect(await certifyLot({ ...request, actor: manager.actor })).toEqual({
      ok: false,
      failure: { kind: "has-one" },
    });
    expect(await certificatesOf(lot.lotId)).toMatchObject([{ testMark: "SELF_TESTED" }]);
  });

  test("a household's own lot names no person: its shop, or its village", async () => {
    const own = { actor: systemActor, householdId, productId: peach, grade: "一级", quantity: 5_000 };
    const days = { harvestedOn: today, expiresOn: dayOf(addDays(now, 5)), now };
    const silent = await createHouseholdLot({ ...own, ...days });
    const promised = await createHouseholdLot({ ...own, ...days, testMark: "CONTROLLED" });
    if (!silent.ok || !promised.ok) throw new Error("no lot");
    expect(await certificatesOf(silent.value.lotId)).toEqual([]);
    const [certificate] = await certificatesOf(promised.value.lotId);
    expect(certificate).toMatchObject({ holderKind: "HOUSEHOLD", promisedBy: "昌溪村农户" });
    expect(JSON.stringify(certificate)).not.toContain("程有福");
  });

  test("what was promised is not rewritten, and nothing is thrown away before its day", async () => {
    const lot = await aLotWith("RECEIVED");
    const where = { lotId: lot.lotId };
    await expect(db().qualityDocument.updateMany({ where, data: { promisedBy: "别人" } })).rejects.toThrow();
    await expect(db().qualityDocument.deleteMany({ where })).rejects.toThrow();
    expect(await certificatesOf(lot.lotId)).toMatchObject([{ promisedBy: "昌溪合作社" }]);
  });
});
