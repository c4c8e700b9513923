import { afterEach, describe, expect, test } from "vitest";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as freightTemplate from "~/routes/cooperative/freight-template";
import * as listing from "~/routes/cooperative/listing";
import * as newFreight from "~/routes/cooperative/new-freight";
import * as newListing from "~/routes/cooperative/new-listing";
import { aFreightTemplate, photoBytes } from "#tests/builders/catalog";
import { anIntake, aSealedLot } from "#tests/builders/supply";
import { expectSupplyInvariants } from "../supply/invariants";
import { errorsOf, submit, typedOf, visit } from "./visit";
import { aConsole } from "./console-world";

const now = new Date();
const { coop, product, household, manager, stranger } = await aConsole();

afterEach(expectSupplyInvariants);

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
