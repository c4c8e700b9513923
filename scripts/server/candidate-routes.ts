import type { ServerBuild } from "@remix-run/node";

type RouteTree = ServerBuild["routes"];

/** How many of an address's words tell its part. */
const WORDS = 2;

/**
 * The parts of an app, "coop/lots" or "search": the words that the addresses of its routes begin with. Remix looks at every
 * route of an app several times for each request; with some two hundred that takes a sixth of a page's time, and what begins with
 * other words can never be what is asked for.
 */
export function partsOf({ routes }: Pick<ServerBuild, "routes">): ReadonlySet<string> {
  return new Set(topRoutes(routes).map((route) => beginningOf(route.path ?? "")));
}

/** Which of `parts` an address is in, as Remix would read it: decoded, whatever its capitals. "" is what is in none. */
export function partOf(pathname: string, parts: ReadonlySet<string>): string {
  const words = pathname
    .replace(/^\/+/, "")
    .split("/", WORDS)
    .map((word) => decoded(word).toLowerCase());
  for (let length = words.length; length > 0; length--) {
    const beginning = words.slice(0, length).join("/");
    if (parts.has(beginning)) return beginning;
  }
  return "";
}

/** The build with the routes of one part alone, those of what its words begin with, and what answers for every address. */
export function buildFor<Build extends ServerBuild>(build: Build, part: string): Build {
  const inPart = (id: string) => belongs(build.routes, id, part);
  return {
    ...build,
    routes: pick(build.routes, inPart),
    assets: { ...build.assets, routes: pick(build.assets.routes, inPart) },
  };
}

function topRoutes(routes: RouteTree) {
  return Object.values(routes).flatMap((route) => (route?.parentId === "root" && route.path !== "*" ? [route] : []));
}

function belongs(routes: RouteTree, id: string, part: string): boolean {
  const route = routes[id];
  if (!route || route.parentId === undefined || route.path === "*") return true;
  if (route.parentId !== "root") return belongs(routes, route.parentId, part);
  const beginning = beginningOf(route.path ?? "");
  return beginning === part || beginning === "" || part.startsWith(`${beginning}/`);
}

/** "coop/lots" of "coop/lots/:id". */
function beginningOf(path: string): string {
  const words = path.split("/");
  const changing = words.findIndex((word) => /^:|^\*|\?$/.test(word));
  return words
    .slice(0, changing === -1 ? WORDS : Math.min(changing, WORDS))
    .join("/")
    .toLowerCase();
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
