import { Button } from "~/ui/button";
import { Chinese } from "./chinese";
import { inLocale, useShop } from "./messages/messages";

export type ShownParcel = {
  readonly id: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly deliveredAt: string | null;
  readonly claimUntil: string | null;
  readonly lines: readonly { readonly orderLineId: string; readonly quantity: number }[];
};

type ParcelLine = {
  readonly id: string;
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
};

/** The parcels of one shipment, each with its number, and the button that says it has arrived. */
export function OrderParcels({
  token,
  byAcceptance,
  shipment,
}: {
  token: string;
  /** an institution confirms by its acceptance: the bare word stands back */
  byAcceptance: boolean;
  shipment: { readonly id: string; readonly parcels: readonly ShownParcel[]; readonly lines: readonly ParcelLine[] };
}) {
  const { locale, m, to } = useShop();
  const several = shipment.parcels.length > 1;
  const nameOf = (orderLineId: string) => {
    const line = shipment.lines.find(({ id }) => id === orderLineId);
    return line
      ? `${inLocale(locale, line.title, line.titleEn)} ${inLocale(locale, line.variantName, line.variantNameEn)}`
      : "";
  };
  return shipment.parcels.map((parcel, index) => (
    <div key={parcel.id} className="stack-small">
      <p className="quiet">
        {several && <strong>{m.order.parcel(index + 1)} </strong>}
        <Chinese>{parcel.carrier}</Chinese> {parcel.trackingNumber}
        {parcel.deliveredAt && ` · ${m.order.arrived(parcel.deliveredAt)}`}
        {parcel.claimUntil && ` · ${m.order.claimUntil(parcel.claimUntil)}`}
      </p>
      {several && (
        <ul className="caption">
          {parcel.lines.map(({ orderLineId, quantity }) => (
            <li key={orderLineId}>
              <Chinese>{nameOf(orderLineId)}</Chinese> × {quantity}
            </li>
          ))}
        </ul>
      )}
      {parcel.deliveredAt === null && (
        <form method="post" action={to.order(token)} className="stack-small">
          <input type="hidden" name="shipment" value={shipment.id} />
          <input type="hidden" name="parcel" value={parcel.id} />
          <Button tone={byAcceptance ? "quiet" : "primary"} name="intent" value="confirm">
            {m.order.confirm}
            {several && <span className="visually-hidden"> {m.order.parcel(index + 1)}</span>}
          </Button>
          <p className="caption">{m.order.confirmHint}</p>
        </form>
      )}
    </div>
  ));
}
