import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { paths } from "~/paths";
import { countPublicListings, publicListings } from "~/search/public-listing-store.server";
import { publicCooperatives } from "../shop/cooperative-store.server";
import { categoriesOnSale, villagesOnSale } from "../shop/window-store.server";

type To = ReturnType<typeof paths.shop>;
type Place = { readonly path: (to: To) => string; readonly changed?: Date };

/** A map may name 50,000 addresses; each page is named in two languages. */
const LISTINGS_A_PART = 20_000;

/** Every page worth finding, in both languages. Part 0 has the pages and the first goods; a large shop has an index of parts. */
export async function loader({ request }: LoaderFunctionArgs) {
  const origin = new URL(env().APP_URL).origin;
  const asked = new URL(request.url).searchParams.get("part");
  const parts = Math.max(1, Math.ceil((await countPublicListings(db())) / LISTINGS_A_PART));
  if (asked === null && parts > 1) return xml(indexOf(origin, parts));
  const part = asked === null ? 0 : /^\d{1,4}$/.test(asked) ? Number(asked) : parts;
  if (part >= parts) throw notFound();
  const listings = await publicListings(db(), { limit: LISTINGS_A_PART, skip: part * LISTINGS_A_PART });
  return xml(
    mapOf(origin, [
      ...(part === 0 ? await standing() : []),
      ...listings.map(({ slug, updatedAt }): Place => ({ path: (to) => to.product(slug), changed: updatedAt })),
    ]),
  );
}

async function standing(): Promise<Place[]> {
  const [categories, villages, cooperatives] = await Promise.all([
    categoriesOnSale(db()),
    villagesOnSale(db()),
    publicCooperatives(db()),
  ]);
  return [
    ...[
      (to: To) => to.home(),
      (to: To) => to.search(),
      (to: To) => to.villages(),
      (to: To) => to.howMoneyIsSplit(),
      (to: To) => to.transparency(),
      (to: To) => to.seasons(),
      (to: To) => to.institutions(),
      (to: To) => to.notices(),
      (to: To) => to.join(),
      (to: To) => to.accessibility(),
      (to: To) => to.privacy(),
      (to: To) => to.api(),
    ].map((path) => ({ path })),
    ...categories.map(({ code }): Place => ({ path: (to) => to.category(code) })),
    ...villages.map(({ code }): Place => ({ path: (to) => to.village(code) })),
    ...cooperatives.map(({ slug }): Place => ({ path: (to) => to.cooperative(slug) })),
  ];
}

function mapOf(origin: string, places: readonly Place[]): string {
  const [chinese, english] = [paths.shop("zh"), paths.shop("en")];
  const entries = places.flatMap(({ path, changed }) => {
    const [zh, en] = [origin + path(chinese), origin + path(english)];
    const others = `<xhtml:link rel="alternate" hreflang="zh-CN" href="${escaped(zh)}"/><xhtml:link rel="alternate" hreflang="en" href="${escaped(en)}"/>`;
    const day = changed ? `<lastmod>${dayOf(changed)}</lastmod>` : "";
    return [zh, en].map((url) => `<url><loc>${escaped(url)}</loc>${day}${others}</url>`);
  });
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join("\n")}\n</urlset>`;
}

function indexOf(origin: string, parts: number): string {
  const entries = Array.from(
    { length: parts },
    (_, part) => `<sitemap><loc>${escaped(origin + paths.sitemap(part))}</loc></sitemap>`,
  );
  return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join("\n")}\n</sitemapindex>`;
}

function xml(body: string): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`, {
    headers: { "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "public, max-age=600" },
  });
}

function escaped(url: string): string {
  return url.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
