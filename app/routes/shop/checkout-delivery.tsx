import { Button } from "~/ui/button";
import { Money } from "~/ui/money";
import type { CheckoutSum } from "./checkout-sum.server";
import { Chinese, Named } from "./chinese";
import { FreightWords } from "./freight-words";
import { inLocale, useShop } from "./messages/messages";
import { PreorderMark } from "./preorder-mark";

/** What comes in which parcel, at what freight, and what no longer can. */
export function DeliverySection({ sum }: { sum: CheckoutSum }) {
  const { locale, m, to } = useShop();
  return (
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
              <strong>
                <Chinese>{m.cart.shipment(inLocale(locale, parcel.sellerName, parcel.sellerNameEn))}</Chinese>
              </strong>
              <span>
                {m.checkout.freight}{" "}
                <FreightWords
                  fen={parcel.freightFen}
                  none={<span className="quiet">{m.checkout.freightPending}</span>}
                />
              </span>
            </p>
            <p className="caption">
              {m.product.carriedBy} <Chinese>{parcel.shipperName}</Chinese>
              {" · "}
              {parcel.shipBy === null ? m.card.ships(parcel.shipsWithinDays) : <PreorderMark shipBy={parcel.shipBy} />}
            </p>
            <ul className="checkout-goods">
              {parcel.lines.map((line) => (
                <li key={line.variantId}>
                  <span>
                    <Named chinese={line.title} english={line.titleEn} />{" "}
                    <span className="quiet">
                      <Named chinese={line.variantName} english={line.variantNameEn} /> × {line.quantity}
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
          <Named chinese={line.title} english={line.titleEn} />
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
  );
}
