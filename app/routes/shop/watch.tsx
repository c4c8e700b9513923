import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { parseContact } from "~/access/contact";
import { requestOrigin } from "~/access/request-origin.server";
import { optionalActor } from "~/access/require-actor.server";
import { shopperAccount } from "~/access/shopper-account.server";
import { askWatch, type WatchAbout } from "~/catalog/watch.server";
import { isId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { ErrorSummary } from "~/ui/form";
import type { FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { ACCOUNT_WORDS } from "./messages/account";
import { shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";
import { WatchForm } from "./watch-form";

/** "Tell me when …" for goods or a village: the answer to the small form that stands on their pages. */
function aboutOf(search: URLSearchParams | FormData): WatchAbout | undefined {
  const listing = search.get("listing");
  if (typeof listing === "string" && isId(listing)) return { kind: "LISTING", listingId: listing };
  const village = search.get("village");
  if (typeof village === "string" && /^\d{12}$/.test(village)) return { kind: "VILLAGE", areaCode: village };
  return undefined;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const about = aboutOf(new URL(request.url).searchParams);
  return json({ cartCount: cartCountOf(request), about: about ?? null }, { headers: { "Cache-Control": "no-store" } });
}

export async function action({ request }: ActionFunctionArgs) {
  const { locale, m } = shopOf(new URL(request.url).pathname);
  const { errors: words } = ACCOUNT_WORDS[locale].signIn;
  const now = new Date();
  const form = await readForm(request);
  const about = aboutOf(form) ?? null;
  const typed = form.get("contact");
  const text = typeof typed === "string" ? typed.slice(0, 300) : "";
  const answer = (outcome: { errors?: FormErrors; done?: "asked" | "noted" }, status: 200 | 404 | 422 | 429) =>
    json({ about, errors: outcome.errors ?? {}, done: outcome.done ?? null, contact: text }, status);
  const contact = parseContact(text);
  if (!about) return answer({ errors: { "": [m.watch.notFound] } }, 422);
  if (!contact) return answer({ errors: { contact: [words.contact] } }, 422);
  const actor = await optionalActor(request, now);
  const own = actor ? (await shopperAccount(db(), actor.userId)).contacts : [];
  const proven = own.some((one) => one.channel === contact.channel && one.address === contact.address);
  const { address } = requestOrigin(request);
  const asked = await askWatch({ about, contact, proven, locale, address, now });
  if (asked.ok) return answer({ done: asked.value.confirmed ? "noted" : "asked" }, 200);
  const { failure } = asked;
  if (failure.kind === "not-found") return answer({ errors: { "": [m.watch.notFound] } }, 422);
  return answer({ errors: { contact: [words.throttled(Math.ceil(failure.retryAfterSeconds / 60))] } }, 429);
}

export const meta: MetaFunction = ({ location }) => {
  const { locale, m } = shopOf(location.pathname);
  return accountMeta(m.watch.title, locale);
};

export default function Watch() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { m, to } = useShop();
  const about = answered?.about ?? loaded.about;
  return (
    <ShopPage cartCount={loaded.cartCount}>
      <div className="page-head">
        <h1>{m.watch.title}</h1>
      </div>
      <ErrorSummary errors={answered?.errors as FormErrors | undefined} />
      {answered?.done === "asked" && (
        <Notice tone="done" live title={m.watch.sent}>
          {m.watch.sentText}
        </Notice>
      )}
      {answered?.done === "noted" && (
        <Notice tone="done" live>
          {m.watch.noted}
        </Notice>
      )}
      {about && !answered?.done && (
        <WatchForm
          about={about.kind === "LISTING" ? { listing: about.listingId } : { village: about.areaCode }}
          errors={answered?.errors as FormErrors | undefined}
          contact={answered?.contact ?? ""}
        />
      )}
      {!about && !answered && <p className="quiet">{m.watch.how}</p>}
      <p>
        <a href={to.search()}>{m.watch.shop}</a>
      </p>
    </ShopPage>
  );
}
