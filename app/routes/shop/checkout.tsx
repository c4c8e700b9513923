import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { optionalActor } from "~/access/require-actor.server";
import { readSessionCookie } from "~/access/session-cookie.server";
import { isId, newId } from "~/kernel/ids";
import { addressesOf, saveAddress, type SavedAddress } from "~/orders/address-book.server";
import { parsePacks } from "~/orders/basket";
import type { Basket } from "~/orders/basket-line";
import { loadShownBasket } from "~/orders/basket-store.server";
import { placeOrder } from "~/orders/place-order.server";
import { explainPlaceOrderFailure, type PlaceOrderFailure } from "~/orders/place-order-failure";
import { provinceOf } from "~/orders/provinces";
import { orderToken } from "~/orders/access-token.server";
import { openPayment } from "~/payments/open-payment.server";
import type { PayableOrder } from "~/payments/payment-store.server";
import { startPayment } from "~/payments/start-payment.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { hashToken } from "~/platform/secret-token.server";
import type { PageHandle } from "~/ui/page-handle";
import { ErrorSummary } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import type { Locale } from "~/ui/locale";
import { Notice } from "~/ui/notice";
import type { CartCookie } from "~/orders/cart-cookie.server";
import { AddressSection } from "./checkout-address";
import { DeliverySection } from "./checkout-delivery";
import {
  checkFields,
  EMPTY_FIELDS,
  readCheckoutKey,
  readFields,
  readShownShipDay,
  readShownTotal,
  withPasted,
  type CheckoutFields,
} from "./checkout-form.server";
import { sumOf } from "./checkout-sum.server";
import { TotalAside } from "./checkout-total";
import { WishesSection } from "./checkout-wishes";
import { shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";
import { visitorsCart } from "./shopper.server";
import { KeptOffline } from "./offline/kept-offline";

/** What is bought: one kind at once ("立即购买", named in the URL and the form), or the cart. */
type Source = {
  readonly basket: Basket;
  readonly single: { readonly variant: string; readonly quantity: number } | null;
};

function sourceOf(cookie: CartCookie | undefined, fields: URLSearchParams | FormData): Source | undefined {
  const variant = fields.get("variant");
  const quantity = parsePacks(fields.get("quantity") ?? "1") ?? 1;
  if (typeof variant === "string" && isId(variant)) {
    return { basket: { entries: [{ variantId: variant, quantity }] }, single: { variant, quantity } };
  }
  return cookie && { basket: { cartTokenHash: hashToken(cookie.token) }, single: null };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { to } = shopOf(url.pathname);
  const now = new Date();
  const { cookie, setCookie } = await visitorsCart(request, now);
  const source = sourceOf(cookie, url.searchParams);
  if (!source) return redirect(to.cart());
  const loaded = await loadShownBasket(db(), source.basket, now);
  if (loaded.lines.length === 0) return redirect(to.cart());

  const book = await bookOf(request, now);
  const usual = book?.find(({ isDefault }) => isDefault);
  const province = usual?.provinceCode ?? provinceOf(url.searchParams.get("province"))?.code ?? "";
  const open = loaded.openOrder;
  return json(
    {
      cartCount: cookie?.count ?? 0,
      book,
      checkoutKey: newId(now),
      single: source.single,
      fields: { ...EMPTY_FIELDS, ...(usual ? fieldsOf(usual) : {}), province } satisfies CheckoutFields,
      errors: {} as FormErrors,
      openOrder: open ? { number: open.number, token: orderToken(open.id) } : null,
      sum: await sumOf(loaded, { province, promotionCode: undefined, now }),
    },
    { headers: { "Cache-Control": "no-store", ...(setCookie ? { "Set-Cookie": setCookie } : {}) } },
  );
}

/** The addresses of who is signed in; null for a guest. */
async function bookOf(request: Request, now: Date): Promise<SavedAddress[] | null> {
  if (readSessionCookie(request) === undefined) return null;
  const actor = await optionalActor(request, now);
  return actor ? addressesOf(db(), actor.userId) : null;
}

function fieldsOf({ name, phone, provinceCode, addressLine }: SavedAddress) {
  return { name, phone, province: provinceCode, addressLine };
}

export async function action({ request }: ActionFunctionArgs) {
  const { locale, m, to } = shopOf(new URL(request.url).pathname);
  const now = new Date();
  const form = await readForm(request);
  const intent = form.get("intent");
  const source = sourceOf((await visitorsCart(request, now)).cookie, form);
  const checkoutKey = readCheckoutKey(form);
  const typed = readFields(form);
  const saved =
    intent === "saved" ? (await bookOf(request, now))?.find(({ id }) => id === form.get("saved")) : undefined;
  const fields = intent === "parse" ? withPasted(typed) : saved ? { ...typed, ...fieldsOf(saved) } : typed;
  if (!source) return redirect(to.cart());

  const again = async (errors: FormErrors, status: 200 | 400 | 422, notice?: string) => {
    const loaded = await loadShownBasket(db(), source.basket, now);
    if (loaded.lines.length === 0) throw redirect(to.cart());
    const { province, promotion } = fields;
    return json(
      {
        checkoutKey: checkoutKey ?? newId(now),
        single: source.single,
        fields,
        errors,
        notice: notice ?? null,
        sum: await sumOf(loaded, { province, promotionCode: promotion || undefined, now }),
      },
      { status, headers: { "Cache-Control": "no-store" } },
    );
  };

  if (!checkoutKey) return again({ "": [m.checkout.errors.form] }, 400);
  if (intent === "parse" || intent === "quote" || intent === "saved") return again({}, 200);

  const checked = checkFields(fields, m);
  if (!checked.ok) return again(checked.errors, 422);
  const shown = readShownTotal(form);
  if (shown === undefined) return again({}, 422, m.checkout.checkTotal);

  const actor = await optionalActor(request, now);
  let payable: PayableOrder | undefined;
  const placed = await placeOrder({
    basket: source.basket,
    checkoutKey,
    address: checked.address,
    promotionCode: checked.promotionCode,
    expectedTotalFen: shown,
    expectedShipBy: readShownShipDay(form),
    locale,
    userId: actor?.userId,
    now,
    within: async (tx, order) => {
      payable = await openPayment(tx, order);
    },
  });
  if (!placed.ok) return again(fieldOfRefusal(placed.failure, locale), 422);

  const order = placed.value;
  if (actor && fields.keep === "on" && !order.repeated) {
    await saveAddress({ userId: actor.userId, address: checked.address, isDefault: false, now });
  }
  // The form made its order before: show that one, rather than paying something the shopper may have changed since.
  if (order.repeated && (order.totalFen !== shown || order.state !== "PLACED")) {
    return redirect(to.order(order.token, { notice: "earlier" }));
  }
  const payment = await startPayment({ orderId: order.id, order: payable, now });
  if (!payment.ok) {
    const notice = payment.failure.kind === "stripe-unavailable" ? "unavailable" : undefined;
    return redirect(to.order(order.token, notice ? { notice } : {}));
  }
  return redirect(payment.value.url, 303);
}

/** The refusal at the field it is about, or above the form. */
function fieldOfRefusal(failure: PlaceOrderFailure, locale: Locale): FormErrors {
  const message = explainPlaceOrderFailure(failure, locale);
  if (failure.kind === "promotion-refused") return { promotion: [message] };
  if (failure.kind === "not-delivered") return { province: [message] };
  return { "": [message] };
}

export const handle = { ownScript: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location }) => {
  const { locale, m } = shopOf(location.pathname);
  return [
    { title: `${m.checkout.title} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex" },
  ];
};

export default function Checkout() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { m, to } = useShop();
  const { checkoutKey, single, fields, errors, sum } = answered ?? loaded;
  const shownErrors = errors as FormErrors;
  return (
    <ShopPage cartCount={loaded.cartCount}>
      <KeptOffline />
      <div className="page-head">
        <h1>{m.checkout.title}</h1>
        <p>
          <a href={to.cart()}>{m.checkout.back}</a>
        </p>
      </div>
      {loaded.openOrder && !answered && (
        <Notice tone="waiting" title={m.checkout.openOrder(loaded.openOrder.number)}>
          <p>
            <a href={to.order(loaded.openOrder.token)}>{m.checkout.openOrderLink}</a>
          </p>
        </Notice>
      )}
      {answered?.notice && (
        <Notice tone="waiting" live>
          {answered.notice}
        </Notice>
      )}
      <ErrorSummary
        errors={shownErrors}
        title={hasOwn(shownErrors, "") ? m.checkout.notPlaced : m.checkout.notPlacedFields}
      />
      <form method="post" action={to.checkout(single ?? {})} className="main-aside checkout" noValidate>
        <input type="hidden" name="checkoutKey" value={checkoutKey} />
        {single && (
          <>
            <input type="hidden" name="variant" value={single.variant} />
            <input type="hidden" name="quantity" value={single.quantity} />
          </>
        )}
        {sum.totalFen !== null && <input type="hidden" name="shownTotal" value={sum.totalFen} />}
        <input type="hidden" name="shownShipDay" value={sum.lastShipDay} />
        {/* what Enter does in a field: nothing is placed by accident */}
        <button type="submit" name="intent" value="quote" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {m.checkout.recalculate}
        </button>

        <div className="stack-large">
          <AddressSection fields={fields} errors={shownErrors} book={loaded.book} single={single} />
          <DeliverySection sum={sum} />
          <WishesSection fields={fields} errors={shownErrors} />
        </div>

        <TotalAside sum={sum} />
      </form>
    </ShopPage>
  );
}

function hasOwn(errors: FormErrors, name: string): boolean {
  return messagesOf(errors, name).length > 0;
}
