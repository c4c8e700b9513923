import type { ServerBuild } from "@remix-run/node";

const ROOT = "root";

/**
 * The routes whose path an address could fit, by their ids, and what answers for every address. Remix looks at every route of a
 * build several times for each request; with some two hundred that takes a sixth of a page's time. Of these few it still
 * chooses itself, so one too many does no harm.
 */
export function candidateRoutes({ routes }: Pick<ServerBuild, "routes">): (pathname: string) => readonly string[] {
  const fits = Object.values(routes).flatMap((route) => {
    if (route === undefined || route.parentId === undefined) return [];
    if (route.parentId !== ROOT) throw new Error(`${route.id} stands below another route than the root`);
    return [{ id: route.id, ...patternOf(route.path ?? "") }];
  });
  return (pathname) => {
    const address = plain(pathname);
    return [
      ROOT,
      ...fits.flatMap(({ id, begins, pattern }) => (address.startsWith(begins) && pattern.test(address) ? [id] : [])),
    ];
  };
}

/** The build with these routes alone. */
export function buildWith<Build extends ServerBuild>(build: Build, ids: readonly string[]): Build {
  const pick = <Value>(all: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)));
  return { ...build, routes: pick(build.routes), assets: { ...build.assets, routes: pick(build.assets.routes) } };
}

/**
 * "/coop/lots/x" for "coop/lots/:id", by the letters that Remix compares: small ones, whatever the case. Most addresses begin with
 * other words ("/coop/lots"), which is seen a dozen times sooner.
 */
function patternOf(path: string): { begins: string; pattern: RegExp } {
  const words = path.split("/").filter(Boolean);
  const fixed = words.findIndex((word) => !/^[\w-]+$/.test(word));
  return {
    begins: words
      .slice(0, fixed < 0 ? words.length : fixed)
      .map(wordPattern)
      .join(""),
    pattern: new RegExp(`^${words.map(wordPattern).join("")}/*$`),
  };
}

function wordPattern(word: string): string {
  if (word === "*") return "(?:/.*)?";
  const written = word.startsWith(":")
    ? "[^/]+"
    : word
        .toLowerCase()
        .replace(/\?$/, "")
        .replace(/[^\w-]/g, "\\$&");
  return word.endsWith("?") ? `(?:/${written})?` : `/${written}`;
}

/** As Remix reads it: each word decoded, a stroke within one being no stroke between two. */
function plain(pathname: string): string {
  const words = pathname.replace(/^\/+/, "").split("/");
  return `/${words.map(decoded).join("/")}`.toLowerCase();
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word).replaceAll("/", "%2f");
  } catch {
    return word;
  }
}
