import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { basketSplit, householdsFenOf } from "~/benefits/basket-split";
import { freightFor } from "~/catalog/freight";
import { isId } from "~/kernel/ids";
import { formatYuan, toNumber } from "~/kernel/money";
import { kilograms } from "~/kernel/quantity";
import { MOST_LINES, MOST_PACKS, parsePacks } from "~/orders/basket";
import type { BasketLine, ShownBasket } from "~/orders/basket-line";
import { loadShownBasket } from "~/orders/basket-store.server";
import { acceptPrices, addToCart, setAside, setCartLine } from "~/orders/cart-store.server";
import { packsLeft } from "~/orders/pick-lots";
import { grossOf } from "~/orders/price-order";
import { PROVINCES, provinceOf } from "~/orders/provinces";
import { groupIntoParcels, quoteOrder } from "~/orders/quote";
import { db } from "~/platform/db.server";
import { insteadOf } from "~/search/instead-of.server";
import { readForm } from "~/platform/form.server";
import { hashToken } from "~/platform/secret-token.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { SelectField } from "~/ui/form";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { cartCookie, cartOf } from "~/orders/cart-cookie.server";
import { CartRow } from "./cart-row";
import { cardsOnPage } from "./listing-cards.server";
import { FreightWords } from "./freight-words";
import { ListingList } from "./listing-list";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { PreorderMark } from "./preorder-mark";
import { provinceCookieLine, readProvince } from "~/orders/province-choice";
import { ShopPage } from "./shop-page";
import { visitorsCart } from "./shopper.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const search = new URL(request.url).searchParams;
  const { cookie, setCookie } = await visitorsCart(request, now);
  const { lines, fees } = cookie
    ? await loadShownBasket(db(), { cartTokenHash: hashToken(cookie.token), show: "everything" }, now)
    : ({ lines: [], fees: undefined } as Pick<ShownBasket, "lines" | "fees">);
  const buyable = lines.filter((line) => line.listed && left(line) > 0);
  const unavailable = lines.filter((line) => !buyable.includes(line));
  const province = readProvince(search, request);
  const changed = buyable.some((line) => line.priceSeenFen !== line.unitPriceFen);

  const chosen = buyable.filter((line) => !line.setAside);

  const parcels = groupIntoParcels(buyable).map((shown) => {
    // What is set aside stays in its place, but costs and weighs nothing.
    const [parcel = { ...shown, grams: 0, goodsFen: 0n }] = groupIntoParcels(
      shown.lines.filter((line) => !line.setAside),
    );
    const isChosen = parcel.grams > 0;
    const freight = isChosen ? freightFor(parcel.first.zones, province, parcel.grams, parcel.goodsFen) : 0n;
    const freeAbove = parcel.first.zones.find((zone) => zone.provinces.includes(province))?.freeAboveFen ?? null;
    const missing = freeAbove === null ? 0n : freeAbove - parcel.goodsFen;
    return {
      key: parcel.key,
      isChosen,
      sellerName: parcel.first.sellerName,
      sellerNameEn: parcel.first.sellerNameEn,
      shipBy: parcel.first.preorder?.shipBy ?? null,
      shipsWithinDays: Math.max(...shown.lines.map((line) => line.shipsWithinDays)),
      kilograms: kilograms(parcel.grams),
      goodsFen: toNumber(parcel.goodsFen),
      freightFen: freight === undefined ? null : toNumber(freight),
      untilFreeFen: isChosen && missing > 0n && freight !== undefined && freight > 0n ? toNumber(missing) : null,
      lines: shown.lines.map(lineOnPage),
    };
  });
  const gone = unavailable.map(({ listingId }) => listingId);
  const instead = await insteadOf(db(), gone, {
    but: lines.map(({ listingId }) => listingId),
    most: MOST_INSTEAD,
    now,
  });
  const goodsFen = parcels.reduce((sum, parcel) => sum + parcel.goodsFen, 0);
  const reachable = parcels.every((parcel) => parcel.freightFen !== null);
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (cookie && cookie.count !== lines.length)
    headers.append("Set-Cookie", cartCookie({ ...cookie, count: lines.length }));
  else if (setCookie) headers.append("Set-Cookie", setCookie);
  if (search.has("province")) headers.append("Set-Cookie", provinceCookieLine(province));
  return json(
    {
      cartCount: lines.length,
      notice: NOTICES.find((one) => one === search.get("notice")) ?? null,
      province,
      parcels,
      unavailable: unavailable.map(lineOnPage),
      instead: await cardsOnPage(db(), instead, now),
      changed,
      chosen: chosen.length,
      goodsFen,
      totalFen: reachable ? parcels.reduce((sum, parcel) => sum + parcel.goodsFen + (parcel.freightFen ?? 0), 0) : null,
      householdsFen: householdsFen({ lines: chosen, fees }, province, now),
    },
    { headers },
  );
}

const MOST_INSTEAD = 3;
const NOTICES = ["added", "not-added"] as const;

/** What of the cart's goods reaches households, by the split that paying for what is chosen would post now. */
function householdsFen({ lines, fees }: Pick<ShownBasket, "lines" | "fees">, provinceCode: string, now: Date) {
  const quoted = fees && quoteOrder({ lines, provinceCode, fees, now });
  const total = toNumber(householdsFenOf(basketSplit({ lines, fees }, quoted?.ok ? quoted.value : undefined)));
  return total > 0 ? total : null;
}

function left(line: BasketLine): number {
  return packsLeft(line);
}

function lineOnPage(line: BasketLine) {
  return {
    variantId: line.variantId,
    slug: line.slug,
    title: line.title,
    titleEn: line.titleEn,
    variantName: line.variantName,
    variantNameEn: line.variantNameEn,
    villageName: line.villageName,
    villageNameEn: line.villageNameEn,
    photoId: line.photoId,
    quantity: line.quantity,
    priceFen: toNumber(line.unitPriceFen),
    seenFen: toNumber(line.priceSeenFen),
    subtotalFen: toNumber(grossOf(line)),
    listed: line.listed,
    left: left(line),
    setAside: line.setAside,
  };
}

/** Puts in, sets, takes out, chooses and sets aside: one statement each, then back to the cart. */
export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const { to } = shopOf(new URL(request.url).pathname);
  const form = await readForm(request);
  const variantId = form.get("variant");
  const intent = form.get("intent");
  const { cookie: known, setCookie } = await visitorsCart(request, now);
  const cookie = known ?? cartOf(request);
  const tokenHash = hashToken(cookie.token);
  if (intent === "accept-prices") {
    await acceptPrices(db(), tokenHash);
    return redirect(to.cart());
  }
  if (typeof variantId !== "string" || !isId(variantId)) return redirect(to.cart({ notice: "not-added" }));

  if (intent === "add") {
    const quantity = parsePacks(form.get("quantity")) ?? 1;
    const added = await addToCart(db(), { tokenHash, variantId, quantity, now });
    const headers = new Headers(setCookie ? [["Set-Cookie", setCookie]] : []);
    if (added.done) headers.append("Set-Cookie", cartCookie({ ...cookie, count: added.lines }));
    return redirect(to.cart({ notice: added.done ? "added" : "not-added" }), { headers });
  }

  if (intent === "set-aside" || intent === "choose") {
    const variantIds = form.getAll("variant").filter((id): id is string => typeof id === "string" && isId(id));
    await setAside(db(), { tokenHash, variantIds, aside: intent === "set-aside", now });
    return redirect(to.cart());
  }

  const typed = parsePacks(form.get("quantity")) ?? (form.get("quantity") === "0" ? 0 : undefined);
  const quantity =
    intent === "remove"
      ? 0
      : typed === undefined
        ? undefined
        : intent === "more"
          ? typed + 1
          : intent === "less"
            ? typed - 1
            : typed;
  if (quantity === undefined) return redirect(to.cart());
  const changed = await setCartLine(db(), { tokenHash, variantId, quantity: Math.min(quantity, MOST_PACKS), now });
  return redirect(to.cart(), { headers: { "Set-Cookie": cartCookie({ ...cookie, count: changed.lines }) } });
}

export const meta: MetaFunction = ({ location }) => {
  const { locale, m } = shopOf(location.pathname);
  return [{ title: `${m.cart.title} · ${locale === "en" ? "Huhui" : "户惠"}` }, { name: "robots", content: "noindex" }];
};

export default function Cart() {
  const data = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  // A parcel that is not delivered there has no freight that could be in the sum.
  const total = data.totalFen === null ? m.cart.totalWithoutFreight : m.cart.total;
  const empty = data.parcels.length === 0 && data.unavailable.length === 0;
  return (
    <ShopPage cartCount={data.cartCount}>
      <div className="page-head stack-small">
        <h1>{m.cart.title}</h1>
        {data.notice && (
          <Notice tone={data.notice === "added" ? "done" : "problem"} live>
            {data.notice === "added" ? m.cart.added : m.cart.notAdded}
          </Notice>
        )}
        {data.chosen > MOST_LINES && <Notice tone="waiting">{m.cart.tooManyKinds(MOST_LINES)}</Notice>}
        {data.changed && (
          <Notice tone="waiting" title={m.cart.priceNotice}>
            <form method="post" action={to.cart()}>
              <Button tone="link" name="intent" value="accept-prices">
                {m.cart.seen}
              </Button>
            </form>
          </Notice>
        )}
      </div>
      {empty ? (
        <EmptyState title={m.cart.empty} action={<ButtonLink href={to.search()}>{m.cart.browse}</ButtonLink>}>
          {m.cart.emptyText}
        </EmptyState>
      ) : (
        <div className="main-aside">
          <div className="stack-large">
            {data.parcels.map((parcel) => (
              <section key={parcel.key} className="parcel">
                <ParcelHead seller={inLocale(locale, parcel.sellerName, parcel.sellerNameEn)} lines={parcel.lines} />
                <p className="caption">
                  {parcel.shipBy === null ? (
                    m.card.ships(parcel.shipsWithinDays)
                  ) : (
                    <PreorderMark shipBy={parcel.shipBy} />
                  )}
                </p>
                <ul className="cart-lines">
                  {parcel.lines.map((line) => (
                    <CartRow key={line.variantId} line={line} />
                  ))}
                </ul>
                {parcel.isChosen && (
                  <p className="parcel-foot">
                    <span className="quiet">{m.cart.weight(parcel.kilograms)}</span>
                    <span>
                      {m.cart.freight}{" "}
                      <FreightWords
                        fen={parcel.freightFen}
                        none={<strong className="field-error">{m.product.notDelivered}</strong>}
                      />
                    </span>
                    {parcel.untilFreeFen !== null && (
                      <span className="caption">{m.cart.freeAbove(`¥${formatYuan(parcel.untilFreeFen)}`)}</span>
                    )}
                  </p>
                )}
              </section>
            ))}
            {data.unavailable.length > 0 && (
              <section className="parcel">
                <div className="section-head">
                  <h2>{m.cart.unavailableTitle}</h2>
                </div>
                <ul className="cart-lines">
                  {data.unavailable.map((line) => (
                    <CartRow key={line.variantId} line={line} />
                  ))}
                </ul>
              </section>
            )}
            {data.instead.length > 0 && (
              <section>
                <div className="section-head">
                  <h2>{m.cart.instead}</h2>
                </div>
                <ListingList cards={data.instead} />
              </section>
            )}
          </div>
          {data.parcels.length > 0 && (
            <aside className="stack cart-sum">
              <form method="get" action={to.cart()} className="form">
                <SelectField
                  label={m.cart.freightTo}
                  name="province"
                  defaultValue={data.province}
                  options={PROVINCES.map((one) => ({
                    value: one.code,
                    label: locale === "en" ? one.nameEn : one.name,
                  }))}
                />
                <Button tone="quiet">{m.cart.freightShow}</Button>
              </form>
              <dl className="sum-lines">
                <div>
                  <dt>{m.cart.goods}</dt>
                  <dd>
                    <Money fen={data.goodsFen} />
                  </dd>
                </div>
                <div>
                  <dt>
                    {m.cart.freight} <span className="caption">{provinceName(locale, data.province)}</span>
                  </dt>
                  <dd>{data.totalFen === null ? "—" : <Money fen={data.totalFen - data.goodsFen} />}</dd>
                </div>
                <div data-total="">
                  <dt>{total}</dt>
                  <dd>
                    <Money fen={data.totalFen ?? data.goodsFen} />
                  </dd>
                </div>
                {data.householdsFen !== null && (
                  <div className="to-household">
                    <dt>{m.cart.toHousehold}</dt>
                    <dd>
                      <Money fen={data.householdsFen} household />
                    </dd>
                  </div>
                )}
              </dl>
              <div className="fixed-bar cart-bar">
                <span className="cart-bar-total">
                  <span className="caption">{total}</span> <Money fen={data.totalFen ?? data.goodsFen} />
                  {data.householdsFen !== null && (
                    <span className="to-household">
                      {m.card.toHousehold} <Money fen={data.householdsFen} household />
                    </span>
                  )}
                </span>
                {data.chosen > 0 ? (
                  <ButtonLink size="large" href={to.checkout({ province: data.province })}>
                    {m.cart.checkout}
                    {m.cart.chosen(data.chosen)}
                  </ButtonLink>
                ) : (
                  <span className="quiet">{m.cart.nothingChosen}</span>
                )}
              </div>
            </aside>
          )}
        </div>
      )}
    </ShopPage>
  );
}

/** Whose shipment it is, and a tick that chooses all of it or sets all of it aside. */
function ParcelHead({ seller, lines }: { seller: string; lines: readonly { variantId: string; setAside: boolean }[] }) {
  const { m, to } = useShop();
  const aside = lines.filter((line) => line.setAside).length;
  return (
    <div className="section-head parcel-head">
      <form method="post" action={to.cart()}>
        {lines.map((line) => (
          <input key={line.variantId} type="hidden" name="variant" value={line.variantId} />
        ))}
        <Button
          tone="link"
          className="tick"
          role="checkbox"
          aria-checked={aside === 0 ? true : aside === lines.length ? false : "mixed"}
          aria-label={m.cart.chooseAll(seller)}
          name="intent"
          value={aside === 0 ? "set-aside" : "choose"}
        />
      </form>
      <h2>
        <Chinese>{m.cart.shipment(seller)}</Chinese>
      </h2>
    </div>
  );
}

function provinceName(locale: "zh" | "en", code: string): string {
  const province = provinceOf(code);
  return (locale === "en" ? province?.nameEn : province?.name) ?? "";
}
