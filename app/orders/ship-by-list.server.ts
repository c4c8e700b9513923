import type { Actor } from "~/access/actor";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import type { FulfilFailure } from "./fulfilment.server";
import { shipWithin } from "./ship-shipment.server";

export type ListedShipment = {
  readonly shipmentId: string;
  readonly orderNumber: string;
  readonly carrier: string;
  readonly trackingNumber: string;
};

export type ShipByListFailure = { readonly orderNumber: string; readonly failure: FulfilFailure };

class Refused extends Error {
  constructor(readonly because: ShipByListFailure) {
    super("a line of the list was refused");
  }
}

/**
 * Ships every shipment of a list, each as one parcel of all that is left, in one transaction: all of them, or none when
 * one cannot be shipped any more. Shipments are locked in id order, so two lists never wait for each other in a circle.
 */
export async function shipByList({
  actor,
  list,
  now,
}: {
  readonly actor: Actor;
  readonly list: readonly ListedShipment[];
  readonly now: Date;
}): Promise<Result<{ readonly shipped: number }, ShipByListFailure>> {
  const inOrder = list.toSorted((a, b) => (a.shipmentId < b.shipmentId ? -1 : 1));
  try {
    await withTransaction("ship by list", async (tx) => {
      for (const { orderNumber, ...parcel } of inOrder) {
        const shipped = await shipWithin(tx, { actor, ...parcel, now });
        if (!shipped.ok) throw new Refused({ orderNumber, failure: shipped.failure });
      }
    });
    return succeeded({ shipped: inOrder.length });
  } catch (error) {
    if (error instanceof Refused) return failed(error.because);
    throw error;
  }
}
