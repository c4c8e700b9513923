import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useMatches,
  useRouteError,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { paths } from "~/paths";
import { env } from "~/platform/env.server";
import { pageData } from "~/platform/page-data.server";
import { ErrorPage, errorWords } from "~/ui/error-page";
import type { Licences } from "~/ui/site-licences";
import { languageTag, localeOfPath, LocaleProvider } from "~/ui/locale";
import { useNonce } from "~/ui/nonce";
import { says } from "~/ui/page-handle";
import { textSizeOf, useTextSize } from "~/ui/text-size";
import stylesheet from "~/ui/styles/huhui.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "icon", href: "/favicon.ico", sizes: "32x32" },
  { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
];

/** What every page needs to know; it asks no database. */
export function loader({ request }: LoaderFunctionArgs) {
  const { DEMO, APP_URL, SITE_ICP, SITE_ICP_REGISTER, SITE_LICENCES } = env();
  return pageData({
    demo: DEMO,
    origin: new URL(APP_URL).origin,
    licences: {
      icp: SITE_ICP === undefined ? null : { number: SITE_ICP, register: SITE_ICP_REGISTER ?? null },
      others: SITE_LICENCES ?? null,
    } satisfies Licences,
    textSize: textSizeOf(request.headers.get("Cookie")),
  });
}

/** Never asked for again while a page is open: it does not change. */
export function shouldRevalidate(): boolean {
  return false;
}

export const meta: MetaFunction = ({ error, location }) => {
  const locale = localeOfPath(location.pathname);
  if (error) {
    const status = isRouteErrorResponse(error) ? error.status : 500;
    return [{ title: errorWords(locale, status).title }, { name: "robots", content: "noindex" }];
  }
  return [{ title: locale === "en" ? "Huhui" : "户惠" }];
};

/** The document. A page ships JavaScript only when one of its routes says `handle = { hydrate: true }`. */
export function Layout({ children }: { children: ReactNode }) {
  const locale = localeOfPath(useLocation().pathname);
  const hydrates = useMatches().some((match) => says(match.handle, "hydrate"));
  const nonce = useNonce();
  const chosen = useTextSize();
  const textSize = useMatches().some((match) => says(match.handle, "large")) ? "large" : chosen;
  return (
    <html lang={languageTag(locale)} data-size={textSize}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#1f3a63" />
        <meta name="format-detection" content="telephone=no" />
        <Meta />
        <Links />
      </head>
      <body>
        <LocaleProvider locale={locale}>{children}</LocaleProvider>
        {hydrates && (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        )}
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

/** Not there, not yours and broken: one page each, which tells nothing about what was asked for. */
export function ErrorBoundary() {
  const error = useRouteError();
  const locale = localeOfPath(useLocation().pathname);
  const shop = paths.shop(locale);
  return (
    <ErrorPage
      locale={locale}
      status={isRouteErrorResponse(error) ? error.status : 500}
      homeHref={shop.home()}
      searchHref={shop.search()}
    />
  );
}
