import fs from "node:fs";
import path from "node:path";
import { matchRoutes } from "@remix-run/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLE_RULES } from "~/access/role";
import { ROUTE_ACCESS } from "~/route-access";
import { plainHttp } from "#tests/setup/plain-http";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { ROUTES, urlOf, type Route } from "./all-routes";
import { aSmallWorld, type Instance, type Somebody } from "./small-world";

// Every form of every page, filled with nonsense by somebody who may send it: refused in words, never a failure. Every kind is
// sent to every form; the page with the refusal is drawn for some of them, dealt out so that each form and each kind has its turn.

let formsTried = 0;
const tried = new Set<string>();
let server: WebServer;
let world: Awaited<ReturnType<typeof aSmallWorld>>;

beforeAll(async () => {
  world = await aSmallWorld();
  server = await startWebServer();
  await fetch(`${server.origin}/sign-in`, { signal: AbortSignal.timeout(120_000) });
}, 240_000);

afterAll(() => server?.stop());

const NONSENSE: Readonly<Record<string, string>> = {
  nothing: "",
  spaces: "   ",
  negative: "-1",
  "18 digits": "123456789012345678",
  "a number like no other": "1e309",
  words: "很多很多",
  emoji: "🥝".repeat(200),
  long: "长".repeat(10_000),
  "a quote": "'; DROP TABLE journal; --",
  markup: '<img src=x onerror="alert(1)">',
  "a NUL": "a\u0000b",
  "before all months": "0000-01",
  "before all days": "0000-01-01",
  "after all months": "9999-12",
  "half a character": "\ud800",
  "an id of nothing": "0193b3a0-0000-7000-8000-000000000000",
  "a day that is not": "2026-02-31",
};

/** What zod says where a schema of ours does not; no page is for that. */
const OF_THE_LIBRARY =
  /Invalid (?:input|option|discriminator|string|UUID|number)\b|Too (?:small|big): expected|expected (?:string|number|one of)\b/;

// Kinds are dealt out over routes and forms: each gets some of them, and each kind meets many.
const DEALT = 4;
const KINDS = Object.entries(NONSENSE);

for (const route of ROUTES) {
  if (!route.hasPage) continue;
  test(`${route.path}: its forms refuse nonsense in words`, { timeout: 120_000 }, async () => {
    const [somebody, instance] = whoMay(route);
    const url = urlOf(route, instance.params, server.origin, world.questions[route.id]);
    const { page } = await ask(url, somebody);
    const broken: string[] = [];
    const send = async (form: Form, what: string, drawn: boolean, value: (field: Field) => string) => {
      const fields = form.fields.map((field) => [field.name, value(field)]);
      const answer = await submit(form, fields, { page: url, somebody, drawn });
      const of = `${form.method} ${form.action || url.pathname}, ${what}`;
      if (answer.status >= 500) broken.push(`${of}: ${answer.status}`);
      const [unsaid] = OF_THE_LIBRARY.exec(answer.page) ?? [];
      if (unsaid !== undefined) broken.push(`${of}: ${unsaid}`);
    };
    for (const form of untried(formsIn(page), url.pathname, somebody)) {
      const drawn = new Set(dealt(formsTried).map(([what]) => what));
      formsTried += 1;
      for (const [what, nonsense] of KINDS) {
        await send(form, what, drawn.has(what), (field) => (field.fixed ? field.value : nonsense));
      }
      await send(form, "everything wrong, even what nobody types", true, () => NONSENSE["words"] ?? "");
      for (const [index, twisted] of form.fields.entries()) {
        const [what, pick] = KINDS[index % KINDS.length] ?? ["nothing", ""];
        await send(form, `${twisted.name} alone`, drawn.has(what), (field) => (field === twisted ? pick : field.value));
      }
    }
    expect(broken).toEqual([]);
  });
}

test("there were forms to try", () => {
  expect(formsTried).toBeGreaterThan(60);
});

test("a search of 10,000 Chinese characters is answered like any other", { timeout: 120_000 }, async () => {
  for (const language of ["", "/en"]) {
    const address = `${server.origin}${language}/search?${new URLSearchParams({ q: "梅".repeat(10_000) })}`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(60_000) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(language === "" ? "没有找到" : "Nothing was found");
  }
});

test("a path full of nonsense is not a failure", { timeout: 120_000 }, async () => {
  const named = ROUTES.filter(({ path }) => /[:*]/.test(path));
  const broken: string[] = [];
  for (const [index, route] of named.entries()) {
    const [somebody, instance] = whoMay(route);
    for (const [what, nonsense] of dealt(index)) {
      const word = encodeURIComponent(toWellFormed(addressable(nonsense)));
      const params = Object.fromEntries(Object.keys(instance.params).map((name) => [name, word]));
      const { status } = await ask(urlOf(route, params, server.origin), somebody);
      if (status >= 500) broken.push(`${route.path}, ${what}: ${status}`);
    }
  }
  expect(broken).toEqual([]);
});

test("a query full of nonsense is not a failure, at a thing that is there", { timeout: 120_000 }, async () => {
  const broken: string[] = [];
  for (const [index, route] of ROUTES.entries()) {
    const [somebody, instance] = whoMay(route);
    for (const [what, nonsense] of dealt(index)) {
      const url = urlOf(route, instance.params, server.origin);
      for (const name of ASKED) url.searchParams.set(name, nonsense.slice(0, LETTERS_EACH));
      url.searchParams.set("q", addressable(nonsense));
      const { status } = await ask(url, somebody);
      if (status >= 500) broken.push(`${route.path}, ${what}: ${status}`);
    }
  }
  expect(broken).toEqual([]);
});

/** Every name that is asked for anywhere; all of them at once, so each value is cut for the address to stay in bounds. */
const ASKED = [
  ...new Set(
    fs
      .readdirSync("app", { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => [...fs.readFileSync(path.join("app", file), "utf8").matchAll(/\.get\("([a-z][\w-]*)"\)/gi)])
      .flatMap(([, name]) => name ?? []),
  ),
];
const LETTERS_EACH = 8;

function dealt(turn: number): [string, string][] {
  return Array.from({ length: DEALT }, (_, n) => KINDS[(turn * DEALT + n) % KINDS.length] ?? ["nothing", ""]);
}

/** Somebody whom the table lets in, at something of their own. */
function whoMay(route: Route): [Somebody, Instance] {
  const access = ROUTE_ACCESS[route.id];
  const named = access && "names" in access ? access.names : undefined;
  const [instance] = world.instancesOf(named);
  const roles = access && typeof access.who !== "string" ? (access.changes ?? access.who) : [];
  const role = roles.find((one) => ROLE_RULES[one].scopeKind !== "AREA") ?? roles[0];
  const somebody =
    role === undefined
      ? world.people.find(({ name }) => name === (access?.who === "signed-in" ? "shopper" : "guest"))
      : world.people.find((one) => one.roles.includes(role));
  if (!somebody || !instance) throw new Error(`nobody may open ${route.id}`);
  return [somebody, instance];
}

type Field = { readonly name: string; readonly value: string; readonly fixed: boolean };
type Form = {
  readonly method: string;
  readonly action: string;
  readonly multipart: boolean;
  readonly fields: readonly Field[];
};

/** The forms of a page, one for each button that sends something of its own. Signing out would end the test's session. */
function formsIn(page: string): Form[] {
  return [...page.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head = "", body = ""]) => {
    const action = decode(attribute(head, "action") ?? "");
    if (action.startsWith("/sign-out")) return [];
    const controls = [...body.matchAll(/<(?:input|select|textarea)\b([^>]*)>/g)].map(([, tag = ""]) => tag);
    const fields = controls.flatMap((tag) => {
      const name = attribute(tag, "name");
      const value = decode(attribute(tag, "value") ?? "");
      return name === undefined ? [] : [{ name: decode(name), value, fixed: attribute(tag, "type") === "hidden" }];
    });
    const buttons = [...body.matchAll(/<button\b([^>]*)>/g)].flatMap(([, tag = ""]) => {
      const name = attribute(tag, "name");
      return name === undefined ? [] : [{ name, value: decode(attribute(tag, "value") ?? ""), fixed: true }];
    });
    const form = { method: attribute(head, "method") ?? "get", action, multipart: head.includes("multipart") };
    return buttons.length === 0
      ? [{ ...form, fields }]
      : buttons.map((button) => ({ ...form, fields: [...fields, button] }));
  });
}

/**
 * A list repeats its form in every row, and every page of the shop its search and its text size: by each person one is tried of
 * those that differ only in the thing they are about, or in the page they lead back to.
 */
function untried(forms: readonly Form[], page: string, somebody: Somebody): Form[] {
  const shape = ({ method, action, fields }: Form) =>
    JSON.stringify([
      somebody.name,
      method,
      (action || page).replace(ID, "…"),
      fields.map(({ name, value, fixed }) => [name, fixed && !ID.test(value) && !value.startsWith("/") && value]),
    ]);
  const byShape = new Map(forms.map((form) => [shape(form), form]));
  const fresh = [...byShape].filter(([known]) => !tried.has(known));
  for (const [known] of fresh) tried.add(known);
  return fresh.map(([, form]) => form);
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/;

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`, "i").exec(tag)?.[1];
}

function decode(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

const ADDRESSES = ROUTES.map(({ id, path }) => ({ id, path }));
const routeIds = new Map<string, string | undefined>();

/** Remembered: finding an address among all routes takes longer than sending a form there. */
function routeIdOf(pathname: string): string | undefined {
  if (!routeIds.has(pathname)) routeIds.set(pathname, matchRoutes(ADDRESSES, pathname)?.[0]?.route.id);
  return routeIds.get(pathname);
}

/** Node answers an address of more than 16 kB itself, and breaks off whoever still sends it. */
function addressable(nonsense: string): string {
  return nonsense.slice(0, 200);
}

/** Half a surrogate pair cannot stand in an address; the nearest that can is what a browser sends. */
function toWellFormed(text: string): string {
  return text.replaceAll("\ud800", "\ufffd");
}

type Answer = { readonly status: number; readonly page: string };

/** `drawn`: answered with a page; else, where the form is posted, with what the action says. */
function submit(
  form: Form,
  fields: string[][],
  { page, somebody, drawn }: { page: URL; somebody: Somebody; drawn: boolean },
): Promise<Answer> {
  const url = new URL(form.action || page.pathname, page);
  if (form.method.toLowerCase() === "get") {
    for (const [name = "", value = ""] of fields) url.searchParams.append(name, addressable(value));
    return ask(url, somebody);
  }
  const asked = routeIdOf(url.pathname);
  if (!drawn && asked) url.searchParams.set("_data", asked);
  const body = form.multipart ? new FormData() : new URLSearchParams();
  for (const [name = "", value = ""] of fields) body.append(name, value);
  return ask(url, somebody, body);
}

async function ask(url: URL, somebody: Somebody, form?: FormData | URLSearchParams): Promise<Answer> {
  const headers = { Cookie: somebody.cookie, Origin: server.origin, "Sec-Fetch-Site": "same-origin" };
  const { status, body } = await plainHttp(
    url,
    form ? { method: "POST", ...(await packed(form, headers)) } : { headers },
  );
  return { status, page: body.toString() };
}

async function packed(form: FormData | URLSearchParams, headers: Record<string, string>) {
  const sent = new Response(form);
  const type = sent.headers.get("Content-Type") ?? "";
  return { headers: { ...headers, "Content-Type": type }, body: Buffer.from(await sent.arrayBuffer()) };
}
