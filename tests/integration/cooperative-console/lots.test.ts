import { afterEach, describe, expect, test } from "vitest";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as lot from "~/routes/cooperative/lot";
import * as lotMoves from "~/routes/cooperative/lot-moves";
import * as sealLot from "~/routes/cooperative/seal-lot";
import { photoBytes } from "#tests/builders/catalog";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { expectSupplyInvariants } from "../supply/invariants";
import { errorsOf, submit, visit } from "./visit";
import { aConsole } from "./console-world";

const now = new Date();
const todayText = dayOf(now);
const { coop, product, household, manager, weigher, stranger } = await aConsole();

afterEach(expectSupplyInvariants);

describe("sealing a lot and writing off", () => {
  test("ticked deliveries become a lot; an unpriced one asks for its price first", async () => {
    const tea = await aProduct({ name: "茶叶" });
    const delivered = { cooperativeId: coop, productId: tea, householdId: household, at: now };
    const priced = await anIntake(delivered);
    const unpriced = await anIntake({ ...delivered, priceFen: null });
    const left = await anIntake(delivered);
    const seal = (price: string) =>
      submit(sealLot.action, paths.coop.sealLot(), weigher.cookie, {
        cooperativeId: coop,
        unit: "jin",
        "intakes[0].id": priced.intakeId,
        "intakes[0].take": "on",
        "intakes[0].quantity": "4",
        "intakes[1].id": unpriced.intakeId,
        "intakes[1].take": "on",
        "intakes[1].price": price,
        "intakes[2].id": left.intakeId,
        harvestedOn: todayText,
        expiresOn: dayOf(addDays(now, 10)),
      });
    expect(errorsOf(await seal(""))[""]?.[0]).toContain(unpriced.number);
    expect(errorsOf(await seal("贵"))["intakes[1].price"]).toHaveLength(1);
    const sealed = await seal("3");
    const lotId = /lots\/([0-9a-f-]{36})/.exec(sealed.location ?? "")?.[1] ?? "";
    const page = (await visit(lot.loader, "/coop/x", weigher.cookie, { id: lotId })).data as { lot: object };
    expect(page.lot).toMatchObject({ quantity: "24 斤（12 kg）", hashHolds: true });
    const rest = await db().intake.findMany({ where: { productId: tea } });
    const remaining = new Map(rest.map((row) => [row.id, row.remaining]));
    expect([priced, unpriced, left].map((intake) => remaining.get(intake.intakeId))).toEqual([8_000, 0, 10_000]);

    const writeOff = (fields: Record<string, string>) =>
      submit(
        lot.action,
        "/coop/x",
        weigher.cookie,
        { intent: "write-off", seenEvents: "0", kind: "LOSS", unit: "jin", ...fields },
        { id: lotId },
      );
    expect(errorsOf(await writeOff({ quantity: "100", reason: "压伤" }))["quantity"]?.[0]).toContain("24 斤");
    expect(errorsOf(await writeOff({ quantity: "-1", reason: "" }))).toHaveProperty("reason");
    expect((await writeOff({ quantity: "2", reason: "压伤" })).location).toBe(
      paths.coop.lot(lotId, { done: "written-off" }),
    );
    expect((await db().lot.findUniqueOrThrow({ where: { id: lotId } })).available).toBe(11_000);
  });

  test("nothing ticked, a past date or nonsense says so and seals nothing", async () => {
    const before = await db().lot.count();
    const seal = (fields: Record<string, string>) =>
      submit(sealLot.action, paths.coop.sealLot(), weigher.cookie, {
        cooperativeId: coop,
        unit: "jin",
        harvestedOn: todayText,
        expiresOn: dayOf(addDays(now, 10)),
        ...fields,
      });
    expect(errorsOf(await seal({}))[""]?.[0]).toBe("请至少选一张入库单。");
    expect(errorsOf(await seal({ expiresOn: "x" }))["expiresOn"]).toHaveLength(1);
    expect(await db().lot.count()).toBe(before);
  });
});

test("of two clerks at one lot the second is told what the first wrote down, and nothing of theirs is stored", async () => {
  const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
  const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
  const loss = {
    intent: "write-off",
    seenEvents: "0",
    kind: "LOSS",
    unit: "kg",
    reason: "压伤",
    photo: new File([], ""),
  };
  const writeOff = (fields: Record<string, string | Blob>, person = weigher) =>
    submit(lot.action, "/coop/x", person.cookie, { ...loss, ...fields }, { id: lotId });
  const photo = new File([new Uint8Array(await photoBytes())], "spoilt.jpg", { type: "image/jpeg" });
  expect((await writeOff({ quantity: "2", photo })).location).toContain("done=written-off");
  const first = await db().lotEvent.findFirstOrThrow({ where: { lotId } });
  expect(await db().media.findUniqueOrThrow({ where: { id: first.mediaId ?? "" } })).toMatchObject({
    kind: "LOSS",
    public: false,
  });

  const second = await writeOff({ quantity: "1", reason: "失水" }, manager);
  expect(second.status).toBe(422);
  expect(errorsOf(second)[""]?.[0]).toMatch(/登记了损耗 4 斤（2 kg）（压伤），可售余量现在是 16 斤（8 kg）/);
  const stale = { intent: "split", seenEvents: "0", quantity: "2", reason: "另装" };
  expect(errorsOf(await submit(lotMoves.action, "/coop/x", manager.cookie, stale, { id: lotId }))[""]?.[0]).toContain(
    "压伤",
  );
  const count = { intent: "count", seenEvents: "0", seen: "8000", counted: "15", reason: "盘点" };
  expect(errorsOf(await submit(lotMoves.action, "/coop/x", manager.cookie, count, { id: lotId }))[""]?.[0]).toContain(
    "压伤",
  );
  expect(await db().lotEvent.count({ where: { lotId } })).toBe(1);
  expect((await writeOff({ quantity: "1", seenEvents: "1", reason: "失水" }, manager)).location).toContain(
    "done=written-off",
  );
  expect(
    errorsOf(await writeOff({ quantity: "1", seenEvents: "2", photo: new File(["<svg/>"], "a.svg") })),
  ).toHaveProperty("photo");
  expect((await db().lot.findUniqueOrThrow({ where: { id: lotId } })).available).toBe(7_000);
});

describe("making lots of lots", () => {
  const move = async (lotId: string, fields: Record<string, string>) => {
    const seenEvents = String(await db().lotEvent.count({ where: { lotId } }));
    return submit(
      lotMoves.action,
      "/coop/x",
      weigher.cookie,
      { reason: "换包装", seenEvents, ...fields },
      { id: lotId },
    );
  };

  test("a part becomes its own lot, the page of each names the other, and a count overtaken is refused in words", async () => {
    const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
    const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
    expect(errorsOf(await move(lotId, { intent: "split", quantity: "很多" }))).toHaveProperty("quantity");
    expect(errorsOf(await move(lotId, { intent: "split", quantity: "900" }))).toHaveProperty("quantity");
    const split = await move(lotId, { intent: "split", quantity: "4" });
    const partId = /lots\/([0-9a-f-]{36})/.exec(split.location ?? "")?.[1] ?? "";
    const page = (await visit(lot.loader, "/coop/x", weigher.cookie, { id: partId })).data as { lot: object };
    expect(page.lot).toMatchObject({
      quantity: "4 斤（2 kg）",
      hashHolds: true,
      relatives: [{ way: "来自", quantity: "4 斤（2 kg）" }],
    });
    const source = (await visit(lot.loader, "/coop/x", weigher.cookie, { id: lotId })).data as { lot: object };
    expect(source.lot).toMatchObject({ moved: "4 斤（2 kg）", lost: "0 斤" });
    expect(errorsOf(await move(lotId, { intent: "count", counted: "15", seen: "10000" }))).toHaveProperty("counted");
    expect((await move(partId, { intent: "merge", others: lotId })).location).toMatch(/done=made/);
    expect((await visit(lotMoves.loader, "/coop/x", stranger.cookie, { id: lotId })).status).toBe(404);
  });
});
