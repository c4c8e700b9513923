import { formatYuan, type Fen } from "~/kernel/money";
import { addDays, minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { withTransaction, type Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { orderToken } from "./access-token.server";
import { carrierOf } from "./carriers";
import { contactOfBuyer } from "./contact-of-buyer";
import { assignedLetter, deliveredLetter, lateLetter, paidLetter, shippedLetter, type Letter } from "./order-letters";

export const ORDER_PAID = "order.paid";
export const PARCEL_SHIPPED = "parcel.shipped";
export const PARCEL_DELIVERED = "parcel.delivered";

/** A pre-ordered shipment was given its lots, or has none after its last day. */
export const LOTS_ASSIGNED = "preorder.assigned";
export const PREORDER_LATE = "preorder.late";

export type OrderLetterKind = "PAID" | "SHIPPED" | "DELIVERED" | "PAID_OUT" | "LOTS_ASSIGNED" | "LATE";

/** News that is older than this is none: what waited so long in the outbox is not written any more. */
const STALE_DAYS = 3;

type ParcelRow = {
  readonly orderId: string;
  readonly number: string;
  readonly locale: "zh" | "en";
  readonly email: string | null;
  readonly phone: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly shipperName: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly shippedAt: Date;
  readonly deliveredAt: Date | null;
  readonly claimUntil: Date | null;
};

type PreorderRow = {
  readonly orderId: string;
  readonly number: string;
  readonly locale: "zh" | "en";
  readonly email: string | null;
  readonly phone: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly shipBy: string;
  readonly assignedAt: Date | null;
  readonly releasedAt: Date | null;
};

/** Handler of `order.paid`: the link that opens the order. A guest has no other way back to it once the page is closed. */
export async function writePaidLetter({
  orderId,
  now,
}: {
  readonly orderId: string;
  readonly now: Date;
}): Promise<void> {
  await withTransaction("write paid letter", async (tx) => {
    const [order] = await tx.$queryRaw<
      { number: string; locale: "zh" | "en"; email: string | null; phone: string; totalFen: Fen; paidAt: Date }[]
    >`
      SELECT number, locale, buyer_email AS email, buyer_phone AS phone, total_fen AS "totalFen", paid_at AS "paidAt"
      FROM customer_order WHERE id = ${orderId}::uuid AND state = 'PAID'`;
    if (!order || order.paidAt < addDays(now, -STALE_DAYS)) return;
    const { number, locale } = order;
    const letter = paidLetter(locale, { number, yuan: formatYuan(order.totalFen), link: orderUrl(orderId, locale) });
    await writeOrderLetter(tx, { ...order, orderId, kind: "PAID", subjectId: orderId, letter, now });
  });
}

/** Handler of the parcels' two topics: tells the buyer that a parcel left or arrived, once each, in the order's language. */
export async function writeParcelLetter({
  parcelId,
  kind,
  now,
}: {
  readonly parcelId: string;
  readonly kind: "SHIPPED" | "DELIVERED";
  readonly now: Date;
}): Promise<void> {
  await withTransaction("write parcel letter", async (tx) => {
    const [parcel] = await tx.$queryRaw<ParcelRow[]>`
      SELECT o.id AS "orderId", o.number, o.locale, o.buyer_email AS email, o.buyer_phone AS phone,
        s.seller_name AS "sellerName", s.seller_name_en AS "sellerNameEn", s.shipper_name AS "shipperName",
        p.carrier, p.tracking_number AS "trackingNumber", p.shipped_at AS "shippedAt",
        p.delivered_at AS "deliveredAt", p.claim_until AS "claimUntil"
      FROM parcel p JOIN shipment s ON s.id = p.shipment_id JOIN customer_order o ON o.id = s.order_id
      WHERE p.id = ${parcelId}::uuid AND o.state = 'PAID'`;
    const happened = kind === "SHIPPED" ? parcel?.shippedAt : parcel?.deliveredAt;
    if (!parcel || !happened || happened < addDays(now, -STALE_DAYS)) return;
    await writeOrderLetter(tx, { ...parcel, kind, subjectId: parcelId, letter: letterOf(kind, parcel), now });
  });
}

/** Handler of the pre-orders' two topics: the harvest is in, or the money goes back. Once each, in the order's language. */
export async function writePreorderLetter({
  shipmentId,
  kind,
  now,
}: {
  readonly shipmentId: string;
  readonly kind: "LOTS_ASSIGNED" | "LATE";
  readonly now: Date;
}): Promise<void> {
  await withTransaction("write pre-order letter", async (tx) => {
    const [shipment] = await tx.$queryRaw<PreorderRow[]>`
      SELECT o.id AS "orderId", o.number, o.locale, o.buyer_email AS email, o.buyer_phone AS phone,
        s.seller_name AS "sellerName", s.seller_name_en AS "sellerNameEn", w.ship_by::text AS "shipBy",
        w.assigned_at AS "assignedAt", w.released_at AS "releasedAt"
      FROM shipment_promise w JOIN shipment s ON s.id = w.shipment_id JOIN customer_order o ON o.id = s.order_id
      WHERE w.shipment_id = ${shipmentId}::uuid AND o.state = 'PAID'`;
    const happened = kind === "LATE" ? shipment?.releasedAt : shipment?.assignedAt;
    if (!shipment || !happened || happened < addDays(now, -STALE_DAYS)) return;
    const { locale, number, orderId, shipBy } = shipment;
    const seller = locale === "en" && shipment.sellerNameEn ? shipment.sellerNameEn : shipment.sellerName;
    const write = kind === "LATE" ? lateLetter : assignedLetter;
    const letter = write(locale, { number, seller, shipBy, link: orderUrl(orderId, locale) });
    await writeOrderLetter(tx, { ...shipment, kind, subjectId: shipmentId, letter, now });
  });
}

function letterOf(kind: "SHIPPED" | "DELIVERED", parcel: ParcelRow): Letter {
  const { number, locale } = parcel;
  const seller = locale === "en" && parcel.sellerNameEn ? parcel.sellerNameEn : parcel.sellerName;
  const about = { number, seller, link: orderUrl(parcel.orderId, locale) };
  return kind === "SHIPPED"
    ? shippedLetter(locale, about, { name: carrierName(parcel), trackingNumber: parcel.trackingNumber })
    : deliveredLetter(locale, about, parcel.claimUntil ? minuteOf(parcel.claimUntil) : "—");
}

function carrierName({ carrier, shipperName, locale }: ParcelRow): string {
  if (carrier === "OTHER") return shipperName;
  const { name, nameEn } = carrierOf(carrier);
  return locale === "en" ? nameEn : name;
}

/** One letter about an order, by e-mail where an address was left, else to the telephone. Written before: nothing is done. */
export async function writeOrderLetter(
  tx: Db,
  letter: {
    readonly orderId: string;
    readonly email: string | null;
    readonly phone: string;
    readonly kind: OrderLetterKind;
    readonly subjectId: string;
    readonly letter: Letter;
    readonly now: Date;
  },
): Promise<boolean> {
  const { orderId, kind, subjectId, now } = letter;
  const contact = contactOfBuyer(letter);
  if (!contact) return false;
  const written = await tx.$executeRaw`
    INSERT INTO order_letter (order_id, kind, subject_id, written_at)
    VALUES (${orderId}::uuid, ${kind}, ${subjectId}::uuid, ${now}::timestamptz) ON CONFLICT DO NOTHING`;
  if (written === 0) return false;
  await sendMessage(tx, { ...contact, ...letter.letter, now });
  return true;
}

/** The guest's link to the order, whole. */
export function orderUrl(orderId: string, locale: "zh" | "en"): string {
  return env().APP_URL.replace(/\/$/, "") + paths.shop(locale).order(orderToken(orderId));
}
