import { HOLD_MINUTES } from "~/orders/order-state";
import { Button } from "~/ui/button";
import { Money, yuanText } from "~/ui/money";
import { SplitBar } from "~/ui/split-bar";
import type { CheckoutSum } from "./checkout-sum.server";
import { useShop } from "./messages/messages";
import { splitParts } from "./split-parts";

/** What it comes to, what of it reaches households, and the button that places the order. */
export function TotalAside({ sum }: { sum: CheckoutSum }) {
  const { m } = useShop();
  return (
    <aside className="stack checkout-sum">
      <div className="section-head">
        <h2>4 · {m.checkout.steps.pay}</h2>
      </div>
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
      {sum.split !== null && <WhoGetsIt split={sum.split} sum={sum} />}
      {sum.fresh && <p className="caption">{m.checkout.noReturn}</p>}
      <Button size="large" wide name="intent" value="place">
        {sum.totalFen === null ? m.checkout.submitPlain : m.checkout.submit(yuanText(sum.totalFen))}
      </Button>
      <p className="caption">{m.checkout.held(HOLD_MINUTES)}</p>
    </aside>
  );
}

/** The whole order as a ribbon: what paying it would post, before it is posted. */
function WhoGetsIt({ split, sum }: { split: NonNullable<CheckoutSum["split"]>; sum: CheckoutSum }) {
  const { m } = useShop();
  const total = yuanText(split.reduce((fen, part) => fen + part.amountFen, 0));
  return (
    <>
      <SplitBar
        compact
        parts={splitParts(split, m)}
        caption={sum.totalFen === null ? m.checkout.splitWithoutFreight(total) : m.checkout.split(total)}
      />
      {sum.platformDiscountFen > 0 && (
        <p className="caption">{m.checkout.splitToppedUp(yuanText(sum.platformDiscountFen))}</p>
      )}
    </>
  );
}
