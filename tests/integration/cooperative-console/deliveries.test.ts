import { afterEach, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as intake from "~/routes/cooperative/intake";
import * as newIntake from "~/routes/cooperative/new-intake";
import * as media from "~/routes/resources/media";
import { anOfficial } from "#tests/builders/access";
import { aPublishedListing, photoBytes } from "#tests/builders/catalog";
import { aHousehold } from "#tests/builders/households";
import { expectSupplyInvariants } from "../supply/invariants";
import { anIntake, aSealedLot } from "#tests/builders/supply";
import { errorsOf, submit, typedOf, visit } from "./visit";
import { aConsole, scaleForm, sendIntake as sendIntakeAs } from "./console-world";

const now = new Date();
const { coop, product, household, weigher, packer, stranger, shopper } = await aConsole();
const sendIntake = (fields: Record<string, string | Blob>, person = weigher) => sendIntakeAs(fields, person);
const delivery = { coop, household, product };

afterEach(expectSupplyInvariants);

describe("taking in a delivery", () => {
  test("household, product, scale: each screen leads to the next, and the form remembers the last price", async () => {
    const step = async (url: string) =>
      (await visit(newIntake.loader, url, weigher.cookie)).data as Record<string, unknown>;
    expect(await step(paths.coop.newIntake({ q: "chengyoufu" }))).toMatchObject({
      step: "household",
      found: [{ id: household, headName: "程有福" }],
    });
    expect(await step(paths.coop.newIntake({ household }))).toMatchObject({ step: "product" });
    await sendIntake(scaleForm(delivery, { price: "3.2" }));
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
    const form = scaleForm(delivery);
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
    const form = scaleForm(delivery, { note: "下午送来", ...change });
    const sent = await sendIntake(form);
    expect(sent.status).toBe(422);
    expect(Object.keys(errorsOf(sent))).toEqual([field]);
    expect(errorsOf(sent)[field]?.[0]).toMatch(/[。]$/);
    expect(typedOf(sent)).toMatchObject({ note: "下午送来", gross: form["gross"] });
    expect(await db().intake.count({ where: { clientId: form.clientId } })).toBe(0);
  });

  test("everything that is wrong with a form is said at once", async () => {
    const sent = await sendIntake(scaleForm(delivery, { gross: "很多", price: "三块", grade: "", deliveredOn: "x" }));
    expect(Object.keys(errorsOf(sent)).sort()).toEqual(["deliveredOn", "grade", "gross", "price"]);
  });

  test("another cooperative's household or another cooperative itself cannot be named", async () => {
    const { id } = await aHousehold();
    expect(errorsOf(await sendIntake(scaleForm(delivery, { householdId: id })))[""]?.[0]).toContain("不是本社社员");
    expect((await sendIntake(scaleForm(delivery), stranger)).status).toBe(422);
  });

  test("a slip that is no picture loses nothing: the weight is kept and the page says so", async () => {
    const form = scaleForm(delivery, { slip: new File(["not a photo"], "slip.jpg", { type: "image/jpeg" }) });
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
    const form = scaleForm(delivery);
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
    const form = scaleForm(delivery, { slip: photo });
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
