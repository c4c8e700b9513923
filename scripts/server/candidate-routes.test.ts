import { matchRoutes } from "@remix-run/react";
import type { ServerBuild } from "@remix-run/node";
import { expect, test } from "vitest";
import routes from "~/routes";
import { buildWith, candidateRoutes } from "./candidate-routes";

// The whole app as a build: what this test is about are the paths.
const entries = await routes;
const whole = {
  routes: Object.fromEntries([
    ["root", { id: "root", path: "" }],
    ...entries.map(({ file, id = file, path, index }) => [id, { id, parentId: "root", path, index }]),
  ]),
  assets: { routes: {} },
} as unknown as ServerBuild;

const candidates = candidateRoutes(whole);

function pageAt(build: ServerBuild, pathname: string): string | undefined {
  const children = Object.values(build.routes).filter((route) => route?.parentId === "root");
  const tree = [{ id: "root", path: "", children }] as Parameters<typeof matchRoutes>[0];
  const match = matchRoutes(tree, pathname)?.at(-1);
  return match && `${match.route.id} ${JSON.stringify(match.params)}`;
}

const PAGES = entries.map(({ path = "" }) => `/${path.replace(/:\w+\??/g, "x").replace("*", "nothing/here")}`);

test("every address leads where it leads in the whole app", () => {
  const addresses = PAGES.flatMap((page) => [page, page.toUpperCase(), `${page}/`, `${page}/nothing`, `/${page}`]);
  const odd = [
    "/%63oop/lots",
    "/coop%2Flots",
    "/%",
    "/cooperative/x",
    "/ENGLISH",
    "/henan",
    "/en//search",
    "//en/search",
  ];
  for (const address of [...addresses, ...odd, "/coop/lots/", "/account/x", "/EN/P/x", "/c", "/checkout/paid/x"]) {
    expect(pageAt(buildWith(whole, candidates(address)), address), address).toBe(pageAt(whole, address));
  }
});

test("hardly any other page has to be looked at", () => {
  for (const address of PAGES) expect(candidates(address).length, address).toBeLessThanOrEqual(5);
});

test("however many addresses are asked for, there are no more sets of candidates than pages", () => {
  const asked = [...PAGES, ...PAGES.map((page) => `${page}/nothing`), "/x/y", "/%", `/${"a".repeat(99)}`];
  const sets = new Set(asked.map((address) => candidates(address).join(" ")));
  expect(sets.size).toBeLessThanOrEqual(entries.length);
});

test("a route below another than the root is refused: its address is made of both", () => {
  const nested = { routes: { ...whole.routes, x: { id: "x", parentId: entries[0]?.file, path: "x" } } };
  expect(() => candidateRoutes(nested as unknown as ServerBuild)).toThrow("x stands below another route");
});
