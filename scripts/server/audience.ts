import type { ServerBuild } from "@remix-run/node";

type RouteTree = ServerBuild["routes"];

/** Where the consoles and the English shop begin; everything else is the Chinese shop and the doors. */
const AUDIENCES: ReadonlySet<string> = new Set(["coop", "gov", "ops", "h", "en"]);
const EVERYBODY = "";

/** Whose page an address is, as Remix would read it: decoded, whatever its capitals. */
export function audienceOf(pathname: string): string {
  const [first = ""] = pathname.replace(/^\/+/, "").split("/", 1);
  const known = decoded(first).toLowerCase();
  return AUDIENCES.has(known) ? known : EVERYBODY;
}

/**
 * The build with one audience's routes alone. Remix looks at every route of an app several times for each request; with some two
 * hundred that takes a sixth of a page's time, and a shopper's address can never be an official's.
 */
export function buildFor<Build extends ServerBuild>(build: Build, audience: string): Build {
  const ofThem = (id: string) => belongs(build.routes, id, audience);
  return {
    ...build,
    routes: pick(build.routes, ofThem),
    assets: { ...build.assets, routes: pick(build.assets.routes, ofThem) },
  };
}

function belongs(routes: RouteTree, id: string, audience: string): boolean {
  const route = routes[id];
  // The root, and what answers for every address that nothing else does.
  if (!route || route.parentId === undefined || route.path === "*") return true;
  if (route.parentId !== "root") return belongs(routes, route.parentId, audience);
  return audienceOf(route.path ?? "") === audience;
}

function pick<Value>(all: Record<string, Value>, wanted: (id: string) => boolean): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([id]) => wanted(id)));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
