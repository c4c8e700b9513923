import { useLoaderData } from "@remix-run/react";
import { Button } from "~/ui/button";
import { SplitBar } from "~/ui/split-bar";
import { ImpactSteps } from "./impact-steps";
import { useShop } from "./messages/messages";
import type { loader } from "./order";
import { splitParts } from "./split-parts";

/** The buyer's receipt for everybody to see, without a name, until it is taken back. */
export function ShareReceipt() {
  const data = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <section>
      <div className="section-head">
        <h2>{m.publicReceipt.share}</h2>
      </div>
      <form method="post" action={to.order(data.token)} className="stack-small">
        <p className="quiet">{data.shared ? m.publicReceipt.isPublic : m.publicReceipt.shareHint}</p>
        {data.shared ? (
          <div className="cluster">
            <a href={to.receipt(data.shared)}>{m.publicReceipt.open}</a>
            <Button tone="quiet" name="intent" value="unshare">
              {m.publicReceipt.stop}
            </Button>
          </div>
        ) : (
          <Button tone="quiet" name="intent" value="share">
            {m.publicReceipt.make}
          </Button>
        )}
      </form>
    </section>
  );
}

/** Whom the order's money reaches: as posted once it is paid, as expected before. */
export function WhereItWent() {
  const data = useLoaderData<typeof loader>();
  const { order, receipt, token } = data;
  const { m, to } = useShop();
  return (
    <section>
      <div className="section-head">
        <h2>{m.order.splitTitle}</h2>
      </div>
      {receipt ? (
        <>
          {receipt.parts.some(({ amountFen }) => amountFen > 0) && (
            <SplitBar parts={splitParts(receipt.parts, m)} caption={m.order.splitPosted} />
          )}
          {receipt.households !== null && <p className="caption">{m.impact.households(receipt.households)}</p>}
          {data.impact && <ImpactSteps impact={data.impact} />}
          <form method="post" action={to.order(token)} className="stack-small">
            <p className="quiet">{order.impactConsent ? m.order.impactOn : m.order.impactOff}</p>
            <p>
              <Button tone="quiet" name="intent" value={order.impactConsent ? "impact-off" : "impact-on"}>
                {order.impactConsent ? m.order.impactStop : m.order.impactStart}
              </Button>
            </p>
          </form>
        </>
      ) : (
        <>
          {data.expected.length > 0 && (
            <SplitBar parts={splitParts(data.expected, m)} caption={m.order.splitWillBe} state={m.order.expected} />
          )}
          <p className="quiet">{m.order.splitExpected}</p>
        </>
      )}
    </section>
  );
}
