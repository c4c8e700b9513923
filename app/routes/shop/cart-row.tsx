import type { useLoaderData } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Money, yuanText } from "~/ui/money";
import type { loader } from "./cart";
import { Chinese, Named } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import { Plate } from "./plate";

const LOW_STOCK = 20;

type Line = ReturnType<typeof useLoaderData<typeof loader>>["parcels"][number]["lines"][number];

/** One kind of goods in the cart: whether it is bought now, how many, and what has changed since it was put in. */
export function CartRow({ line }: { line: Line }) {
  const { locale, m, to } = useShop();
  const title = inLocale(locale, line.title, line.titleEn);
  const variant = inLocale(locale, line.variantName, line.variantNameEn);
  const address = to.product(line.slug, { variant: line.variantId });
  const photo = line.photoId ? { id: line.photoId, alt: "", color: "" } : undefined;
  const gone = !line.listed || line.left === 0;
  return (
    <li className="cart-line" data-gone={gone ? "" : undefined} data-aside={line.setAside ? "" : undefined}>
      {gone ? (
        <span />
      ) : (
        <form method="post" action={to.cart()}>
          <input type="hidden" name="variant" value={line.variantId} />
          <Button
            tone="link"
            className="tick"
            role="checkbox"
            aria-checked={!line.setAside}
            aria-label={m.cart.choose(title)}
            name="intent"
            value={line.setAside ? "choose" : "set-aside"}
          />
        </form>
      )}
      <a href={address} tabIndex={-1} aria-hidden="true">
        <Plate photo={photo} sizes="6rem" />
      </a>
      <div className="stack-small">
        <p>
          <a href={address}>
            <Chinese>{title}</Chinese>
          </a>
          <span className="quiet">
            {" "}
            <Chinese>{variant}</Chinese>
          </span>
        </p>
        <p className="caption">
          <Named chinese={line.villageName} english={line.villageNameEn} /> · <Money fen={line.priceFen} />{" "}
          {m.cart.each}
        </p>
        {line.priceFen !== line.seenFen && (
          <p className="caption price-changed">
            {m.cart.priceChanged(yuanText(line.seenFen), yuanText(line.priceFen))}
          </p>
        )}
        {!line.listed && <p className="field-error">{m.cart.unavailable}</p>}
        {line.listed && line.left === 0 && <p className="field-error">{m.cart.soldOut}</p>}
        {!gone && line.quantity > line.left && <p className="field-error">{m.cart.tooMany(line.left)}</p>}
        {!gone && line.quantity <= line.left && line.left <= LOW_STOCK && (
          <p className="caption">{m.cart.left(line.left)}</p>
        )}
      </div>
      <div className="cart-line-figures">
        {!gone && <Money fen={line.subtotalFen} />}
        <form method="post" action={to.cart()} className="stepper">
          <input type="hidden" name="variant" value={line.variantId} />
          {!gone && (
            <>
              <Button
                tone="quiet"
                name="intent"
                value="less"
                aria-label={`${m.cart.less}: ${title}`}
                disabled={line.quantity <= 1}
              >
                −
              </Button>
              <input
                className="input"
                name="quantity"
                inputMode="numeric"
                pattern="[0-9]{1,3}"
                defaultValue={line.quantity}
                aria-label={`${m.cart.quantity}: ${title}`}
                key={line.quantity}
              />
              <Button tone="quiet" name="intent" value="more" aria-label={`${m.cart.more}: ${title}`}>
                ＋
              </Button>
              <Button tone="link" name="intent" value="set">
                {m.cart.update}
              </Button>
            </>
          )}
          <Button tone="link" name="intent" value="remove" aria-label={m.cart.removeNamed(title)}>
            {m.cart.remove}
          </Button>
        </form>
      </div>
    </li>
  );
}
