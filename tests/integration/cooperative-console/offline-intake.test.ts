import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import * as sync from "~/routes/cooperative/sync-intake";
import { aPerson, type Person } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { anIntake, aProduct } from "#tests/builders/supply";
import { submit } from "./visit";

let coop: string;
let product: string;
let household: string;
let weigher: Person;
let other: Person;

beforeAll(async () => {
  coop = await anApprovedCooperative();
  product = await aProduct();
  household = await aMember(coop);
  weigher = await aPerson({ roles: [{ role: "COOP_WEIGHER", scopeId: coop }] });
  other = await aPerson({ roles: [{ role: "COOP_WEIGHER", scopeId: coop }] });
});

const aRecord = (fields: Record<string, string> = {}) => ({
  intent: "record",
  userId: weigher.userId,
  clientId: newId(),
  cooperativeId: coop,
  householdId: household,
  productId: product,
  grade: "一级",
  unit: "kg",
  gross: "20",
  tare: "1",
  deduction: "",
  price: "6",
  mode: "CONSIGNED",
  weighedBy: "吴过秤",
  deliveredOn: dayOf(new Date()),
  ...fields,
});
const send = (fields: Record<string, string | Blob>, person = weigher) =>
  submit(sync.action as never, "/coop/intakes/sync", person.cookie, fields);
const said = (answer: { data: unknown }) => (answer.data as { problem: string }).problem;
const count = () => db().intake.count({ where: { cooperativeId: coop } });

describe("what a phone sends from its queue", () => {
  test("is stored once, however often it is sent", async () => {
    const record = aRecord();
    const before = await count();
    const answers = await Promise.all([send(record), send(record), send(record)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ data }) => (data as { number: string }).number)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test("under the same id with another tare is refused in words, though the net is the same", async () => {
    const record = aRecord();
    await send(record);
    const changed = await send({ ...record, gross: "21", tare: "2" });
    expect(changed.status).toBe(422);
    expect(said(changed)).toContain("内容不同");
  });

  test("of another account is not taken: the phone keeps it until that one is back", async () => {
    const before = await count();
    expect((await send(aRecord(), other)).status).toBe(409);
    expect(await count()).toBe(before);
  });

  test.each([
    ["negative", { gross: "-3" }],
    ["of eighteen digits", { gross: "123456789012345678" }],
    ["of a hundred tonnes", { gross: "100000" }],
    ["nothing after the crate", { gross: "1", tare: "1" }],
  ])("%s weight is refused with a sentence", async (_what, fields) => {
    const before = await count();
    const answer = await send(aRecord(fields));
    expect(answer.status).toBe(422);
    expect(said(answer)).toMatch(/。$/);
    expect(await count()).toBe(before);
  });

  test("a photo is an upload of its own, and the same one again is there already", async () => {
    const record = aRecord();
    await send(record);
    const photo = {
      intent: "photo",
      userId: weigher.userId,
      clientId: record.clientId,
      photo: new Blob([new Uint8Array(await photoBytes())], { type: "image/jpeg" }),
    };
    expect((await send(photo)).status).toBe(200);
    expect((await send(photo)).status).toBe(200);
    const broken = await send({ ...photo, clientId: newId() });
    expect(said(broken)).toContain("还没有记上");
  });
});

describe("a paper slip", () => {
  test("with the same number and content is the same slip; with other content it is refused", async () => {
    const first = aRecord({ paperNumber: "A-0001" });
    const stored = await send(first);
    const again = await send({ ...first, clientId: newId() });
    expect((again.data as { number: string }).number).toBe((stored.data as { number: string }).number);
    const changed = await send({ ...first, clientId: newId(), gross: "25" });
    expect(said(changed)).toContain("A-0001");
  });

  test("entered by two clerks at once becomes one delivery", async () => {
    const before = await count();
    await Promise.all([1, 2, 3, 4].map(() => send(aRecord({ paperNumber: "A-0002" }))));
    expect(await count()).toBe(before + 1);
  });
});

test("far more than a household ever brought asks for a reason, and is taken with one", async () => {
  const member = await aMember(coop);
  for (let i = 0; i < 3; i++)
    await anIntake({ cooperativeId: coop, productId: product, householdId: member, net: 200_000 });
  const huge = aRecord({ householdId: member, gross: "1500" });
  expect(said(await send(huge))).toContain("写明原因");
  expect((await send({ ...huge, unusualReason: "两天的货一起交" })).status).toBe(200);
});

test("a certificate made at the scale is kept for a year at least", async () => {
  const answer = await send(aRecord({ conformity: "ON_THE_SPOT" }));
  const { number } = answer.data as { number: string };
  const kept = await db().qualityDocument.findFirstOrThrow({ where: { number: `HGZ-${number}` } });
  const days = ((kept.keptUntil?.getTime() ?? 0) - kept.issuedOn.getTime()) / 86_400_000;
  expect(days).toBe(365);
});
