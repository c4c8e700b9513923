import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLE_RULES } from "~/access/role";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { ROUTE_ACCESS, type RouteAccess } from "~/route-access";
import { plainHttp, type PlainAnswer } from "#tests/setup/plain-http";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { ROUTES, urlOf, type Route } from "./all-routes";
import { canariesIn, canariesKept, maySee, wordsOf } from "./canaries";
import { aSmallWorld, PLACES, type Instance, type Somebody, type Subject } from "./small-world";

// Every route as document, as data request and as a form sent, as each role, with things of one's own, of the neighbour
// village, of another county and of nobody: what is let through is what the table says. The list of routes is the app's own.
// What is answered on the way is looked through for what nobody is to read (canaries.ts).

let server: WebServer;
let world: Awaited<ReturnType<typeof aSmallWorld>>;
const canaries = { seen: new Set<string>(), leaks: new Set<string>(), answers: 0 };

beforeAll(async () => {
  world = await aSmallWorld();
  server = await startWebServer({ logLevel: "info" });
  // The first page makes the development server build all of them.
  await fetch(`${server.origin}/sign-in`, { signal: AbortSignal.timeout(120_000) });
}, 240_000);

afterAll(() => server?.stop());

test("every route has a row, and every row a route", () => {
  const ids = ROUTES.map(({ id }) => id).sort();
  expect(Object.keys(ROUTE_ACCESS).sort()).toEqual(ids);
});

test("a route without a guard is written down as such: nothing is everybody's by oversight", () => {
  const open = ROUTES.filter(({ id }) => ROUTE_ACCESS[id]?.who === "everyone").map(({ id }) => id);
  const outsideTheShop = open.filter((id) => !id.startsWith("shop/"));
  expect(outsideTheShop).toEqual([
    "routes/session/sign-in",
    "routes/session/household-sign-in",
    "routes/session/sign-out",
    "routes/resources/trace-code",
    "routes/resources/transparency-csv",
    "routes/resources/seals-json",
    "routes/resources/robots",
    "routes/resources/sitemap",
    "routes/resources/products-feed",
    "routes/text-size",
    "routes/styleguide",
    "routes/styleguide-en",
    "routes/shop/not-found",
  ]);
});

for (const route of ROUTES) {
  const access = ROUTE_ACCESS[route.id];
  if (!access || access.who === "everyone" || access.who === "holder" || access.who === "asker") continue;

  test(`${route.path}: opened by exactly those the table names`, { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    for (const somebody of world.people) {
      const refusals = new Map<string, Set<string>>();
      const instances = instancesFor(access, somebody);
      await Promise.all(
        instances.map(async (instance) => {
          for (const kind of kindsOf(route)) {
            const answer = await ask(route, instance, somebody, kind);
            const may = allowed(access, somebody, instance, kind === "form");
            const ok = may ? letThrough(answer.status) : turnedAway(answer, access, somebody);
            if (!ok) wrong.push(`${somebody.name}, ${instance.case}, ${kind}: ${answer.status} ${answer.location}`);
            if (!may && somebody.cookie !== "") {
              const seen = refusals.get(kind) ?? new Set();
              refusals.set(kind, seen.add(answer.fingerprint));
            }
          }
        }),
      );
      for (const [kind, seen] of refusals) {
        if (seen.size > 1) wrong.push(`${somebody.name}, ${kind}: missing and forbidden differ`);
      }
    }
    expect(wrong).toEqual([]);
  });
}

test("what is everybody's opens for a guest and for each role alike", { timeout: 120_000 }, async () => {
  const broken: string[] = [];
  for (const route of ROUTES.filter(
    ({ id, path, hasPage }) => ROUTE_ACCESS[id]?.who === "everyone" && hasPage && !/[:*]/.test(path),
  )) {
    for (const somebody of world.people) {
      const answer = await ask(route, { case: "own", params: {}, subject: {} }, somebody, "document");
      if (answer.status >= 400) broken.push(`${route.path} as ${somebody.name}: ${answer.status}`);
    }
  }
  expect(broken).toEqual([]);
});

test("no answer, log, table or search document holds a name or number that is not to be there", async () => {
  await openThingsOfTheShop();
  const kept = await canariesKept();
  expect([...canaries.leaks].sort()).toEqual([]);
  expect(canariesIn(server.log())).toEqual([]);
  expect(kept.wrong).toEqual([]);

  // A walk that is turned away everywhere, or a world without canaries, would find nothing, too.
  expect(kept.found).toEqual(expect.arrayContaining(["name in household", "buyer in customer_order"]));
  expect(kept.tables).toBeGreaterThan(60);
  expect(canaries.answers).toBeGreaterThan(1_000);
  expect([...canaries.seen]).toEqual(expect.arrayContaining(["name", "phone", "buyer"]));
  expect(server.log().split("\n").length).toBeGreaterThan(1_000);
});

/** The shop's own pages of what the small world sells, as a guest: the table of roles has no row for things of everybody's. */
async function openThingsOfTheShop(): Promise<void> {
  const [listings, cooperatives] = await Promise.all([
    db().listing.findMany({ select: { slug: true } }),
    db().cooperative.findMany({ select: { slug: true } }),
  ]);
  const shop = paths.shop("zh");
  const pages = [
    ...listings.map(({ slug }) => shop.product(slug)),
    ...cooperatives.map(({ slug }) => shop.cooperative(slug)),
    ...Object.values(PLACES).map((code) => shop.village(code)),
    ...Object.values(PLACES).map((code) => shop.villageBrief(code)),
  ];
  for (const page of pages) {
    const { status, body } = await plainHttp(new URL(page, server.origin), { headers: {} });
    expect([page, status]).toEqual([page, 200]);
    lookThrough("shop", "guest", body.toString());
  }
}

function lookThrough(routeId: string, who: string, words: string): void {
  for (const canary of canariesIn(words)) {
    canaries.seen.add(canary);
    if (!maySee(canary, routeId)) canaries.leaks.add(`${canary} in ${routeId} as ${who}`);
  }
}

test(
  "no form is taken from another site, whatever the route and whoever is signed in",
  { timeout: 120_000 },
  async () => {
    const taken: string[] = [];
    const operator = world.people.find(({ name }) => name === "operator");
    for (const route of ROUTES.filter(({ hasAction, id }) => hasAction && id !== "routes/webhooks/stripe")) {
      const url = new URL(route.path.replace(/:\w+/g, "missing"), server.origin);
      for (const query of ["", `?_data=${encodeURIComponent(route.id)}`]) {
        for (const from of FOREIGN) {
          const headers = {
            ...from,
            "Content-Type": "application/x-www-form-urlencoded",
            Cookie: operator?.cookie ?? "",
          };
          const { status } = await plainHttp(new URL(query, url), { method: "POST", headers });
          if (status !== 403) taken.push(`${route.path}${query} from ${JSON.stringify(from)}: ${status}`);
        }
      }
    }
    expect(taken).toEqual([]);
  },
);

const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { Origin: "https://evil.example" },
  { Origin: "null" },
  {},
  { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
];

type Kind = "document" | "data" | "form";

function kindsOf(route: Route): Kind[] {
  return [
    ...(route.hasLoader || route.hasPage ? (["document"] as const) : []),
    ...(route.hasLoader && route.hasPage ? (["data"] as const) : []),
    ...(route.hasAction ? (["form"] as const) : []),
  ];
}

/** Whoever holds none of the roles is tried at what is there and what is not; the others also next door and far away. */
function instancesFor(access: RouteAccess, somebody: Somebody): Instance[] {
  const all = world.instancesOf(namedBy(access));
  const holdsOne = somebody.roles.some((role) => typeof access.who !== "string" && access.who.includes(role));
  return holdsOne ? all : all.filter((instance) => instance.case === "own" || instance.case === "missing");
}

function namedBy(access: RouteAccess) {
  return typeof access.who === "string" || !("names" in access) ? undefined : access.names;
}

/** What the table says, worked out anew from roles and places alone. */
function allowed(access: RouteAccess, somebody: Somebody, instance: Instance, changing: boolean): boolean {
  if (access.who === "signed-in") return somebody.cookie !== "";
  if (typeof access.who === "string") return false;
  const roles = changing && "changes" in access && access.changes ? access.changes : access.who;
  const held = somebody.roles.filter((role) => roles.includes(role));
  if (namedBy(access) === undefined) return held.length > 0;
  const { subject } = instance;
  return subject !== undefined && held.some((role) => reaches(ROLE_RULES[role].scopeKind, somebody.subject, subject));
}

function reaches(kind: string, mine: Subject, its: Subject): boolean {
  if (kind === "PLATFORM") return true;
  if (kind === "AREA") return its.areaCode !== undefined && its.areaCode.startsWith(mine.areaCode ?? "nowhere");
  if (kind === "COOPERATIVE") return its.cooperativeId !== undefined && its.cooperativeId === mine.cooperativeId;
  if (kind === "SERVICE_POINT") return its.servicePointId !== undefined && its.servicePointId === mine.servicePointId;
  return its.householdId !== undefined && its.householdId === mine.householdId;
}

type Answer = { readonly status: number; readonly location: string; readonly fingerprint: string };

function letThrough(status: number): boolean {
  return status !== 404 && status !== 403 && status < 500 && status !== 401;
}

/** Guests are sent to sign in, or get the 404 of what is not there; whoever is signed in gets the 404. */
function turnedAway(answer: Answer, access: RouteAccess, somebody: Somebody): boolean {
  const toTheDoor = /^(\/sign-in|(\/en)?\/account\/sign-in)/.test(answer.location);
  return answer.status === 404 || (toTheDoor && (somebody.cookie === "" || access.who === "awaiting-code"));
}

async function ask(route: Route, instance: Instance, somebody: Somebody, kind: Kind): Promise<Answer> {
  const url = urlOf(route, instance.params, server.origin, world.questions[route.id]);
  if (kind === "data") url.searchParams.set("_data", route.id);
  const cookie: Record<string, string> = somebody.cookie === "" ? {} : { Cookie: somebody.cookie };
  const answer = await plainHttp(
    url,
    kind === "form" ? { method: "POST", headers: { ...cookie, ...OWN_FORM() } } : { headers: cookie },
  );
  const { status, headers } = answer;
  const location = headers.location ?? String(headers["x-remix-redirect"] ?? "");
  const body = wordsOf(answer.body);
  if (status >= 200 && status < 300) canaries.answers += 1;
  lookThrough(route.id, somebody.name, `${location} ${body}`);
  return { status, location: location.replace(server.origin, ""), fingerprint: fingerprint(answer, body) };
}

const OWN_FORM = () => ({
  Origin: server.origin,
  "Sec-Fetch-Site": "same-origin",
  "Content-Type": "application/x-www-form-urlencoded",
});

/** The whole answer, without what is different each time: nonce, request id, date. */
function fingerprint({ status, headers }: PlainAnswer, body: string): string {
  const compared = Object.entries(headers)
    .filter(([name]) => !["date", "x-request-id", "keep-alive", "connection"].includes(name))
    .map(([name, value]) => `${name}: ${String(value).replace(/'nonce-[^']+'/g, "")}`);
  return JSON.stringify([status, compared, body.replace(/ nonce="[^"]*"/g, "")]);
}
