import { notFound } from "~/access/not-found";
import { claimable, type ClaimState } from "~/orders/claim-state";
import { findOrderByToken, type ShopperOrder } from "~/orders/shopper-order-store.server";
import { db } from "~/platform/db.server";
import { hashToken } from "~/platform/secret-token.server";

const TOKEN = /^[\w-]{43}$/;

/** The order that the link opens; the same 404 for a link that is none. */
export async function orderOf(token: string | undefined): Promise<ShopperOrder> {
  const order = token && TOKEN.test(token) ? await findOrderByToken(db(), hashToken(token)) : undefined;
  if (!order) throw notFound();
  return order;
}

/** Lines of which something may be claimed now, with how much and until when. */
export function claimableLines(
  order: ShopperOrder,
  claims: readonly { readonly orderLineId: string; readonly quantity: number; readonly state: ClaimState }[],
  now: Date,
) {
  return order.shipments.flatMap((shipment) =>
    shipment.lines.flatMap((line) => {
      if (line.kind !== "GOODS") return [];
      const parcels = shipment.parcels.flatMap((parcel) =>
        parcel.lines
          .filter(({ orderLineId }) => orderLineId === line.id)
          .map(({ quantity }) => ({ quantity, deliveredAt: parcel.deliveredAt })),
      );
      const claimed = claims
        .filter((claim) => claim.orderLineId === line.id && claim.state !== "WITHDRAWN" && claim.state !== "LAPSED")
        .reduce((packs, claim) => packs + claim.quantity, 0);
      const { quantity, until } = claimable({ perishable: line.perishable, parcels, claimed }, now);
      return quantity > 0 && until ? [{ line, quantity, until }] : [];
    }),
  );
}
