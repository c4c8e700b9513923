import { useLoaderData } from "@remix-run/react";
import type { ShipmentState } from "~/orders/order-state";
import { Money } from "~/ui/money";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Chinese, Named } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import type { loader } from "./order";
import { OrderParcels } from "./order-parcels";
import { PreorderMark } from "./preorder-mark";

const SHIPMENT_TONES = {
  PENDING: "waiting",
  PACKED: "waiting",
  PART_SHIPPED: "waiting",
  SHIPPED: "waiting",
  DELIVERED: "done",
  CANCELLED: "neutral",
} as const satisfies Record<ShipmentState, StatusTone>;

type ShownShipment = ReturnType<typeof useLoaderData<typeof loader>>["shipments"][number];

/** What one seller sends: the goods, the day of a pre-order, and the parcels on their way. */
export function OrderShipment({ shipment }: { shipment: ShownShipment }) {
  const { order, token } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  return (
    <section>
      <div className="section-head">
        <h2>
          <Chinese>{m.cart.shipment(inLocale(locale, shipment.sellerName, shipment.sellerNameEn))}</Chinese>
        </h2>
        {order.state === "PAID" && (
          <StatusWord tone={SHIPMENT_TONES[shipment.state]}>
            {waitsForLot(shipment) ? m.order.preorder.waits : m.order.shipments[shipment.state]}
          </StatusWord>
        )}
      </div>
      <ul className="plain-list ruled">
        {shipment.lines
          .filter((line) => line.kind === "GOODS")
          .map((line) => (
            <li key={line.id} className="spread">
              <span>
                {line.slug ? (
                  <a href={to.product(line.slug)}>
                    <Named chinese={line.title} english={line.titleEn} />
                  </a>
                ) : (
                  <Named chinese={line.title} english={line.titleEn} />
                )}{" "}
                <span className="quiet">
                  <Named chinese={line.variantName} english={line.variantNameEn} /> × {line.quantity}
                </span>
                {line.villageName && line.areaCode && (
                  <span className="caption">
                    {" · "}
                    <a href={to.village(line.areaCode)}>
                      <Named chinese={line.villageName} english={line.villageNameEn} />
                    </a>
                  </span>
                )}
              </span>
              <Money fen={line.grossFen} />
              {shipment.state === "DELIVERED" && <LineReview lineId={line.id} />}
            </li>
          ))}
      </ul>
      {shipment.promise && <Promised promise={shipment.promise} />}
      <OrderParcels token={token} byAcceptance={order.isInstitution} shipment={shipment} />
    </section>
  );
}

/** Pre-ordered, and neither has a lot nor was refunded. */
export function waitsForLot({ state, promise }: Pick<ShownShipment, "state" | "promise">): boolean {
  return state === "PENDING" && promise !== null && !promise.assigned;
}

/** Until which day a pre-order is shipped, and what came of it. */
function Promised({ promise }: { promise: NonNullable<ShownShipment["promise"]> }) {
  const { m } = useShop();
  if (promise.released && !promise.assigned) return <p className="caption">{m.order.preorder.late(promise.shipBy)}</p>;
  return (
    <div className="stack-small">
      <p>
        <PreorderMark shipBy={promise.shipBy} />
      </p>
      <p className="caption">{promise.assigned ? m.order.preorder.assigned : m.order.preorder.waiting}</p>
    </div>
  );
}

/** What became of the buyer's words about a line, or the way to write them. */
function LineReview({ lineId }: { lineId: string }) {
  const { reviews, token } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  const own = reviews.find((review) => review.orderLineId === lineId);
  if (!own) return <a href={to.review(token, lineId)}>{m.reviews.write}</a>;
  const tone = ({ PENDING: "waiting", SHOWN: "done", REFUSED: "problem" } as const)[own.state];
  return (
    <span className="caption">
      <StatusWord tone={tone}>{m.reviews.states[own.state]}</StatusWord>
      {own.refusal !== null && (
        <>
          {" "}
          {m.reviews.refused}
          <Chinese>{own.refusal}</Chinese> <a href={to.review(token, lineId)}>{m.reviews.rewrite}</a>
        </>
      )}
    </span>
  );
}
