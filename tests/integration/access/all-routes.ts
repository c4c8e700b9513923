import fs from "node:fs";
import routes from "~/routes";

export type Route = {
  readonly id: string;
  readonly path: string;
  readonly hasLoader: boolean;
  readonly hasAction: boolean;
  readonly hasPage: boolean;
};

/** The app's own list of routes, and what each of them is. */
export const ROUTES: Route[] = routes.map((entry) => {
  const source = fs.readFileSync(`app/${entry.file}`, "utf8");
  return {
    id: entry.id ?? entry.file.replace(/\.\w+$/, ""),
    path: `/${entry.path ?? ""}`,
    hasLoader: /^export (async )?(function|const) loader\b/m.test(source),
    hasAction: /^export (async )?(function|const) action\b/m.test(source),
    hasPage: /^export default/m.test(source),
  };
});

/** A route's address with its parameters in their places, and what the page needs to be asked. */
export function urlOf(
  route: Route,
  params: Readonly<Record<string, string>>,
  origin: string,
  question: Readonly<Record<string, string>> = {},
): URL {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "missing").replace("*", "missing");
  const url = new URL(path, origin);
  for (const [name, value] of Object.entries(question)) url.searchParams.set(name, value);
  return url;
}
