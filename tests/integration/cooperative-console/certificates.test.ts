import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { decideCertificate } from "~/catalog/decide-certificate.server";
import { submitCertificate } from "~/catalog/submit-certificate.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as certificates from "~/routes/cooperative/certificates";
import * as listing from "~/routes/cooperative/listing";
import * as opsCertificates from "~/routes/operator/certificates";
import * as media from "~/routes/resources/media";
import { productPage } from "~/search/product-page-store.server";
import { aPerson, type Person } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { letGoTogether } from "#tests/setup/locks";
import { aPlumSeller, type PlumSeller } from "./plum-seller";
import { errorsOf, submit, visit } from "./visit";

// What a title claims waits for its certificate: shown by the seller, decided by the platform, renewed, and ended by its day.

const now = new Date();
let coop: string;
let manager: Person;
let stranger: Person;
let onSale: PlumSeller["onSale"];
const today = dayOf(now);
let photo: Uint8Array;
let operator: Person;
beforeAll(async () => {
  ({ coop, manager, stranger, onSale } = await aPlumSeller(now));
  photo = new Uint8Array(await photoBytes());
  operator = await aPerson({ roles: [{ role: "OPERATOR" }] });
});

const organic = (changes: Record<string, string | Blob> = {}) => ({
  intent: "submit",
  seller: `COOPERATIVE:${coop}`,
  kind: "ORGANIC",
  number: "123OP1234567",
  holderName: "",
  issuedOn: dayOf(addDays(now, -30)),
  expiresOn: dayOf(addDays(now, 300)),
  photo: new File([new Uint8Array(photo)], "证书.jpg"),
  ...changes,
});
const register = (fields: Record<string, string | Blob>, person = manager) =>
  submit(certificates.action, paths.coop.certificates(), person.cookie, fields);
const decide = (certificate: string, fields: Record<string, string>, person = operator) =>
  submit(opsCertificates.action, paths.ops.certificates(), person.cookie, { certificate, ...fields });
const shown = (number: string) =>
  db().certificateRequest.findFirstOrThrow({ where: { number }, orderBy: { submittedAt: "desc" } });
const broken = () => db().$queryRaw`SELECT * FROM invariant_certificate_as_approved`;

test("what a title claims is published once the platform has approved its certificate, and its mark goes on the day it expires", async () => {
  const { id, slug } = await onSale("清白绿梅");
  await unpublishListing({ actor: systemActor, listingId: id, now });
  await db().listing.update({ where: { id }, data: { title: "有机绿梅" } });
  const publish = () => submit(listing.action, paths.coop.listing(id), manager.cookie, { intent: "publish" }, { id });
  const obstacle = "名称写了“有机”，还没有在有效期内的有机产品认证：请到“证书”里登记，或改名称。";
  expect(errorsOf(await publish())[""]).toEqual([obstacle]);
  expect((await register(organic())).location).toBe(paths.coop.certificates({ done: "submitted" }));
  expect(errorsOf(await publish())[""]).toEqual([obstacle]);
  expect(errorsOf(await register(organic()))["number"]).toEqual(["这个编号已经交上去了，正等平台核对。"]);

  const waiting = await shown("123OP1234567");
  const desk = await visit(opsCertificates.loader, paths.ops.certificates(), operator.cookie);
  expect(desk.data).toMatchObject({ rows: [{ id: waiting.id, number: "123OP1234567", mediaId: waiting.mediaId }] });
  expect((await decide(waiting.id, { intent: "approve" })).location).toBe(paths.ops.certificates({ done: "approve" }));
  expect(errorsOf(await decide(waiting.id, { intent: "approve" }))[""]).toHaveLength(1);
  expect((await publish()).status).toBe(302);
  const marksAt = async (at: Date) => (await productPage(db(), slug, at))?.certificates.map((one) => one.kind);
  expect(await marksAt(now)).toEqual(["ORGANIC"]);
  expect(await marksAt(addDays(now, 300))).toEqual(["ORGANIC"]);
  expect(await marksAt(addDays(now, 301))).toEqual([]);
  expect(errorsOf(await register(organic()))["number"]).toEqual(["这个编号已经登记过，还在有效期内。"]);

  const { id: certificate } = await db().qualityDocument.findFirstOrThrow({ where: { number: "123OP1234567" } });
  expect((await register({ intent: "end", certificate }, stranger)).status).toBe(422);
  expect(await marksAt(now)).toEqual(["ORGANIC"]);
  expect((await register({ intent: "end", certificate })).status).toBe(302);
  expect(await marksAt(now)).toEqual([]);
  expect(await broken()).toEqual([]);
});

test("a renewal begins with what the old paper says, and approved it puts the mark back", async () => {
  const { slug } = await onSale("绿梅老证");
  const number = "LB-40-26050000001A";
  const old = { kind: "GREEN", number, issuedOn: "2023-05-10", expiresOn: "2026-05-09" };
  const { mediaId } = await shown("123OP1234567");
  const { id } = await db().qualityDocument.create({
    data: {
      id: newId(),
      ...old,
      holderKind: "COOPERATIVE",
      holderId: coop,
      issuedOn: new Date(old.issuedOn),
      expiresOn: new Date(old.expiresOn),
      mediaId,
      createdAt: now,
    },
  });
  const marks = async (at: Date) => (await productPage(db(), slug, at))?.certificates.map((one) => one.kind) ?? [];
  expect(await marks(now)).not.toContain("GREEN");
  const page = await visit(certificates.loader, paths.coop.certificates({ renew: id }), manager.cookie);
  expect(page.data).toMatchObject({ renewed: { kind: "GREEN", number, seller: `COOPERATIVE:${coop}` } });
  expect(
    (await visit(certificates.loader, paths.coop.certificates({ renew: id }), stranger.cookie)).data,
  ).not.toHaveProperty("renewed");

  const days = { issuedOn: today, expiresOn: dayOf(addDays(now, 1_000)) };
  expect((await register(organic({ kind: "GREEN", number, ...days }))).status).toBe(302);
  const first = await shown(number);
  expect(Object.keys(errorsOf(await decide(first.id, { intent: "refuse", refusal: " " })))).toEqual(["refusal"]);
  expect((await decide(first.id, { intent: "refuse", refusal: "照片看不清编号" })).status).toBe(302);
  expect(await marks(now)).not.toContain("GREEN");
  const refused = await visit(certificates.loader, paths.coop.certificates(), manager.cookie);
  expect(refused.data).toMatchObject({ requests: [{ number, refusal: "照片看不清编号" }] });

  expect((await register(organic({ kind: "GREEN", number, ...days }))).status).toBe(302);
  expect((await decide((await shown(number)).id, { intent: "approve" })).status).toBe(302);
  expect(await marks(now)).toContain("GREEN");
  expect(await broken()).toEqual([]);
});

test.each([
  [{ number: "1" }, "number"],
  [{ number: "🥝" }, "number"],
  [{ expiresOn: "以后" }, "expiresOn"],
  [{ issuedOn: dayOf(addDays(now, 1)) }, "issuedOn"],
  [{ expiresOn: dayOf(addDays(now, -1)) }, "expiresOn"],
  [{ kind: "GI", number: "国知保使字2026第1号" }, "holderName"],
  [{ kind: "SC", number: "SC12345678901234" }, "number"],
  [{ kind: "X" }, "kind"],
  [{ seller: "COOPERATIVE:x" }, "seller"],
  [{ product: "x" }, "product"],
  [{ photo: "没有照片" }, "photo"],
  [{ photo: new File(["<svg xmlns='http://www.w3.org/2000/svg'/>"], "证书.svg") }, "photo"],
])("%o is refused at its field, and nothing is written down", async (change, field) => {
  const before = [await db().certificateRequest.count(), await db().media.count()];
  const refused = await register(organic({ number: "999OP7654321", ...change }));
  expect(refused.status).toBe(422);
  expect(Object.keys(errorsOf(refused))).toEqual([field]);
  expect([await db().certificateRequest.count(), await db().media.count()]).toEqual(before);
});

test("shown twice at once it waits once; of two who approve its twins at once one hears that it is known", async () => {
  const certificate = { kind: "ORGANIC", holderName: "", issuedOn: today, expiresOn: "2030-01-01" } as const;
  const shows = (number: string, seller: string, person = manager) =>
    submitCertificate({
      actor: person.actor,
      seller: { kind: "COOPERATIVE", id: seller },
      productId: null,
      certificate: { ...certificate, number },
      photo,
      now,
    });
  // The table lets everybody look and nobody write until both have looked.
  const once = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$executeRaw`LOCK TABLE certificate_request IN SHARE MODE`,
    () => shows("777OP7654321", coop),
    () => shows("777OP7654321", coop),
  );
  expect(once[0]).toMatchObject({ ok: true });
  expect(once[1]).toEqual({ ok: false, failure: { kind: "waits-already" } });

  const other = await anApprovedCooperative();
  const others = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: other }] });
  const twins = [await shows("776OP7654321", coop), await shows("776OP7654321", other, others)];
  const decides = twins.map((twin) => () => {
    const requestId = twin.ok ? twin.value.requestId : "";
    return decideCertificate({ actor: operator.actor, requestId, refusal: undefined, now });
  });
  const decided = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$executeRaw`LOCK TABLE quality_document IN SHARE MODE`,
    ...decides,
  );
  expect(decided).toEqual([
    { ok: true, value: undefined },
    { ok: false, failure: { kind: "known-already" } },
  ]);
});

test("a stranger shows nothing for the cooperative, and nobody but the operator decides or sees the photo", async () => {
  expect((await register(organic({ number: "888OP7654321" }), stranger)).status).toBe(422);
  const certificate = {
    kind: "ORGANIC",
    number: "888OP7654321",
    holderName: "",
    issuedOn: today,
    expiresOn: "2030-01-01",
  } as const;
  const own = { seller: { kind: "COOPERATIVE", id: coop }, productId: null, certificate, photo, now } as const;
  expect(await submitCertificate({ actor: stranger.actor, ...own })).toEqual({
    ok: false,
    failure: { kind: "no-such-seller" },
  });
  const submitted = await submitCertificate({ actor: manager.actor, ...own });
  if (!submitted.ok) throw new Error(submitted.failure.kind);
  const { requestId } = submitted.value;
  const finance = await aPerson({ roles: [{ role: "FINANCE" }] });
  for (const person of [manager, stranger, finance]) {
    expect((await decide(requestId, { intent: "approve" }, person)).status).toBe(404);
    const decided = await decideCertificate({ actor: person.actor, requestId, refusal: undefined, now });
    expect(decided).toEqual({ ok: false, failure: { kind: "no-such-certificate" } });
  }
  expect(await shown("888OP7654321")).toMatchObject({ state: "WAITING", documentId: null });
  const { mediaId } = await shown("888OP7654321");
  const look = (person: Person) =>
    visit(media.loader, paths.media(mediaId, "375.webp"), person.cookie, { id: mediaId, name: "375.webp" });
  expect((await look(operator)).status).toBe(200);
  for (const person of [stranger, finance]) expect((await look(person)).status).toBe(404);
});
