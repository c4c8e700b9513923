import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { optionalActor } from "~/access/require-actor.server";
import { readSessionCookie } from "~/access/session-cookie.server";
import { householdsFenOf } from "~/benefits/split-preview.server";
import { isId, newId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { addressesOf, saveAddress, type SavedAddress } from "~/orders/address-book.server";
import { parsePacks } from "~/orders/basket";
import type { Basket, ShownBasket } from "~/orders/basket-line";
import { findPromotion, loadShownBasket } from "~/orders/basket-store.server";
import { HOLD_MINUTES } from "~/orders/order-state";
import { planPicks } from "~/orders/pick-lots";
import { placeOrder } from "~/orders/place-order.server";
import { explainPlaceOrderFailure, type PlaceOrderFailure } from "~/orders/place-order-failure";
import { grossOf } from "~/orders/price-order";
import { PROVINCES, provinceOf } from "~/orders/provinces";
import { groupIntoParcels, quoteOrder } from "~/orders/quote";
import { orderToken } from "~/orders/access-token.server";
import { openPayment } from "~/payments/open-payment.server";
import type { PayableOrder } from "~/payments/payment-store.server";
import { startPayment } from "~/payments/start-payment.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { hashToken } from "~/platform/secret-token.server";
import { Button } from "~/ui/button";
import { CheckboxField, ErrorSummary, Field, RadioGroup, SelectField, TextareaField } from "~/ui/form";
import { messagesOf, type FormErrors } from "~/ui/form-errors";
import type { Locale } from "~/ui/locale";
import { Money, yuanText } from "~/ui/money";
import { Notice } from "~/ui/notice";
import type { CartCookie } from "./cart-cookie.server";
import {
  checkFields,
  EMPTY_FIELDS,
  readCheckoutKey,
  readFields,
  readShownTotal,
  withPasted,
  type CheckoutFields,
} from "./checkout-form.server";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";
import { visitorsCart } from "./shopper.server";

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

/** The order as it would be placed now, for showing: freight and total only once the province is known. */
async function sumOf(
  { lines, fees }: Pick<ShownBasket, "lines" | "fees">,
  asked: { province: string; promotionCode: string | undefined; now: Date },
) {
  const promotion = asked.promotionCode ? await findPromotion(db(), asked.promotionCode) : undefined;
  const sellable = lines.filter((line) => line.listed);
  const quoted =
    asked.province && fees
      ? quoteOrder({ lines: sellable, provinceCode: asked.province, promotion, fees, now: asked.now })
      : undefined;
  const quote = quoted?.ok ? quoted.value : undefined;
  const parcels = quote?.parcels ?? groupIntoParcels(sellable);
  const ordered = parcels.flatMap((parcel) => parcel.lines);
  const plan = planPicks(ordered);
  const short = plan.ok ? [] : plan.shortages;
  const householdsFen = toNumber(householdsFenOf({ fees }, sellable));
  return {
    parcels: parcels.map((parcel, index) => ({
      key: parcel.key,
      sellerName: parcel.first.sellerName,
      sellerNameEn: parcel.first.sellerNameEn,
      shipperName: parcel.first.shipperName,
      shipsWithinDays: Math.max(...parcel.lines.map((line) => line.shipsWithinDays)),
      freightFen: quote ? toNumber(quote.priced.shipments[index]?.freight?.chargedFen ?? 0n) : null,
      lines: parcel.lines.map((line) => ({
        variantId: line.variantId,
        title: line.title,
        titleEn: line.titleEn,
        variantName: line.variantName,
        variantNameEn: line.variantNameEn,
        quantity: line.quantity,
        grossFen: toNumber(grossOf(line)),
      })),
    })),
    fresh: sellable.some((line) => line.perishable),
    gone: lines.length - sellable.length,
    short: short.flatMap(({ line, left }) => {
      const found = ordered[line];
      return found ? [{ title: found.title, titleEn: found.titleEn, left }] : [];
    }),
    goodsFen: sellable.reduce((total, line) => total + toNumber(grossOf(line)), 0),
    freightFen: quote ? toNumber(quote.priced.freightFen) : null,
    sellerDiscountFen: quote ? toNumber(quote.priced.sellerDiscountFen) : 0,
    platformDiscountFen: quote ? toNumber(quote.priced.platformDiscountFen) : 0,
    totalFen: quote ? toNumber(quote.priced.totalFen) : null,
    householdsFen: householdsFen > 0 ? householdsFen : null,
  };
}

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
  const { locale, m, to } = useShop();
  const { checkoutKey, single, fields, errors, sum } = answered ?? loaded;
  const shownErrors = errors as FormErrors;
  return (
    <ShopPage cartCount={loaded.cartCount}>
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
      <ErrorSummary errors={shownErrors} {...(hasOwn(shownErrors, "") ? { title: m.checkout.notPlaced } : {})} />
      <form method="post" action={to.checkout(single ?? {})} className="main-aside checkout" noValidate>
        <input type="hidden" name="checkoutKey" value={checkoutKey} />
        {single && (
          <>
            <input type="hidden" name="variant" value={single.variant} />
            <input type="hidden" name="quantity" value={single.quantity} />
          </>
        )}
        {sum.totalFen !== null && <input type="hidden" name="shownTotal" value={sum.totalFen} />}
        {/* what Enter does in a field: nothing is placed by accident */}
        <button type="submit" name="intent" value="quote" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {m.checkout.recalculate}
        </button>

        <div className="stack-large">
          <section className="form">
            <div className="section-head">
              <h2>1 · {m.checkout.steps.address}</h2>
            </div>
            <details open={fields.addressLine === ""}>
              <summary>{m.checkout.paste}</summary>
              <div className="form paste-box">
                <TextareaField
                  label={m.checkout.paste}
                  name="paste"
                  hint={
                    <>
                      {m.checkout.pasteHint} <Chinese>{m.checkout.pasteExample}</Chinese>
                    </>
                  }
                  defaultValue={fields.paste}
                  rows={3}
                  optional
                  width="full"
                />
                <Button tone="quiet" name="intent" value="parse">
                  {m.checkout.parse}
                </Button>
              </div>
            </details>
            {loaded.book && loaded.book.length > 0 && (
              <div className="cluster saved-address">
                <SelectField
                  label={m.checkout.saved}
                  name="saved"
                  defaultValue={loaded.book.find(({ isDefault }) => isDefault)?.id ?? ""}
                  options={loaded.book.map((one) => ({
                    value: one.id,
                    label: `${one.name} · ${provinceLabel(one.provinceCode, locale)} · ${one.addressLine.slice(0, 16)}`,
                  }))}
                />
                <Button tone="quiet" name="intent" value="saved">
                  {m.checkout.savedUse}
                </Button>
              </div>
            )}
            {loaded.book === null && (
              <p className="caption">
                <a href={to.account.signIn({ to: to.checkout(single ?? {}) })}>{m.checkout.signIn}</a>
              </p>
            )}
            <Field
              label={m.checkout.name}
              name="name"
              autoComplete="name"
              required
              maxLength={40}
              defaultValue={fields.name}
              error={messagesOf(shownErrors, "name")}
            />
            <Field
              label={m.checkout.phone}
              name="phone"
              type="tel"
              autoComplete="tel"
              required
              hint={m.checkout.phoneHint}
              defaultValue={fields.phone}
              error={messagesOf(shownErrors, "phone")}
            />
            <SelectField
              label={m.checkout.province}
              name="province"
              autoComplete="address-level1"
              required
              placeholder={m.checkout.chooseProvince}
              defaultValue={fields.province}
              options={PROVINCES.map((one) => ({ value: one.code, label: locale === "en" ? one.nameEn : one.name }))}
              error={messagesOf(shownErrors, "province")}
            />
            <Field
              label={m.checkout.addressLine}
              name="addressLine"
              autoComplete="street-address"
              required
              maxLength={200}
              width="full"
              hint={m.checkout.addressHint}
              defaultValue={fields.addressLine}
              error={messagesOf(shownErrors, "addressLine")}
            />
            <Field
              label={m.checkout.email}
              name="email"
              type="email"
              autoComplete="email"
              optional
              hint={m.checkout.emailHint}
              defaultValue={fields.email}
              error={messagesOf(shownErrors, "email")}
            />
            {loaded.book && <CheckboxField label={m.checkout.keep} name="keep" defaultChecked={fields.keep === "on"} />}
            <p className="caption">{m.checkout.privacy}</p>
          </section>

          <section>
            <div className="section-head">
              <h2>2 · {m.checkout.steps.delivery}</h2>
              <Button tone="quiet" name="intent" value="quote">
                {m.checkout.recalculate}
              </Button>
            </div>
            <ul className="plain-list ruled">
              {sum.parcels.map((parcel) => (
                <li key={parcel.key}>
                  <p className="spread">
                    <strong>{m.cart.shipment(inLocale(locale, parcel.sellerName, parcel.sellerNameEn))}</strong>
                    <span>
                      {m.checkout.freight}{" "}
                      {parcel.freightFen === null ? (
                        <span className="quiet">{m.checkout.freightPending}</span>
                      ) : parcel.freightFen === 0 ? (
                        m.product.freightFree
                      ) : (
                        <Money fen={parcel.freightFen} />
                      )}
                    </span>
                  </p>
                  <p className="caption">
                    {m.product.carriedBy} <Chinese>{parcel.shipperName}</Chinese> ·{" "}
                    {m.card.ships(parcel.shipsWithinDays)}
                  </p>
                  <ul className="checkout-goods">
                    {parcel.lines.map((line) => (
                      <li key={line.variantId}>
                        <span>
                          {inLocale(locale, line.title, line.titleEn)}{" "}
                          <span className="quiet">
                            {inLocale(locale, line.variantName, line.variantNameEn)} × {line.quantity}
                          </span>
                        </span>
                        <Money fen={line.grossFen} />
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
            {sum.short.map((line) => (
              <p key={line.title} className="field-error">
                {inLocale(locale, line.title, line.titleEn)}
                {locale === "zh" ? "：" : ": "}
                {line.left > 0 ? m.cart.tooMany(line.left) : m.cart.soldOut}
              </p>
            ))}
            {sum.gone > 0 && (
              <p className="field-error">
                {m.cart.unavailable} · <a href={to.cart()}>{m.checkout.back}</a>
              </p>
            )}
          </section>

          <section className="form">
            <div className="section-head">
              <h2>3 · {m.checkout.steps.invoice}</h2>
            </div>
            <Field
              label={m.checkout.promotion}
              name="promotion"
              optional
              width="short"
              maxLength={40}
              autoComplete="off"
              defaultValue={fields.promotion}
              error={messagesOf(shownErrors, "promotion")}
            />
            <RadioGroup
              label={m.checkout.invoiceKind}
              name="invoiceKind"
              look="tiles"
              hint={m.checkout.invoiceHint}
              defaultValue={fields.invoiceKind}
              choices={[
                { value: "", label: m.checkout.invoiceNone },
                { value: "PERSONAL", label: m.checkout.invoicePersonal },
                { value: "COMPANY", label: m.checkout.invoiceCompany },
              ]}
              error={messagesOf(shownErrors, "invoiceKind")}
            />
            <Field
              label={m.checkout.invoiceTitle}
              name="invoiceTitle"
              optional
              maxLength={100}
              autoComplete="organization"
              defaultValue={fields.invoiceTitle}
              error={messagesOf(shownErrors, "invoiceTitle")}
            />
            <Field
              label={m.checkout.invoiceTaxNumber}
              name="invoiceTaxNumber"
              optional
              maxLength={40}
              autoComplete="off"
              defaultValue={fields.invoiceTaxNumber}
              error={messagesOf(shownErrors, "invoiceTaxNumber")}
            />
            <TextareaField
              label={m.checkout.note}
              name="note"
              optional
              maxLength={200}
              rows={2}
              defaultValue={fields.note}
              error={messagesOf(shownErrors, "note")}
            />
            <CheckboxField
              label={m.checkout.impact}
              name="impact"
              hint={m.checkout.impactHint}
              defaultChecked={fields.impact === "on"}
            />
          </section>
        </div>

        <aside className="stack checkout-sum">
          <h2 className="h3">4 · {m.checkout.steps.pay}</h2>
          <dl className="sum-lines">
            <div>
              <dt>{m.checkout.goods}</dt>
              <dd>
                <Money fen={sum.goodsFen} />
              </dd>
            </div>
            <div>
              <dt>{m.checkout.freight}</dt>
              <dd>
                {sum.freightFen === null ? (
                  <span className="caption">{m.checkout.freightPending}</span>
                ) : (
                  <Money fen={sum.freightFen} />
                )}
              </dd>
            </div>
            {sum.sellerDiscountFen > 0 && (
              <div>
                <dt>{m.checkout.sellerDiscount}</dt>
                <dd>
                  <Money fen={-sum.sellerDiscountFen} />
                </dd>
              </div>
            )}
            {sum.platformDiscountFen > 0 && (
              <div>
                <dt>{m.checkout.platformDiscount}</dt>
                <dd>
                  <Money fen={-sum.platformDiscountFen} />
                </dd>
              </div>
            )}
            <div data-total="">
              <dt>{m.checkout.total}</dt>
              <dd>{sum.totalFen === null ? "—" : <Money fen={sum.totalFen} />}</dd>
            </div>
            {sum.householdsFen !== null && (
              <div className="to-household">
                <dt>{m.checkout.toHousehold}</dt>
                <dd>
                  <Money fen={sum.householdsFen} household />
                </dd>
              </div>
            )}
          </dl>
          {sum.fresh && <p className="caption">{m.checkout.noReturn}</p>}
          <Button size="large" wide name="intent" value="place">
            {sum.totalFen === null ? m.checkout.submitPlain : m.checkout.submit(yuanText(sum.totalFen))}
          </Button>
          <p className="caption">{m.checkout.held(HOLD_MINUTES)}</p>
        </aside>
      </form>
    </ShopPage>
  );
}

function provinceLabel(code: string, locale: Locale): string {
  const province = provinceOf(code);
  return (locale === "en" ? province?.nameEn : province?.name) ?? "";
}

function hasOwn(errors: FormErrors, name: string): boolean {
  return messagesOf(errors, name).length > 0;
}
