import type { LoaderFunction } from "@remix-run/node";
import { afterEach, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as freight from "~/routes/cooperative/freight";
import * as freightTemplate from "~/routes/cooperative/freight-template";
import * as householdLot from "~/routes/cooperative/household-lot";
import * as intake from "~/routes/cooperative/intake";
import * as intakes from "~/routes/cooperative/intakes";
import * as listings from "~/routes/cooperative/listings";
import * as lot from "~/routes/cooperative/lot";
import * as lots from "~/routes/cooperative/lots";
import * as members from "~/routes/cooperative/members";
import * as newIntake from "~/routes/cooperative/new-intake";
import * as newListing from "~/routes/cooperative/new-listing";
import * as newPayout from "~/routes/cooperative/new-payout";
import * as orders from "~/routes/cooperative/orders";
import * as sealLot from "~/routes/cooperative/seal-lot";
import * as settlement from "~/routes/cooperative/settlement";
import * as today from "~/routes/cooperative/today";
import { aPerson, type Person } from "#tests/builders/access";
import { aFreightTemplate } from "#tests/builders/catalog";
import { aServicePoint } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aSealedLot } from "#tests/builders/supply";
import { expectSupplyInvariants } from "../supply/invariants";
import { errorsOf, submit, visit } from "./visit";
import { aConsole, scaleForm, sendIntake as sendIntakeAs } from "./console-world";

const now = new Date();
const todayText = dayOf(now);
const { coop, product, eggs, household, manager, weigher, packer, treasurer, stranger, shopper } = await aConsole();
const sendIntake = (fields: Record<string, string | Blob>, person = weigher) => sendIntakeAs(fields, person);
const delivery = { coop, household, product };

afterEach(expectSupplyInvariants);

describe("who may open what", () => {
  const pages: [string, LoaderFunction, string][] = [
    ["today", today.loader, paths.coop.today()],
    ["deliveries", intakes.loader, paths.coop.intakes()],
    ["the scale", newIntake.loader, paths.coop.newIntake()],
    ["lots", lots.loader, paths.coop.lots()],
    ["sealing", sealLot.loader, paths.coop.sealLot()],
    ["listings", listings.loader, paths.coop.listings()],
    ["a new listing", newListing.loader, paths.coop.newListing()],
    ["freight", freight.loader, paths.coop.freight()],
    ["orders", orders.loader, paths.coop.orders()],
    ["settlement", settlement.loader, paths.coop.settlement()],
    ["payouts", newPayout.loader, paths.coop.newPayout()],
    ["members", members.loader, paths.coop.members()],
  ];

  test("a guest is sent to sign in, and a shopper finds nothing", async () => {
    for (const [, loader, url] of pages) {
      expect((await visit(loader, url)).location).toBe(paths.signIn(url));
      expect((await visit(loader, url, shopper.cookie)).status).toBe(404);
    }
  });

  test("the manager opens everything of the cooperative; the others what their work needs", async () => {
    const opens = async (person: Person) => {
      const found = [];
      for (const [name, loader, url] of pages)
        if ((await visit(loader, url, person.cookie)).status === 200) found.push(name);
      return found;
    };
    expect(await opens(manager)).toEqual(pages.map(([name]) => name));
    expect(await opens(weigher)).toEqual(["today", "deliveries", "the scale", "lots", "sealing"]);
    expect(await opens(packer)).toEqual(["today", "orders"]);
    expect(await opens(treasurer)).toEqual(["today", "orders", "settlement", "payouts"]);
  });

  test("another cooperative's things and things that are not there are the same 404", async () => {
    const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
    const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
    const freightId = await aFreightTemplate({ kind: "COOPERATIVE", id: coop });
    for (const [loader, id] of [
      [intake.loader, intakeId],
      [lot.loader, lotId],
      [freightTemplate.loader, freightId],
    ] as [LoaderFunction, string][]) {
      expect((await visit(loader, "/coop/x", manager.cookie, { id })).status).toBe(200);
      const foreign = await visit(loader, "/coop/x", stranger.cookie, { id });
      const missing = await visit(loader, "/coop/x", stranger.cookie, { id: newId() });
      const nonsense = await visit(loader, "/coop/x", stranger.cookie, { id: "../../etc" });
      expect([foreign.status, foreign.data]).toEqual([404, missing.data]);
      expect([nonsense.status, nonsense.data]).toEqual([404, missing.data]);
    }
  });
});

describe("a service point sells for a household", () => {
  test("it enters the household's eggs by the piece, and sees nothing of the cooperative", async () => {
    const areaCode = await aVillage("341021203209", "里坪村");
    const point = await aServicePoint({ areaCode });
    const helper = await aPerson({ roles: [{ role: "SERVICE_POINT", scopeId: point }] });
    const { id: householdId } = await aHousehold({
      areaCode,
      headName: "叶小满",
      shopName: { zh: "山边人家", en: "Hillside" },
    });
    const send = (fields: Record<string, string>) =>
      submit(householdLot.action, paths.coop.householdLot(), helper.cookie, {
        householdId,
        product: `${eggs}|散养`,
        unit: "piece",
        quantity: "60",
        harvestedOn: todayText,
        expiresOn: dayOf(addDays(now, 10)),
        ...fields,
      });
    expect(errorsOf(await send({ unit: "jin" }))["unit"]?.[0]).toBe("这种产品按个数记。");
    expect(errorsOf(await send({ quantity: "6.5" }))).toHaveProperty("quantity");
    expect(errorsOf(await send({ householdId: household }))["householdId"]).toHaveLength(1);
    expect((await send({})).location).toContain("done=sealed");
    expect(await db().lot.findMany({ where: { sellerId: householdId }, select: { quantity: true } })).toEqual([
      { quantity: 60 },
    ]);

    const seen = (await visit(lots.loader, paths.coop.lots(), helper.cookie)).data as { rows: { available: string }[] };
    expect(seen.rows.map((row) => row.available)).toEqual(["60 枚"]);
    for (const [loader, url] of [
      [intakes.loader, paths.coop.intakes()],
      [newIntake.loader, paths.coop.newIntake()],
      [settlement.loader, paths.coop.settlement()],
      [members.loader, paths.coop.members()],
    ] as [LoaderFunction, string][]) {
      expect((await visit(loader, url, helper.cookie)).status).toBe(404);
    }
    expect((await visit(householdLot.loader, paths.coop.householdLot(), manager.cookie)).status).toBe(404);
  });
});

describe("members", () => {
  test("a household joins by its card's number and head's name together, and leaves on a day", async () => {
    const { id, number } = await aHousehold({ headName: "方大山" });
    const join = (changes: Record<string, string> = {}) =>
      submit(members.action, paths.coop.members(), manager.cookie, {
        intent: "join",
        cooperativeId: coop,
        number,
        headName: "方大山",
        joinedOn: todayText,
        share: "1,000",
        ...changes,
      });
    expect(errorsOf(await join({ headName: "别人" }))["number"]).toHaveLength(1);
    expect(errorsOf(await join({ share: "一千" }))["share"]).toHaveLength(1);
    expect((await join()).location).toContain("done=joined");
    expect(errorsOf(await join())["number"]?.[0]).toContain("已经是");
    const leave = (person: Person) =>
      submit(members.action, paths.coop.members(), person.cookie, {
        intent: "leave",
        cooperativeId: coop,
        householdId: id,
        leftOn: todayText,
      });
    expect((await leave(stranger)).status).toBe(422);
    expect((await leave(manager)).location).toContain("done=left");
    expect(await db().membership.count({ where: { householdId: id, leftOn: null } })).toBe(0);
  });
});

test("pages beyond the last, and nonsense in the address, are answered", async () => {
  for (const [loader, url] of [
    [intakes.loader, "/coop/intakes?page=999&day=nonsense&state=x&q=%25_%27"],
    [lots.loader, "/coop/lots?page=-1&stock=x"],
    [listings.loader, "/coop/listings?tab=x&page=99999"],
    [orders.loader, "/coop/orders?state=x&page=abc"],
    [settlement.loader, "/coop/settlement?page=50&coop=x"],
    [members.loader, "/coop/members?page=50&q=%25"],
    [newListing.loader, "/coop/newListing?seller=x&product=x&copy=x"],
    [newIntake.loader, "/coop/intakes/new?household=x&product=x&unit=x&coop="],
  ] as [LoaderFunction, string][]) {
    expect((await visit(loader, url, manager.cookie)).status).toBe(200);
  }
});

test("a row number beyond any form is a malformed request, answered at once", async () => {
  const sent = await sendIntake(scaleForm(delivery, { "variants[99999999].name": "x" }));
  expect(sent.status).toBe(400);
});
