import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { confirmWatch, endWatch, findWatch } from "~/catalog/watch.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";

/**
 * Where a letter's link leads: confirm, or stop. Both by a button, because mail programs open links by themselves. What is
 * over and what never was look the same.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = shopOf(new URL(request.url).pathname);
  const watch = await findWatch(db(), params.token ?? "", locale);
  return json(
    {
      cartCount: cartCountOf(request),
      token: params.token ?? "",
      ended: new URL(request.url).searchParams.get("done") === "ended",
      watch: watch ? { kind: watch.kind, name: watch.name, confirmed: watch.confirmed } : null,
    },
    { headers: { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" } },
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { locale, to } = shopOf(new URL(request.url).pathname);
  const form = await readForm(request);
  const token = params.token ?? "";
  const watch = await findWatch(db(), token, locale);
  if (!watch) return redirect(to.watchLink(token));
  if (form.get("intent") === "end") {
    await endWatch(db(), watch.id);
    return redirect(`${to.watchLink(token)}?done=ended`);
  }
  await confirmWatch({ watch, now: new Date() });
  return redirect(to.watchLink(token));
}

export const meta: MetaFunction = ({ location }) => {
  const { locale, m } = shopOf(location.pathname);
  return accountMeta(m.watch.title, locale);
};

export default function WatchLink() {
  const { cartCount, token, ended, watch } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.watch.title}</h1>
        {watch && <p>{watch.kind === "LISTING" ? m.watch.about(watch.name) : m.watch.aboutVillage(watch.name)}</p>}
      </div>
      {!watch && (
        <Notice tone={ended ? "done" : "neutral"} title={ended ? m.watch.ended : m.watch.over}>
          {ended ? "" : m.watch.overText}
        </Notice>
      )}
      {watch?.confirmed && <Notice tone="done">{m.watch.confirmed}</Notice>}
      {watch && (
        <form method="post" action={to.watchLink(token)} className="cluster form-actions">
          {!watch.confirmed && (
            <Button name="intent" value="confirm">
              {m.watch.confirm}
            </Button>
          )}
          <Button tone="quiet" name="intent" value="end">
            {m.watch.end}
          </Button>
        </form>
      )}
      <p>
        <a href={to.search()}>{m.watch.shop}</a>
      </p>
    </ShopPage>
  );
}
