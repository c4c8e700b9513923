import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { localeOfPath, useLocale } from "~/ui/locale";
import { Styleguide } from "~/ui/styleguide";
import { paths } from "~/paths";
import { inLocale } from "./shop/messages/messages";
import { Plate } from "./shop/plate";
import { shownPlates } from "./shop/window-store.server";

export const meta: MetaFunction = ({ location }) => [
  { title: localeOfPath(location.pathname) === "en" ? "Style guide · Huhui" : "样式手册 · 户惠" },
  { name: "robots", content: "noindex" },
];

const PLATES = 3;

/** The kit, shown piece by piece; for those who build pages, so only in the demonstration. */
export async function loader() {
  if (!env().DEMO) throw notFound();
  return { plates: await shownPlates(db(), PLATES) };
}

export default function StyleguidePage() {
  const { plates } = useLoaderData<typeof loader>();
  const locale = useLocale();
  return (
    <Styleguide
      otherLanguageHref={paths.styleguide(locale === "en" ? "zh" : "en")}
      plates={plates.map(({ id, alt, altEn, color }) => (
        <Plate
          key={id}
          photo={{ id, alt: inLocale(locale, alt, altEn), color: color ?? "" }}
          sizes="(min-width: 48rem) 22rem, 92vw"
        />
      ))}
    />
  );
}
