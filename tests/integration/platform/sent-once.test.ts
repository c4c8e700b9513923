import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { paths } from "~/paths";
import { db, withTransaction } from "~/platform/db.server";
import { FORM_KEY } from "~/kernel/form-key";
import { forgetSentForms } from "~/platform/sent-once.server";
import { officialsOver, type Person } from "#tests/builders/access";
import { aTypedApplication } from "#tests/builders/applications";
import { photoBytes } from "#tests/builders/catalog";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "../official/browse";

// A form of a console, pressed more often than once: a cost of a household, which nothing else keeps from being written twice.

const VILLAGE = "341021203201";

let server: WebServer;
let official: Person;
let household: { id: string };
let page: string;
let before: number;

beforeAll(async () => {
  await aVillage(VILLAGE);
  ({ village: official } = await officialsOver(VILLAGE));
  household = await aHousehold({ areaCode: VILLAGE });
  page = paths.gov.householdCosts(household.id);
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

beforeEach(async () => {
  before = await db().costEntry.count();
});

const COST = {
  intent: "record",
  period: "2026-03",
  kind: "种苗肥料",
  amount: "640",
  basis: "复合肥 4 袋 × 160 元",
  evidence: "农资店收据 0312",
};

async function keyOfPage(of = page): Promise<string> {
  const { html } = await visit(server, official, of);
  return new RegExp(`name="${FORM_KEY}" value="([^"]+)"`).exec(html)?.[1] ?? "";
}

const press = (form: Readonly<Record<string, string>>) => visit(server, official, page, form);
async function pressWithPhoto(to: string, form: Readonly<Record<string, string>>, field: string, color?: string) {
  const body = new FormData();
  for (const [name, value] of Object.entries(form)) body.append(name, value);
  body.append(field, new File([new Uint8Array(await photoBytes({ color }))], "收据.jpg", { type: "image/jpeg" }));
  const headers = { Cookie: official.cookie, Origin: server.origin, "Sec-Fetch-Site": "same-origin" };
  return fetch(new URL(to, server.origin), { method: "POST", body, headers, redirect: "manual" });
}
const written = async () => (await db().costEntry.count()) - before;

test("pressed three times at once and once more later, it acts once, and each is led to what was done", async () => {
  const form = { ...COST, [FORM_KEY]: await keyOfPage() };
  const answers = await Promise.all([press(form), press(form), press(form)]);
  answers.push(await press(form));
  expect(await written()).toBe(1);
  const done = paths.gov.householdCosts(household.id, { done: "recorded" });
  expect(answers.map(({ location }) => location).sort()).toEqual([done, ...Array(3).fill(`${done}&again=1`)]);
  const shown = await visit(server, official, `${done}&again=1`);
  expect(textOf(shown)).toContain("没有重复办理，下面是第一次办理的结果。");
  expect(textOf(await visit(server, official, done))).not.toContain("没有重复办理");
});

test("pressed again before the first has been answered, its line broken off, it acts once", async () => {
  const form = { ...COST, [FORM_KEY]: await keyOfPage() };
  const gone = new AbortController();
  const again = await withTransaction("hold", async (tx) => {
    await tx.$queryRaw`SELECT id FROM household WHERE id = ${household.id}::uuid FOR UPDATE`;
    const first = fetch(new URL(page, server.origin), {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { Cookie: official.cookie, Origin: server.origin, "Sec-Fetch-Site": "same-origin" },
      redirect: "manual",
      signal: gone.signal,
    });
    await expect.poll(() => tx.sentForm.count({ where: { ledTo: null } })).toBe(1);
    gone.abort();
    await expect(first).rejects.toThrow("abort");
    return { second: press(form) };
  });
  expect((await again.second).location).toContain("again=1");
  expect(await written()).toBe(1);
});

test("what was refused may be sent again as it is, and with other words the same page acts anew", async () => {
  const form = { ...COST, [FORM_KEY]: await keyOfPage() };
  for (let time = 0; time < 2; time += 1) {
    expect(await press({ ...form, amount: "0" })).toMatchObject({ status: 422 });
  }
  expect((await press(form)).status).toBe(302);
  expect((await press({ ...form, evidence: "农资店收据 0313" })).location).not.toContain("again");
  expect(await written()).toBe(2);
});

test("a photo is part of what is said: with another one it is another press", async () => {
  const key = await keyOfPage();
  const send = (color: string) => pressWithPhoto(page, { ...COST, [FORM_KEY]: key }, "photo", color);
  const answers = [await send("white"), await send("white"), await send("black")];
  expect(answers.map((answer) => answer.headers.get("Location")?.includes("again"))).toEqual([false, true, false]);
  expect(await written()).toBe(2);
});

test("an application to sell, pressed three times at once, is one under one link, with one set of papers", async () => {
  const { kind, name, areaCode, licenceNumber, contactName, phone } = aTypedApplication({ areaCode: VILLAGE });
  const typed = { kind, name, areaCode, licenceNumber, contactName, phone, [FORM_KEY]: await keyOfPage("/join") };
  const send = () => pressWithPhoto("/join", typed, "licencePhoto");
  const answers = await Promise.all([send(), send(), send()]);
  const links = answers.map(({ headers }) => headers.get("Location")?.replace("?again=1", ""));
  expect(new Set(links).size).toBe(1);
  expect((await visit(server, official, links[0] ?? "")).status).toBe(200);
  expect(await db().sellerApplication.count({ where: { phone } })).toBe(1);
  expect(await db().media.count({ where: { ownerKind: "APPLICATION" } })).toBe(1);
  expect(await db().message.count({ where: { recipient: phone } })).toBe(1);
});

test("the same words from another page are meant, and a form without a key is taken as it comes", async () => {
  await press({ ...COST, [FORM_KEY]: await keyOfPage() });
  await press({ ...COST, [FORM_KEY]: await keyOfPage() });
  await press(COST);
  await press(COST);
  expect(await written()).toBe(4);
});

test("whoever died over it is not waited for, and old forms are forgotten", async () => {
  const form = { ...COST, [FORM_KEY]: await keyOfPage() };
  await press(form);
  await db().$executeRaw`UPDATE sent_form SET led_to = NULL, sent_at = sent_at - interval '61 seconds'`;
  expect((await press(form)).location).not.toContain("again");
  expect(await written()).toBe(2);

  await db().$executeRaw`UPDATE sent_form SET sent_at = sent_at - interval '49 hours'`;
  expect((await forgetSentForms({ now: new Date() })).forms).toBeGreaterThan(0);
  expect(await db().sentForm.count()).toBe(0);
});
