import { beforeAll, describe, expect, test } from "vitest";
import { acceptInvitation } from "~/access/accept-invitation.server";
import { db } from "~/platform/db.server";
import { paths } from "~/paths";
import { loader as mediaLoader } from "~/routes/resources/media";
import { loader as linkageLoader } from "~/routes/official/linkage";
import { action as govAction, loader as govLoader } from "~/routes/official/application";
import { action as opsAction } from "~/routes/operator/application";
import { action as joinAction } from "~/routes/shop/join";
import { action as againAction, loader as statusLoader } from "~/routes/shop/application";
import { loader as cooperativeLoader } from "~/routes/cooperative/today";
import { scCheckDigit } from "~/supply/sc-number";
import { A_PASSWORD, anOfficial, anOperator, aPerson, type Person } from "#tests/builders/access";
import { anApplication, aTypedApplication } from "#tests/builders/applications";
import { photoBytes } from "#tests/builders/catalog";
import { aHousehold } from "#tests/builders/households";
import { errorsOf, submit, visit, type Answer } from "../cooperative-console/visit";

let county: Person;
let operator: Person;

beforeAll(async () => {
  county = await anOfficial("341021");
  operator = await anOperator();
});

const SC = `SC1143410210012${scCheckDigit("1143410210012")}`;

async function photo(): Promise<File> {
  return new File([new Uint8Array(await photoBytes())], "licence.jpg", { type: "image/jpeg" });
}

/** The form as a cooperative fills it in; `row` is its agreement with a household. */
async function send(changes: Record<string, string | Blob> = {}): Promise<Answer> {
  const { linkages: _l, selfProduce: _s, scExpiresOn: _e, declaredHouseholds, ...typed } = aTypedApplication();
  const fields = { ...typed, declaredHouseholds: String(declaredHouseholds), licencePhoto: await photo(), ...changes };
  return submit(joinAction, "/join", undefined, fields);
}

function review(person: Person, id: string, move: string, words = ""): Promise<Answer> {
  const action = move === "APPROVED" || move === "REFUSED" ? opsAction : govAction;
  return submit(action, "/x", person.cookie, { move, words }, { id });
}

function applicationOf(token: string) {
  return visit(statusLoader, `/join/${token}`, undefined, { token });
}

describe("from the form to the first sign-in", () => {
  test(
    "a cooperative applies with papers and agreements, two people decide, and its manager signs in",
    { timeout: 120_000 },
    async () => {
      const household = await aHousehold({ areaCode: "341021203201" });
      const sent = await send({
        email: "coop@example.test",
        name: "全程合作社",
        scNumber: SC,
        scExpiresOn: "2099-01-01",
        scPhoto: await photo(),
        household0: household.number,
        flow0: "ORDER_PURCHASE",
        from0: "2026-01-01",
        until0: "2027-12-31",
      });
      expect(sent.status).toBe(302);
      const token = sent.location?.split("/").at(-1) ?? "";
      expect((await applicationOf(token)).data).toMatchObject({ state: "SUBMITTED", papers: ["LICENCE", "SC"] });
      const { id } = await db().sellerApplication.findFirstOrThrow({ where: { name: "全程合作社" } });

      expect((await review(operator, id, "APPROVED")).status).toBe(422);
      expect((await review(county, id, "RECOMMENDED")).status).toBe(302);
      expect((await review(operator, id, "APPROVED")).status).toBe(302);
      expect((await applicationOf(token)).data).toMatchObject({ state: "APPROVED" });

      const made = await db().cooperative.findFirstOrThrow({ where: { name: "全程合作社" } });
      expect(made).toMatchObject({ status: "APPROVED", declaredHouseholds: 12 });
      // The number it declared leads from the linkage ledger to the application that stated it.
      const linkage = (await visit(linkageLoader, paths.gov.linkage(), county.cookie)).data as {
        readonly cooperatives: readonly { readonly id: string }[];
      };
      expect(linkage.cooperatives.find((one) => one.id === made.id)).toMatchObject({ declared: 12, applicationId: id });
      const agreement = await db().linkageAgreement.findFirstOrThrow({ where: { cooperativeId: made.id } });
      expect(agreement).toMatchObject({ householdId: household.id, flow: "ORDER_PURCHASE" });
      const licence = await db().qualityDocument.findFirstOrThrow({ where: { holderId: made.id } });
      expect(licence).toMatchObject({ kind: "SC", number: SC, expiresOn: new Date("2099-01-01T00:00:00Z") });

      const messages = await db().message.findMany({
        where: { recipient: "coop@example.test" },
        orderBy: { id: "asc" },
      });
      expect(messages).toHaveLength(4); // received, recommended, the invitation, approved
      const link = messages.map(({ body }) => /invitation\/([\w-]+)/.exec(body)?.[1]).find(Boolean) ?? "";
      const account = { kind: "new", loginName: "whole-way", password: A_PASSWORD } as const;
      const accepted = await acceptInvitation({ token: link, account, now: new Date() });
      expect(accepted).toMatchObject({ ok: true, value: { role: "COOP_MANAGER" } });
      const actions = await db().accessLog.findMany({ where: { subjectId: id }, orderBy: { at: "asc" } });
      expect(actions.map(({ action, actorId }) => [action, actorId])).toEqual([
        ["application:submit", null],
        ["application:recommended", county.userId],
        ["application:approved", operator.userId],
      ]);
    },
  );

  test("a household that declares itself gets its shop, and an invitation of its own", async () => {
    const household = await aHousehold({ areaCode: "341021203201" });
    const sent = await send({
      kind: "HOUSEHOLD",
      name: "溪边蜂场",
      licenceNumber: "",
      licencePhoto: "",
      selfProduce: "on",
      householdNumber: household.number,
    });
    expect(sent.status).toBe(302);
    const { id } = await db().sellerApplication.findFirstOrThrow({ where: { name: "溪边蜂场" } });
    await review(county, id, "RECOMMENDED");
    expect((await review(operator, id, "APPROVED")).status).toBe(302);
    const found = await db().household.findUniqueOrThrow({ where: { id: household.id } });
    expect(found.shopName).toBe("溪边蜂场");
    expect(await db().invitation.count({ where: { scopeId: household.id, role: "HOUSEHOLD" } })).toBe(1);
  });

  test("changes are asked for, answered, and the county looks again", async () => {
    const { applicationId: id, token, application } = await anApplication();
    expect(errorsOf(await review(county, id, "CHANGES_ASKED"))["words"]).toHaveLength(1);
    await review(county, id, "CHANGES_ASKED", "请补一张清楚的执照");
    expect((await applicationOf(token)).data).toMatchObject({
      state: "CHANGES_ASKED",
      changesAsked: "请补一张清楚的执照",
    });
    const { linkages: _l, selfProduce: _s, scExpiresOn: _e, declaredHouseholds: _d, ...typed } = application;
    const params = { token };
    const again = await submit(againAction, `/join/${token}`, undefined, { ...typed, contactName: "改了名" }, params);
    expect(again.status).toBe(302);
    const stored = await db().sellerApplication.findUniqueOrThrow({ where: { id }, include: { papers: true } });
    expect(stored).toMatchObject({ state: "SUBMITTED", contactName: "改了名", countyById: null });
    expect(stored.papers).toHaveLength(1);
    expect((await submit(againAction, `/join/${token}`, undefined, typed, params)).status).toBe(422);
  });
});

describe("who decides", () => {
  test("one person is never both, and the database holds it too", async () => {
    const both = await aPerson({ roles: [{ role: "COUNTY_OFFICIAL", scopeId: "341021" }, { role: "OPERATOR" }] });
    const { applicationId: id } = await anApplication();
    const before = await db().cooperative.count();
    await review(both, id, "RECOMMENDED");
    const refused = await review(both, id, "APPROVED");
    expect(errorsOf(refused)[""]).toEqual(["县级审核和平台批准须由两个人分别办理，请另一位同事批准。"]);
    const forced = db().sellerApplication.update({ where: { id }, data: { decidedById: both.userId } });
    await expect(forced).rejects.toThrow("seller_application_two_people");
    expect(await db().cooperative.count()).toBe(before);
  });

  test("another county, a township and a shopper do not review; an objection needs a reason and ends in a refusal", async () => {
    const { applicationId: id } = await anApplication();
    const others = [await anOfficial("511129"), await anOfficial("341021203"), await aPerson()];
    for (const other of others) expect((await review(other, id, "RECOMMENDED")).status).toBe(404);
    expect((await review(county, id, "OBJECTED")).status).toBe(422);
    expect((await review(county, id, "OBJECTED", "场地不符合要求")).status).toBe(302);
    expect((await review(operator, id, "APPROVED")).status).toBe(422);
    expect((await review(operator, id, "REFUSED", "同意县级意见")).status).toBe(302);
    expect(await db().sellerApplication.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "REFUSED" });
  });

  test("an unknown household in an agreement stops the approval, and nothing is made", async () => {
    const linkage = { householdNumber: "查无此户", flow: "WAGE", startsOn: "2026-01-01", endsOn: null } as const;
    const { applicationId: id, application } = await anApplication({ linkages: [linkage] });
    await review(county, id, "RECOMMENDED");
    expect(errorsOf(await review(operator, id, "APPROVED"))[""]?.[0]).toContain("查无此户");
    expect(await db().cooperative.count({ where: { licenceNumber: application.licenceNumber } })).toBe(0);
    expect(await db().sellerApplication.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "RECOMMENDED" });
  });
});

describe("papers are private", () => {
  test("the county and the operator see them, each look is in the log, and nobody else does", async () => {
    const { applicationId: id, licence } = await anApplication();
    const rendition = await db().mediaRendition.findFirstOrThrow({ where: { mediaId: licence } });
    const params = { id: licence, name: rendition.name };
    const look = async (person?: Person) => {
      const headers: HeadersInit = person ? [["Cookie", person.cookie]] : [];
      const request = new Request(`http://127.0.0.1:3000/media/${licence}/${rendition.name}`, { headers });
      return mediaLoader({ request, params, context: {} }).then(
        ({ status }) => status,
        (thrown: unknown) => (thrown as Response).status,
      );
    };
    expect(await look(county)).toBe(200);
    expect(await look(operator)).toBe(200);
    for (const other of [undefined, await aPerson(), await anOfficial("511129"), await anOfficial("341021203201")]) {
      expect(await look(other)).toBe(404);
    }
    const looks = await db().accessLog.findMany({ where: { subjectId: id, action: "application:open-paper" } });
    expect(looks.map(({ actorId }) => actorId).sort()).toEqual([county.userId, operator.userId].sort());
    const village = await anOfficial("341021203201");
    const page = await visit(govLoader, "/x", village.cookie, { id });
    expect(page.data).toMatchObject({ papers: false, application: { papers: [] }, moves: [] });
    expect(await db().$queryRaw`SELECT * FROM invariant_application_paper_is_private`).toEqual([]);
  });
});

describe("nonsense is refused at its field, and nothing is kept", () => {
  test.each([
    ["licenceNumber", { licenceNumber: "91330100716105853F" }],
    ["licencePhoto", { licencePhoto: "" }],
    ["licencePhoto", { licencePhoto: new File(["<svg/>"], "a.svg", { type: "image/svg+xml" }) }],
    ["licencePhoto", { licencePhoto: new File(["%PDF-1.4"], "a.jpg", { type: "image/jpeg" }) }],
    ["scPhoto", { scPhoto: new File(["<svg/>"], "a.svg", { type: "image/svg+xml" }) }],
    ["areaCode", { areaCode: "341021203299" }],
    ["scNumber", { scNumber: "SC12345678901234", scExpiresOn: "2099-01-01" }],
    ["scExpiresOn", { scNumber: SC, scExpiresOn: "昨天" }],
    ["phone", { phone: "12345" }],
    ["contactName", { contactName: "周会长😀" }],
    ["contactName", { contactName: "138" }],
    ["name", { name: "🥝🥝" }],
    ["nameEn", { nameEn: "Kiwi\u202eCo" }],
    ["story", { story: "山里\u0007的合作社" }],
    ["declaredHouseholds", { declaredHouseholds: "999999999999999999" }],
    ["household0", { household0: "1", from0: "x" }],
    ["kind", { kind: "BANK" }],
    ["story", { story: "🥝".repeat(400) }],
  ])("%s", async (field, wrong) => {
    const stored = () => Promise.all([db().sellerApplication.count(), db().media.count()]);
    const before = await stored();
    const refused = await send(wrong);
    expect(refused.status).toBe(422);
    expect(Object.keys(errorsOf(refused))).toContain(field);
    expect(await stored()).toEqual(before);
  });
});

test("a signed-in manager of a new cooperative finds the console", async () => {
  const { applicationId: id, application } = await anApplication({ email: "" });
  await review(county, id, "RECOMMENDED");
  await review(operator, id, "APPROVED");
  const { id: cooperativeId } = await db().cooperative.findFirstOrThrow({
    where: { licenceNumber: application.licenceNumber },
  });
  const manager = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: cooperativeId }] });
  expect((await visit(cooperativeLoader, "/coop", manager.cookie)).status).toBe(200);
});
