import { paths } from "~/paths";
import { env } from "~/platform/env.server";

/** What is nobody's business to index: consoles, carts and orders. */
export function loader(): Response {
  const both = [paths.shop("zh"), paths.shop("en")];
  const closed = [
    paths.coop.today(),
    paths.gov.overview(),
    paths.ops.status(),
    paths.signIn(),
    ...both.flatMap((to) => [to.cart(), to.checkout(), to.order("")]),
  ];
  const lines = [
    "User-agent: *",
    ...closed.map((path) => `Disallow: ${path}`),
    "",
    `Sitemap: ${new URL(paths.sitemap(), env().APP_URL).href}`,
    "",
  ];
  return new Response(lines.join("\n"), {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=3600" },
  });
}
