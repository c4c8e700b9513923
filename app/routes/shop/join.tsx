import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readForm } from "~/platform/form.server";
import { ErrorSummary } from "~/ui/form";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { JoinFields } from "./join-fields";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { sendApplication } from "./send-application.server";
import { ShopPage } from "./shop-page";
import { villageOptions } from "./village-options.server";

export async function loader({ request }: LoaderFunctionArgs) {
  return { cartCount: cartCountOf(request), villages: await villageOptions() };
}

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead({ location, matches }, { title: m.join.title, description: m.join.lead });
};

export async function action({ request }: ActionFunctionArgs) {
  const shop = shopOf(new URL(request.url).pathname);
  const sent = await sendApplication(request, await readForm(request), shop);
  if (!sent.ok) return json(sent.failure, { status: 422 });
  return redirect(shop.to.application(sent.value.token));
}

export default function Join() {
  const { cartCount, villages } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { m, to } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.join.title}</h1>
        <p className="quiet">{m.join.lead}</p>
        {refused && <p className="quiet">{m.join.photosAgain}</p>}
      </div>
      <ErrorSummary errors={refused?.errors} title={m.join.notSent} />
      <JoinFields
        action={to.join()}
        villages={villages}
        reply={refused ?? { typed: {}, errors: {} }}
        submit={m.join.send}
      />
    </ShopPage>
  );
}
