import type { Person } from "#tests/builders/access";
import type { WebServer } from "#tests/setup/web-server";

export type Page = {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  readonly location: string;
};

/** What somebody's browser gets. `form` sends a form instead. */
export async function visit(
  server: WebServer,
  somebody: Pick<Person, "cookie">,
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<Page> {
  const response = await fetch(new URL(path, server.origin), {
    redirect: "manual",
    signal: AbortSignal.timeout(60_000),
    headers: { Cookie: somebody.cookie, ...(form ? { Origin: server.origin, "Sec-Fetch-Site": "same-origin" } : {}) },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return {
    status: response.status,
    html: await response.text(),
    headers: response.headers,
    location: (response.headers.get("Location") ?? "").replace(server.origin, ""),
  };
}

/** The page's text as a person reads it: tags gone, blanks folded. */
export function textOf(page: Page): string {
  return page.html
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, " ")
    .replaceAll("<!-- -->", "")
    .replace(/<\/?(?:span|strong|small|code|a)\b[^>]*>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}
