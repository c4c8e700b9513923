import { matchRoutes } from "@remix-run/react";
import type { ServerBuild } from "@remix-run/node";
import { expect, test } from "vitest";
import routes from "~/routes";
import { buildFor, partOf, partsOf } from "./part-of-app";

// The whole app as a build: what this test is about are the paths.
const entries = await routes;
const whole = {
  routes: Object.fromEntries([
    ["root", { id: "root", path: "" }],
    ...entries.map(({ file, id = file, path, index }) => [id, { id, parentId: "root", path, index }]),
  ]),
  assets: { routes: {} },
} as unknown as ServerBuild;

const parts = partsOf(whole);

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
    expect(pageAt(buildFor(whole, partOf(address, parts)), address), address).toBe(pageAt(whole, address));
  }
});

test("hardly any other page has to be looked at", () => {
  for (const address of ["/", "/en", "/search", "/en/p/x", "/coop/lots/x", "/gov", "/ops", "/h"]) {
    const { length } = Object.keys(buildFor(whole, partOf(address, parts)).routes);
    expect(length, address).toBeLessThan(entries.length / 12);
  }
});

test("nobody's address makes a part that is not there", () => {
  for (const address of ["/x/y", "/%", "/coop/x", `/${"a".repeat(99)}`])
    expect(parts).toContain(partOf(address, parts));
});
