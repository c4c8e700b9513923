import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import * as trace from "~/routes/shop/trace";
import { formatLotCode } from "~/supply/lot-code";
import { publicTrace } from "~/supply/trace-store.server";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { visit } from "../cooperative-console/visit";

const today = dayOf(new Date());
let cooperativeId: string;
let productId: string;

beforeAll(async () => {
  await aVillage("341021203201", "昌溪村");
  cooperativeId = await anApprovedCooperative({ name: "昌溪合作社" });
  productId = await aProduct({ name: "猕猴桃" });
});

async function aLotOf(households: number) {
  const intakes = [];
  for (let i = 0; i < households; i++) {
    const householdId = await aMember(cooperativeId, { headName: `王守密${i}` });
    intakes.push(await anIntake({ cooperativeId, productId, householdId }));
  }
  return aSealedLot(cooperativeId, intakes);
}

describe("the page that the code on a box opens", () => {
  test("tells a count of five households, and hides one of four", async () => {
    const five = await aLotOf(5);
    const four = await aLotOf(4);
    expect(await publicTrace(db(), five.code, today)).toMatchObject({ households: 5, seller: "昌溪合作社" });
    expect(await publicTrace(db(), four.code, today)).toMatchObject({ households: null });
  });

  test("says nothing of who delivered: no name, no number, no id", async () => {
    const lot = await aLotOf(2);
    const answer = await visit(trace.loader as never, `/t/${lot.code}`, undefined, { code: lot.code });
    const text = JSON.stringify(answer.data);
    expect(answer.status).toBe(200);
    const households = await db().household.findMany({ select: { id: true, number: true } });
    for (const secret of ["王守密", ...households.flatMap(({ id, number }) => [id, number])]) {
      expect(text).not.toContain(secret);
    }
  });

  test("takes the code as it is printed, in small letters too, and shows the lot's certificate", async () => {
    const lot = await aLotOf(1);
    await db().qualityDocument.create({
      data: {
        id: newId(),
        kind: "CONFORMITY",
        number: `HGZ-${lot.code}`,
        holderKind: "COOPERATIVE",
        holderId: cooperativeId,
        lotId: lot.lotId,
        issuedOn: new Date(),
        createdAt: new Date(),
      },
    });
    const code = formatLotCode(lot.code).toLowerCase();
    const answer = await visit(trace.loader as never, `/t/${code}`, undefined, { code });
    expect(answer.data).toMatchObject({ trace: { certificates: [{ kind: "CONFORMITY", number: `HGZ-${lot.code}` }] } });
  });

  test.each(["nothing", "2222222222", "' OR 1=1 --"])("%s is no lot: the common 404", async (code) => {
    const answer = await visit(trace.loader as never, `/t/${encodeURIComponent(code)}`, undefined, { code });
    expect(answer.status).toBe(404);
  });
});
