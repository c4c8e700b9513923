import type { LoaderFunction } from "@remix-run/node";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays, dayOf, periodOf } from "~/kernel/period";
import { packShipment } from "~/orders/pack-shipment.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as batch from "~/routes/cooperative/batch";
import * as freight from "~/routes/cooperative/freight";
import * as freightTemplate from "~/routes/cooperative/freight-template";
import * as householdLot from "~/routes/cooperative/household-lot";
import * as intake from "~/routes/cooperative/intake";
import * as intakes from "~/routes/cooperative/intakes";
import * as listing from "~/routes/cooperative/listing";
import * as listings from "~/routes/cooperative/listings";
import * as lot from "~/routes/cooperative/lot";
import * as lotMoves from "~/routes/cooperative/lot-moves";
import * as lots from "~/routes/cooperative/lots";
import * as members from "~/routes/cooperative/members";
import * as newFreight from "~/routes/cooperative/new-freight";
import * as newIntake from "~/routes/cooperative/new-intake";
import * as newListing from "~/routes/cooperative/new-listing";
import * as newPayout from "~/routes/cooperative/new-payout";
import * as order from "~/routes/cooperative/order";
import * as orders from "~/routes/cooperative/orders";
import * as sealLot from "~/routes/cooperative/seal-lot";
import * as settlement from "~/routes/cooperative/settlement";
import * as today from "~/routes/cooperative/today";
import * as media from "~/routes/resources/media";
import { systemActor } from "~/access/actor";
import { anOfficial, aPerson, type Person } from "#tests/builders/access";
import { aFeeSchedule, aFreightTemplate, aPublishedListing, aSplitRule, photoBytes } from "#tests/builders/catalog";
import { aMember, anApprovedCooperative, aServicePoint } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aSale, type Sale } from "#tests/builders/benefits";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { expectSupplyInvariants } from "../supply/invariants";
import { errorsOf, submit, typedOf, visit } from "./visit";

const now = new Date();
const todayText = dayOf(now);

let coop: string;
let product: string;
let eggs: string;
let household: string;
let manager: Person;
let weigher: Person;
let packer: Person;
let treasurer: Person;
let stranger: Person;
let shopper: Person;

beforeAll(async () => {
  await aFeeSchedule();
  await aSplitRule();
  await aVillage("341021203201", "昌溪村");
  coop = await anApprovedCooperative({ name: "昌溪合作社" });
  const other = await anApprovedCooperative({ name: "别村合作社" });
  product = await aProduct({ name: "绿梅" });
  eggs = await aProduct({ name: "土鸡蛋", baseUnit: "PIECE", pieceName: "枚", grades: ["散养"] });
  household = await aMember(coop, { headName: "程有福" });
  const staff = (role: "COOP_MANAGER" | "COOP_WEIGHER" | "COOP_PACKER" | "COOP_TREASURER", scopeId: string) =>
    aPerson({ roles: [{ role, scopeId }] });
  manager = await staff("COOP_MANAGER", coop);
  weigher = await staff("COOP_WEIGHER", coop);
  packer = await staff("COOP_PACKER", coop);
  treasurer = await staff("COOP_TREASURER", coop);
  stranger = await staff("COOP_MANAGER", other);
  shopper = await aPerson({ roles: [{ role: "SHOPPER" }] });
});

afterEach(expectSupplyInvariants);

const scaleForm = (changes: Record<string, string | Blob> = {}) => ({
  clientId: newId(),
  cooperativeId: coop,
  householdId: household,
  productId: product,
  grade: "一级",
  unit: "jin",
  gross: "47",
  tare: "2",
  deduction: "",
  mode: "BOUGHT_OUT",
  price: "3",
  weighedBy: "吴过秤",
  deliveredOn: todayText,
  note: "",
  ...changes,
});

const sendIntake = (fields: Record<string, string | Blob>, person = weigher) =>
  submit(newIntake.action, paths.coop.newIntake(), person.cookie, fields);

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

describe("taking in a delivery", () => {
  test("household, product, scale: each screen leads to the next, and the form remembers the last price", async () => {
    const step = async (url: string) =>
      (await visit(newIntake.loader, url, weigher.cookie)).data as Record<string, unknown>;
    expect(await step(paths.coop.newIntake({ q: "chengyoufu" }))).toMatchObject({
      step: "household",
      found: [{ id: household, headName: "程有福" }],
    });
    expect(await step(paths.coop.newIntake({ household }))).toMatchObject({ step: "product" });
    await sendIntake(scaleForm({ price: "3.2" }));
    expect(await step(paths.coop.newIntake({ household, product }))).toMatchObject({
      step: "scale",
      unit: "jin",
      prefilled: { grade: "一级", mode: "BOUGHT_OUT", price: "3.20" },
    });
    expect(await step(paths.coop.newIntake({ household, product, unit: "kg" }))).toMatchObject({
      unit: "kg",
      prefilled: { price: "6.40" },
    });
    expect(await step(paths.coop.newIntake({ household: newId(), product }))).toMatchObject({ step: "household" });
  });

  test("47 斤 less 2 斤 at 3 yuan a 斤 are 22.5 kg and owe the household 135 yuan", async () => {
    const form = scaleForm();
    const sent = await sendIntake(form);
    const row = await db().intake.findUniqueOrThrow({ where: { clientId: form.clientId } });
    expect(sent.location).toBe(paths.coop.intake(row.id, { done: "recorded" }));
    expect(row).toMatchObject({ net: 22_500, unitPriceFen: 600n, amountFen: 13_500n, householdId: household });
    const posted = await db().posting.findMany({ where: { intakeId: row.id } });
    expect(posted.map((posting) => posting.amountFen)).toEqual([13_500n]);
    expect((await sendIntake(form)).location).toBe(sent.location);
    expect(await db().posting.count({ where: { intakeId: row.id } })).toBe(1);
  });

  test.each([
    ["no weight", { gross: "" }, "gross"],
    ["words for a weight", { gross: "很多" }, "gross"],
    ["more crate than fruit", { gross: "2", tare: "3" }, "gross"],
    ["nonsense for a crate", { tare: "1,5" }, "tare"],
    ["a price of nothing", { price: "0" }, "price"],
    ["bought out without a price", { price: "" }, "price"],
    ["nonsense for a price", { price: "三块" }, "price"],
    ["no grade", { grade: "" }, "grade"],
    ["a grade of another product", { grade: "散养" }, "grade"],
    ["nobody who weighed", { weighedBy: " " }, "weighedBy"],
    ["tomorrow", { deliveredOn: dayOf(addDays(now, 1)) }, "deliveredOn"],
    ["a day that does not exist", { deliveredOn: "2026-02-30" }, "deliveredOn"],
    ["no mode", { mode: "GIFT" }, "mode"],
  ])("%s is refused at its field with a sentence, and what was typed stays", async (_, change, field) => {
    const form = scaleForm({ note: "下午送来", ...change });
    const sent = await sendIntake(form);
    expect(sent.status).toBe(422);
    expect(Object.keys(errorsOf(sent))).toEqual([field]);
    expect(errorsOf(sent)[field]?.[0]).toMatch(/[。]$/);
    expect(typedOf(sent)).toMatchObject({ note: "下午送来", gross: form["gross"] });
    expect(await db().intake.count({ where: { clientId: form.clientId } })).toBe(0);
  });

  test("everything that is wrong with a form is said at once", async () => {
    const sent = await sendIntake(scaleForm({ gross: "很多", price: "三块", grade: "", deliveredOn: "x" }));
    expect(Object.keys(errorsOf(sent)).sort()).toEqual(["deliveredOn", "grade", "gross", "price"]);
  });

  test("another cooperative's household or another cooperative itself cannot be named", async () => {
    const { id } = await aHousehold();
    expect(errorsOf(await sendIntake(scaleForm({ householdId: id })))[""]?.[0]).toContain("不是本社社员");
    expect((await sendIntake(scaleForm(), stranger)).status).toBe(422);
  });

  test("a slip that is no picture loses nothing: the weight is kept and the page says so", async () => {
    const form = scaleForm({ slip: new File(["not a photo"], "slip.jpg", { type: "image/jpeg" }) });
    const sent = await sendIntake(form);
    expect(sent.location).toContain("done=slip-not-a-photo");
    const row = await db().intake.findUniqueOrThrow({ where: { clientId: form.clientId } });
    expect(row.slipMediaId).toBeNull();
    const photo = new File([new Uint8Array(await photoBytes())], "slip.jpg", { type: "image/jpeg" });
    const again = await submit(
      intake.action,
      "/coop/x",
      weigher.cookie,
      { intent: "slip", slip: photo },
      { id: row.id },
    );
    expect(again.location).toBe(paths.coop.intake(row.id, { done: "slip" }));
    expect((await db().intake.findUniqueOrThrow({ where: { id: row.id } })).slipMediaId).not.toBeNull();
  });

  test("a wrong slip is taken back with a reason, once, and the money with it", async () => {
    const form = scaleForm();
    await sendIntake(form);
    const { id } = await db().intake.findUniqueOrThrow({ where: { clientId: form.clientId } });
    const reverse = (reason: string) =>
      submit(intake.action, "/coop/x", weigher.cookie, { intent: "reverse", reason }, { id });
    expect(errorsOf(await reverse(" "))["reason"]).toHaveLength(1);
    expect((await reverse("皮重记错")).location).toBe(paths.coop.intake(id, { done: "reversed" }));
    expect(errorsOf(await reverse("再来一次"))[""]?.[0]).toContain("已经由");
    expect(await db().intake.count({ where: { reversesId: id } })).toBe(1);
  });
});

describe("the photo of a slip", () => {
  test("is seen by the cooperative's people and the officials of the household's area, and by nobody else", async () => {
    const photo = new File([new Uint8Array(await photoBytes())], "slip.jpg", { type: "image/jpeg" });
    const form = scaleForm({ slip: photo });
    await sendIntake(form);
    const { slipMediaId } = await db().intake.findUniqueOrThrow({ where: { clientId: form.clientId } });
    const open = (cookie?: string) =>
      visit(media.loader, "/media/x", cookie, { id: slipMediaId ?? "", name: "375.webp" }).then(({ status }) => status);
    const official = await anOfficial("341021203");
    const elsewhere = await anOfficial("511129105");
    expect(await open(weigher.cookie)).toBe(200);
    expect(await open(official.cookie)).toBe(200);
    for (const cookie of [undefined, stranger.cookie, packer.cookie, shopper.cookie, elsewhere.cookie]) {
      expect(await open(cookie)).toBe(404);
    }
    const seen = await visit(media.loader, "/media/x", weigher.cookie, { id: slipMediaId ?? "", name: "1125.webp" });
    expect(seen.headers.get("Cache-Control")).toBe("private, no-store");
    expect(seen.headers.get("X-Content-Type-Options")).toBe("nosniff");
  });

  test("public pictures are cached for ever; names that are none and missing ones are 404", async () => {
    const { listingId } = await aListingOnSale();
    const { mediaId } = await db().listingPhoto.findFirstOrThrow({ where: { listingId } });
    const open = (id: string, name: string) => visit(media.loader, "/media/x", undefined, { id, name });
    const seen = await open(mediaId, "750.webp");
    expect([seen.status, seen.headers.get("Content-Type")]).toEqual([200, "image/webp"]);
    expect(seen.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    for (const name of ["750.svg", "../../etc/passwd", "750", "100.webp"])
      expect((await open(mediaId, name)).status).toBe(404);
    expect((await open(newId(), "750.webp")).status).toBe(404);
  });
});

async function aListingOnSale(): Promise<{ listingId: string; slug: string }> {
  const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
  const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
  return aPublishedListing({ kind: "COOPERATIVE", id: coop }, product, [lotId], { now });
}

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

describe("a listing from draft to sale", () => {
  const listingFields = (freightId: string, changes: Record<string, string> = {}) => ({
    intent: "save",
    unit: "jin",
    title: "昌溪绿梅",
    titleEn: "",
    areaCode: "341021203201",
    splitRuleCode: "standard",
    freightId,
    shipsWithinDays: "3",
    "season[4]": "5",
    story: "",
    storyEn: "",
    "variants[0].name": "5 斤装",
    "variants[0].quantity": "5",
    "variants[0].price": "39.9",
    "variants[0].shipping": "2.9",
    "variants[0].active": "on",
    "variants[1].name": "",
    "variants[1].active": "on",
    ...changes,
  });

  test("saved, given a photo and a lot, published, taken off again", async () => {
    const freightId = await aFreightTemplate({ kind: "COOPERATIVE", id: coop });
    const url = paths.coop.newListing({ seller: `COOPERATIVE:${coop}`, product });
    const created = await submit(newListing.action, url, manager.cookie, listingFields(freightId));
    const id = /listings\/([0-9a-f-]{36})/.exec(created.location ?? "")?.[1] ?? "";
    expect(created.location).toBe(paths.coop.listing(id, { done: "saved" }));
    const send = (fields: Record<string, string | Blob>, person = manager) =>
      submit(listing.action, paths.coop.listing(id), person.cookie, fields, { id });

    expect(errorsOf(await send({ intent: "publish" }))[""]).toEqual([
      "没有照片：请至少传一张。",
      "没有有货的批次：请选择已封批且未过保质期的批次。",
    ]);
    const notAPhoto = await send({ intent: "add-photo", photo: new File(["x"], "a.jpg"), alt: "绿梅" });
    expect(errorsOf(notAPhoto)["photo"]?.[0]).toContain("JPEG");
    expect(errorsOf(await send({ intent: "add-photo", photo: new File([], ""), alt: "" }))).toHaveProperty("alt");
    const photo = new File([new Uint8Array(await photoBytes())], "a.jpg", { type: "image/jpeg" });
    expect((await send({ intent: "add-photo", photo, alt: "竹筐里的绿梅" })).location).toContain("done=photo");

    const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
    const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
    expect((await send({ intent: "lots", "lots[0].id": lotId, "lots[0].use": "on" })).location).toContain("done=lots");
    expect((await send({ intent: "publish" }, stranger)).status).toBe(404);
    expect((await send({ intent: "publish" })).location).toContain("done=published");
    const page = (await visit(listing.loader, paths.coop.listing(id), manager.cookie, { id })).data;
    expect(page).toMatchObject({
      listing: { status: "PUBLISHED" },
      obstacles: [],
      previews: [{ name: "5 斤装", priceFen: 3_990 }],
    });
    const preview = (page as { previews: { parts: { amountFen: number }[] }[] }).previews[0];
    expect(preview?.parts.reduce((sum, part) => sum + part.amountFen, 0)).toBe(3_990);
    const { mediaId } = await db().listingPhoto.findFirstOrThrow({ where: { listingId: id } });
    const bare = await send({
      intent: "photos",
      "photos[0].id": mediaId,
      "photos[0].place": "1",
      "photos[0].remove": "on",
    });
    expect(bare.status).toBe(422);
    expect((await send({ intent: "unpublish" })).location).toContain("done=unpublished");
  });

  test.each([
    ["no title", { title: "" }, "title"],
    ["no village", { areaCode: "" }, "areaCode"],
    ["a village that does not exist", { areaCode: "999999999999" }, "areaCode"],
    ["an unheard-of rule", { splitRuleCode: "mine" }, "splitRuleCode"],
    ["shipping in words", { shipsWithinDays: "明天" }, "shipsWithinDays"],
    ["shipping in a year", { shipsWithinDays: "365" }, "shipsWithinDays"],
    ["a price in words", { "variants[0].price": "便宜" }, "variants[0].price"],
    ["a pack of nothing", { "variants[0].quantity": "0" }, "variants[0].quantity"],
    ["a box without weight", { "variants[0].shipping": "" }, "variants[0].shipping"],
    ["a market price without its source", { marketPrice: "12" }, "marketSource"],
  ])("%s is refused at its field, and what was typed stays", async (_, change, field) => {
    const freightId = await aFreightTemplate({ kind: "COOPERATIVE", id: coop });
    const before = await db().listing.count();
    const url = paths.coop.newListing({ seller: `COOPERATIVE:${coop}`, product });
    const sent = await submit(
      newListing.action,
      url,
      manager.cookie,
      listingFields(freightId, { story: "酸甜", ...change }),
    );
    expect(sent.status).toBe(422);
    expect(Object.keys(errorsOf(sent))).toEqual([field]);
    expect(typedOf(sent)).toMatchObject({ story: "酸甜", ...change });
    expect(await db().listing.count()).toBe(before);
  });

  test("a whole wrong form is told all of it at once, also of its packs", async () => {
    const freightId = await aFreightTemplate({ kind: "COOPERATIVE", id: coop });
    const url = paths.coop.newListing({ seller: `COOPERATIVE:${coop}`, product });
    const wrong = { title: "", "variants[0].price": "便宜", "variants[0].shipping": "", "variants[1].price": "5" };
    const sent = await submit(newListing.action, url, manager.cookie, listingFields(freightId, wrong));
    expect(Object.keys(errorsOf(sent)).sort()).toEqual([
      "title",
      "variants[0].price",
      "variants[0].shipping",
      "variants[1].name",
      "variants[1].quantity",
      "variants[1].shipping",
    ]);
  });

  test("freight is typed by province names; 其余 are all others, and unknown names are pointed at", async () => {
    const url = paths.coop.newFreight({ seller: `COOPERATIVE:${coop}` });
    const zone = { firstWeight: "3", firstPrice: "8", nextWeight: "1", nextPrice: "1.5", delivered: "on" };
    const zones = (provinces: string[]) =>
      Object.fromEntries(
        provinces.flatMap((text, i) => [
          [`zones[${i}].provinces`, text],
          ...Object.entries(zone).map(([name, value]) => [`zones[${i}].${name}`, value]),
        ]),
      );
    const send = (provinces: string[]) =>
      submit(newFreight.action, url, manager.cookie, { name: "试运费", shipperName: "邮政快递", ...zones(provinces) });
    expect(errorsOf(await send(["安徽 火星"]))["zones[0].provinces"]?.[0]).toContain("火星");
    expect(errorsOf(await send(["安徽", "安徽"]))[""]).toHaveLength(1);
    expect(errorsOf(await send([]))[""]).toHaveLength(1);
    expect((await send(["安徽、江苏", "其余", ""])).location).toBe(paths.coop.freight());
    const template = await db().freightTemplate.findFirstOrThrow({
      where: { name: "试运费" },
      include: { zones: { orderBy: { position: "asc" } } },
    });
    expect(template.zones.map((one) => one.provinces.length)).toEqual([2, 29]);
    const same = await visit(freightTemplate.loader, "/coop/x", manager.cookie, { id: template.id });
    expect(same.data).toMatchObject({ values: { zones: [{ provinces: "安徽、江苏", firstPrice: "8.00" }, {}] } });
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

describe("sending what was sold", () => {
  async function aSoldBox(): Promise<{ sale: Sale; shipmentId: string; lineId: string }> {
    const { intakeId } = await anIntake({ cooperativeId: coop, productId: product, householdId: household, at: now });
    const { lotId } = await aSealedLot(coop, [{ intakeId }], { now });
    const sale = await aSale([
      {
        lines: [
          {
            unitPriceFen: 3_990n,
            picks: [
              { lot: { id: lotId, seller: { kind: "COOPERATIVE", id: coop }, productId: product }, grams: 2_500 },
            ],
          },
        ],
        freightFen: 800n,
      },
    ]);
    return { sale, shipmentId: sale.shipmentIds[0] ?? "", lineId: sale.lines[0]?.id ?? "" };
  }

  const send = (shipmentId: string, fields: Record<string, string>, person = packer) =>
    submit(order.action, paths.coop.order(shipmentId), person.cookie, fields, { id: shipmentId });

  test("packed, then shipped with a number; nonsense is refused and other people's parcels are not there", async () => {
    const { shipmentId } = await aSoldBox();
    expect((await send(shipmentId, { intent: "pack" }, stranger)).status).toBe(404);
    expect((await send(shipmentId, { intent: "pack" })).location).toContain("done=packed");
    const bad = await send(shipmentId, { intent: "ship", trackingNumber: "顺丰" });
    expect(errorsOf(bad)["trackingNumber"]?.[0]).toContain("6～30 位");
    expect((await send(shipmentId, { intent: "ship", trackingNumber: "SF1234567890" })).location).toContain(
      "done=shipped",
    );
    expect(errorsOf(await send(shipmentId, { intent: "pack" }))[""]).toHaveLength(1);
    expect((await db().shipment.findUniqueOrThrow({ where: { id: shipmentId } })).state).toBe("SHIPPED");
  });

  test("the shopper's address is shown while somebody has to deliver, and hidden afterwards", async () => {
    const { shipmentId } = await aSoldBox();
    const page = async () =>
      (await visit(order.loader, paths.coop.order(shipmentId), packer.cookie, { id: shipmentId })).data as {
        shipment: { address: string[] };
      };
    expect((await page()).shipment.address.join()).toContain("测试路 1 号");
    await packShipment({ actor: systemActor, shipmentId, now });
    await db().shipment.update({
      where: { id: shipmentId },
      data: { state: "DELIVERED", shippedAt: now, deliveredAt: now, claimUntil: addDays(now, 2) },
    });
    const later = (await page()).shipment.address.join();
    expect(later).not.toContain("测试路");
    expect(later).not.toContain("13800000000");
  });

  test("a refund per line, up to what remains, once per form", async () => {
    const { shipmentId, lineId, sale } = await aSoldBox();
    const requestKey = newId();
    const refund = (amount: string, changes: Record<string, string> = {}) =>
      send(
        shipmentId,
        {
          intent: "refund",
          requestKey,
          reason: "QUALITY",
          "lines[0].id": lineId,
          "lines[0].amount": amount,
          ...changes,
        },
        manager,
      );
    expect((await send(shipmentId, { intent: "refund", requestKey, reason: "QUALITY" }, manager)).status).toBe(422);
    expect(errorsOf(await refund("很多"))["lines[0].amount"]).toHaveLength(1);
    expect(errorsOf(await refund("39.91"))["lines[0].amount"]?.[0]).toContain("39.90");
    expect(errorsOf(await refund("5", { reason: "GOODWILL" }))).toHaveProperty("reason");
    expect((await refund("5", { "lines[0].id": newId() })).status).toBe(404);
    const forbidden = await send(
      shipmentId,
      { intent: "refund", requestKey: newId(), reason: "QUALITY", "lines[0].id": lineId, "lines[0].amount": "5" },
      packer,
    );
    expect(forbidden.status).toBe(422);
    expect(await db().refund.count({ where: { orderId: sale.orderId } })).toBe(0);
    expect((await refund("19.95")).location).toContain("done=refunded");
    expect((await refund("19.95")).location).toContain("done=refunded");
    expect(await db().refund.findMany({ where: { orderId: sale.orderId }, select: { amountFen: true } })).toEqual([
      { amountFen: 1_995n },
    ]);
  });
});

describe("paying the households", () => {
  test("the treasurer prepares, the manager approves, the bank's answer is entered: paid with a voucher", async () => {
    const own = await anApprovedCooperative({ name: "付款合作社" });
    const member = await aMember(own, { headName: "吴阿妹" });
    const treasurerOf = await aPerson({ roles: [{ role: "COOP_TREASURER", scopeId: own }] });
    const managerOf = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: own }] });
    await sendIntake(scaleForm({ cooperativeId: own, householdId: member }), managerOf);

    const payout = (changes: Record<string, string> = {}) =>
      submit(newPayout.action, paths.coop.newPayout(), treasurerOf.cookie, {
        payoutId: newId(),
        cooperativeId: own,
        householdId: member,
        flow: "WAGE",
        period: periodOf(now),
        amount: "1,440",
        basis: "采摘 12 天 × 120 元",
        ...changes,
      });
    expect(errorsOf(await payout({ amount: "0" }))["amount"]).toHaveLength(1);
    expect(errorsOf(await payout({ flow: "BRIBE" }))).toHaveProperty("flow");
    expect(errorsOf(await payout({ period: "2999-01" }))["period"]).toHaveLength(1);
    expect(errorsOf(await payout({ basis: " " }))["basis"]).toHaveLength(1);
    expect((await payout()).location).toContain("done=entered");

    const page = (await visit(settlement.loader, paths.coop.settlement(), treasurerOf.cookie)).data;
    expect(page).toMatchObject({
      sums: { fromCooperativeFen: 157_500, paidFen: 0 },
      rows: [{ name: "吴阿妹", fromCooperativeFen: 157_500 }],
    });
    const prepared = await submit(settlement.action, paths.coop.settlement(), treasurerOf.cookie, {
      cooperativeId: own,
    });
    const id = /settlement\/([0-9a-f-]{36})/.exec(prepared.location ?? "")?.[1] ?? "";
    const send = (person: Person, fields: Record<string, string>) =>
      submit(batch.action, paths.coop.batch(id), person.cookie, fields, { id });
    expect((await send(stranger, { intent: "approve" })).status).toBe(404);
    expect((await send(treasurerOf, { intent: "approve" })).status).toBe(422);
    expect((await send(managerOf, { intent: "approve" })).location).toBe(paths.coop.batch(id));

    const { id: disbursementId } = await db().disbursement.findFirstOrThrow({ where: { batchId: id } });
    const paid = (fields: Record<string, string>) =>
      send(treasurerOf, { intent: "paid", disbursementId, voucherNumber: "PZ-1", paidOn: todayText, ...fields });
    expect(errorsOf(await paid({ voucherNumber: "" }))["voucherNumber"]).toHaveLength(1);
    expect(errorsOf(await paid({ paidOn: dayOf(addDays(now, 2)) }))["paidOn"]).toHaveLength(1);
    expect((await paid({ disbursementId: newId() })).status).toBe(404);
    expect((await paid({})).location).toBe(paths.coop.batch(id));
    expect((await visit(settlement.loader, paths.coop.settlement(), treasurerOf.cookie)).data).toMatchObject({
      sums: { fromCooperativeFen: 0, paidFen: 157_500 },
      batches: [{ state: "PAID", totalFen: 157_500 }],
    });
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
  const sent = await sendIntake(scaleForm({ "variants[99999999].name": "x" }));
  expect(sent.status).toBe(400);
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
