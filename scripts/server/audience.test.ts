import { matchRoutes } from "@remix-run/react";
import type { ServerBuild } from "@remix-run/node";
import { expect, test } from "vitest";
import routes from "~/routes";
import { audienceOf, buildFor } from "./audience";

// The whole app as a build: what this test is about are the paths.
const entries = await routes;
const whole = {
  routes: Object.fromEntries([
    ["root", { id: "root", path: "" }],
    ...entries.map(({ file, id = file, path, index }) => [id, { id, parentId: "root", path, index }]),
  ]),
  assets: { routes: {} },
} as unknown as ServerBuild;

function pageAt(build: ServerBuild, pathname: string): string | undefined {
  const children = Object.values(build.routes).filter((route) => route?.parentId === "root");
  const tree = [{ id: "root", path: "", children }] as Parameters<typeof matchRoutes>[0];
  const match = matchRoutes(tree, pathname)?.at(-1);
  return match && `${match.route.id} ${JSON.stringify(match.params)}`;
}

const PAGES = entries.map(({ path = "" }) => `/${path.replace(/:\w+\??/g, "x").replace("*", "nothing/here")}`);

test("every address leads where it leads in the whole app", () => {
  const addresses = PAGES.flatMap((page) => [page, page.toUpperCase(), `${page}/`, `${page}/nothing`, `/${page}`]);
  for (const address of [...addresses, "/%63oop/lots", "/coop%2Flots", "/%", "/cooperative/x", "/ENGLISH", "/henan"]) {
    expect(pageAt(buildFor(whole, audienceOf(address)), address), address).toBe(pageAt(whole, address));
  }
});

test("no audience has to look at most of the others' pages", () => {
  for (const address of ["/", "/en", "/coop", "/gov", "/ops", "/h"]) {
    const { length } = Object.keys(buildFor(whole, audienceOf(address)).routes);
    expect(length, address).toBeLessThan(entries.length / 2);
  }
});
