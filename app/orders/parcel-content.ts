/** A goods line of a shipment, with how much of it lies in parcels already. */
export type LineToSend = { readonly orderLineId: string; readonly quantity: number; readonly sent: number };

/** What goes into a parcel: packs of a line, never of a part of a pack. */
export type ParcelContent = { readonly orderLineId: string; readonly quantity: number };

export type ContentFailure =
  | { readonly kind: "nothing-to-send" }
  | { readonly kind: "not-in-shipment" }
  | { readonly kind: "more-than-left"; readonly orderLineId: string; readonly left: number };

/** What is left of the shipment to send. */
export function leftToSend(lines: readonly LineToSend[]): ParcelContent[] {
  return lines.flatMap(({ orderLineId, quantity, sent }) =>
    quantity > sent ? [{ orderLineId, quantity: quantity - sent }] : [],
  );
}

/**
 * Checks what somebody wants to put into a parcel against what is left; without a wish everything that is left goes.
 * `completes` says whether nothing stays behind.
 */
export function planParcel(
  lines: readonly LineToSend[],
  wanted: readonly ParcelContent[] | undefined,
):
  | { readonly ok: true; readonly content: readonly ParcelContent[]; readonly completes: boolean }
  | { readonly ok: false; readonly failure: ContentFailure } {
  const left = leftToSend(lines);
  const content = (wanted ?? left).filter(({ quantity }) => quantity > 0);
  if (content.length === 0) return { ok: false, failure: { kind: "nothing-to-send" } };
  for (const { orderLineId, quantity } of content) {
    if (!lines.some((line) => line.orderLineId === orderLineId))
      return { ok: false, failure: { kind: "not-in-shipment" } };
    const rest = left.find((line) => line.orderLineId === orderLineId)?.quantity ?? 0;
    const together = content.filter((one) => one.orderLineId === orderLineId).length;
    if (quantity > rest || together > 1) {
      return { ok: false, failure: { kind: "more-than-left", orderLineId, left: rest } };
    }
  }
  const completes = left.every(
    (line) => content.find((one) => one.orderLineId === line.orderLineId)?.quantity === line.quantity,
  );
  return { ok: true, content, completes };
}
