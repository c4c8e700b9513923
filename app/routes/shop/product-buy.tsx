import { useLoaderData } from "@remix-run/react";
import { MOST_PACKS } from "~/orders/basket";
import { PROVINCES, provinceOf } from "~/orders/provinces";
import { Button } from "~/ui/button";
import { Field, RadioGroup, SelectField } from "~/ui/form";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { KeepButton } from "./keep-button";
import { Chinese, Named } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import { Plate } from "./plate";
import { BuyBar } from "./product-bar";
import type { loader } from "./product";

const LOW_STOCK = 20;
const SHEET = "spec-sheet";

/**
 * Pack, quantity and province, and what is done with them. On a phone one row names them and opens a sheet by HTML alone; on
 * a wide screen, and in a browser that knows no popover, the same fields stand in the page (product.css).
 */
export function BuyForm() {
  const { listing, chosen, quantity, province } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const place = provinceOf(province);
  const forSale = listing.forSale && chosen.left > 0;
  return (
    <form method="get" action={to.product(listing.slug)} className="buy-form">
      <button type="button" className="spec-row" {...{ popovertarget: SHEET }}>
        <span>
          <Chinese>{m.product.specRow(inLocale(locale, chosen.name, chosen.nameEn), quantity)}</Chinese>
          <span className="caption">
            {m.product.deliverTo} {locale === "en" ? place?.nameEn : place?.name}
          </span>
        </span>
        <span aria-hidden="true">›</span>
      </button>
      <div id={SHEET} className="spec-sheet" role="group" aria-label={m.product.spec} {...{ popover: "auto" }}>
        <SheetHead />
        <Choices />
        <div className="spec-moves">
          <Button tone="quiet">{m.product.update}</Button>
          {forSale && (
            <>
              <Button tone="quiet" formMethod="post" formAction={to.cart()} name="intent" value="add">
                {m.product.addToCart}
              </Button>
              <Button formMethod="get" formAction={to.checkout()}>
                {m.product.buyNow}
              </Button>
            </>
          )}
        </div>
      </div>
      {forSale ? (
        <BuyBar />
      ) : (
        <>
          {listing.forSale && (
            <Notice tone="waiting" title={listing.preorder ? m.product.preorderOver : m.product.soldOut}>
              {m.product.soldOutAll}
            </Notice>
          )}
          <KeepButton />
        </>
      )}
    </form>
  );
}

/** What the sheet is about: picture, price and stock of the pack that was chosen; the page shows them itself. */
function SheetHead() {
  const { listing, chosen, quantity } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const [photo] = listing.photos;
  return (
    <div className="spec-head">
      <Plate photo={photo && { ...photo, alt: "" }} sizes="5rem" />
      <div>
        <p>
          <span className="price">
            <Money fen={chosen.priceFen * quantity} />
          </span>{" "}
          <span className="quiet">
            <Chinese>{m.product.splitCaption(inLocale(locale, chosen.name, chosen.nameEn), quantity)}</Chinese>
          </span>
        </p>
        <p className="caption">{chosen.left > 0 ? m.product.inStock(chosen.left) : m.card.soldOut}</p>
      </div>
      <button
        type="button"
        className="button"
        data-tone="link"
        {...{ popovertarget: SHEET, popovertargetaction: "hide" }}
      >
        {m.product.closeSheet}
      </button>
    </div>
  );
}

function Choices() {
  const { variants, chosen, quantity, province } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  return (
    <>
      {variants.length > 1 ? (
        <RadioGroup
          label={m.product.spec}
          name="variant"
          look="tiles"
          defaultValue={chosen.id}
          choices={variants.map((one) => ({
            value: one.id,
            label: (
              <>
                <Named chinese={one.name} english={one.nameEn} /> <Money fen={one.priceFen} />
              </>
            ),
            ...(one.left === 0 ? { hint: m.card.soldOut } : {}),
          }))}
        />
      ) : (
        <input type="hidden" name="variant" value={chosen.id} />
      )}
      <div className="buy-row">
        <Field
          label={m.product.quantity}
          name="quantity"
          inputMode="numeric"
          pattern="[0-9]{1,3}"
          maxLength={3}
          required
          defaultValue={String(quantity)}
          width="short"
          hint={
            chosen.left > 0 && chosen.left <= LOW_STOCK ? m.product.left(Math.min(chosen.left, MOST_PACKS)) : undefined
          }
        />
        <SelectField
          label={m.product.deliverTo}
          name="province"
          defaultValue={province}
          width="short"
          options={PROVINCES.map((one) => ({ value: one.code, label: locale === "en" ? one.nameEn : one.name }))}
        />
      </div>
    </>
  );
}
