import { maskPhone } from "~/households/masking";
import { formatYuan, toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { carrierName, findCarrier } from "~/orders/carriers";
import { needsAddress } from "~/orders/order-state";
import type { InvoiceKind } from "~/orders/order-store.server";
import {
  canBeRefunded,
  isPaidByPlatform,
  REASON_WORDS,
  REFUND_STATE_WORDS,
  remainingOf,
  type RefundReason,
} from "~/payments/refund-rules";
import { paths } from "~/paths";
import { formatLotCode } from "~/supply/lot-code";
import { quantityWords } from "~/supply/quantity-words";
import type { StatusTone } from "~/ui/status-word";
import { eventWords, PROBLEM_EVENTS } from "./event-words";
import type { ShipmentEvent } from "./order-timeline-store.server";
import type { ShipmentDetail, ShipmentLine } from "./shipment-store.server";

const REFUND_TONES = {
  REQUESTED: "waiting",
  PENDING: "waiting",
  SUCCEEDED: "done",
  FAILED: "problem",
  PAID_OTHERWISE: "done",
} as const satisfies Record<ShipmentDetail["refunds"][number]["state"], StatusTone>;

/** To whom the invoice is written; null when none was asked for. */
export function invoiceWords(shipment: ShipmentDetail): string | null {
  const { invoiceKind, invoiceTitle, invoiceTaxNumber, acceptanceContact, transferCode } = shipment;
  if (invoiceTitle === null || invoiceKind === null) return null;
  const more = [
    INVOICE_KINDS[invoiceKind],
    ...(invoiceTaxNumber === null ? [] : [`税号 ${invoiceTaxNumber}`]),
    ...(acceptanceContact === null ? [] : [`验收联系人 ${acceptanceContact}`]),
    ...(transferCode === null ? [] : [`转账识别码 ${transferCode}`]),
  ];
  return `${invoiceTitle}（${more.join("，")}）`;
}

const INVOICE_KINDS = {
  PERSONAL: "个人",
  COMPANY: "单位",
  INSTITUTION: "预算单位",
} as const satisfies Record<InvoiceKind, string>;

/** A shipment as its page draws it: plain numbers, words and the viewer's links; of the shopper what shipping needs now. */
export function orderView(
  shipment: ShipmentDetail,
  events: readonly ShipmentEvent[],
  { mayOpenLots }: { readonly mayOpenLots: boolean },
) {
  return {
    shipment: {
      id: shipment.id,
      orderNumber: shipment.orderNumber,
      state: shipment.state,
      awaitsLots: shipment.awaitsLots,
      shipBy: shipment.shipBy,
      seller: shipment.sellerName,
      shipper: shipment.shipperName,
      carrier: findCarrier(shipment.shipperName)?.code ?? "OTHER",
      address: addressOf(shipment),
      note: needsAddress(shipment.state) ? shipment.note : null,
      steps: stepsOf(shipment, events),
    },
    parcels: shipment.parcels.map((parcel, index) => ({
      id: parcel.id,
      position: index + 1,
      carrier: carrierName(parcel.carrier, shipment.shipperName),
      trackingNumber: parcel.trackingNumber,
      shippedAt: minuteOf(parcel.shippedAt),
      deliveredAt: parcel.deliveredAt && minuteOf(parcel.deliveredAt),
      claimUntil: parcel.claimUntil && minuteOf(parcel.claimUntil),
      content: parcel.lines
        .map(({ orderLineId, quantity }) => `${titleOf(shipment, orderLineId)} × ${quantity}`)
        .join("、"),
    })),
    lines: shipment.lines.map((line) => lineView(line, mayOpenLots)),
    refunds: shipment.refunds.map((refund) => ({
      id: refund.id,
      at: minuteOf(refund.requestedAt),
      reason: REASON_WORDS[refund.reason as RefundReason].zh,
      amountFen: toNumber(refund.amountFen),
      state: REFUND_STATE_WORDS[refund.state].zh,
      tone: REFUND_TONES[refund.state],
    })),
  };
}

export type OrderView = ReturnType<typeof orderView>;

function lineView(line: ShipmentLine, mayOpenLots: boolean) {
  return {
    id: line.id,
    title: line.kind === "FREIGHT" ? "运费" : `${line.title} ${line.variantName}`,
    isGoods: line.kind === "GOODS",
    quantity: line.quantity,
    left: line.kind === "GOODS" ? line.quantity - line.sent : 0,
    weight: weightOf(line, line.quantity * line.packQuantity),
    chargedFen: toNumber(line.chargedFen),
    refundedFen: toNumber(line.refundedFen),
    refundHint: isPaidByPlatform(line)
      ? "顾客没有为它付钱（平台优惠）。填 0：各方退回分得的钱，优惠退还平台。"
      : `最多 ${formatYuan(remainingOf(line))} 元`,
    isRefundable: canBeRefunded(line),
    picks: line.picks.map((pick) => ({
      lotId: pick.lotId,
      href: mayOpenLots ? paths.coop.lot(pick.lotId) : null,
      code: formatLotCode(pick.code),
      words: weightOf(line, pick.quantity),
    })),
  };
}

function weightOf(line: ShipmentLine, quantity: number): string {
  if (line.baseUnit === null) return "";
  const { baseUnit, pieceName, pieceNameEn } = line;
  return quantityWords(quantity, { baseUnit, pieceName: pieceName ?? "", pieceNameEn: pieceNameEn ?? "" });
}

function titleOf(shipment: ShipmentDetail, orderLineId: string): string {
  const line = shipment.lines.find(({ id }) => id === orderLineId);
  return line ? `${line.title} ${line.variantName}` : "";
}

/** Whole while somebody has to deliver it; after that nobody here needs to know where the shopper lives. */
function addressOf(shipment: ShipmentDetail): string[] {
  if (!needsAddress(shipment.state)) {
    return [`${shipment.provinceName}（详细地址在签收或取消后隐藏）`, maskPhone(shipment.buyerPhone)];
  }
  return [`${shipment.buyerName} ${shipment.buyerPhone}`, `${shipment.provinceName} ${shipment.addressLine}`];
}

/** What happened, and the next thing to come. */
function stepsOf(shipment: ShipmentDetail, events: readonly ShipmentEvent[]) {
  const past = events.map((event) => ({
    title: eventWords(event.kind, { preordered: shipment.shipBy !== null }),
    time: minuteOf(event.at),
    state: PROBLEM_EVENTS.has(event.kind) ? ("problem" as const) : ("done" as const),
    detail: event.trackingNumber ?? (event.claimNumber === null ? "" : `售后 ${event.claimNumber}`),
  }));
  const released = shipment.releasedAt
    ? [{ title: "货款转为应付", time: minuteOf(shipment.releasedAt), state: "done" as const, detail: "" }]
    : [];
  const next = nextStep(shipment);
  const coming = next ? [{ ...next, time: "", state: "upcoming" as const }] : [];
  return [...[...past, ...released].toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)), ...coming];
}

function nextStep(shipment: ShipmentDetail): { title: string; detail: string } | undefined {
  const { state, claimUntil, releasedAt } = shipment;
  if (state === "PENDING" && shipment.awaitsLots) {
    return { title: "收成封批，分到批次", detail: `最晚 ${shipment.shipBy} 发货` };
  }
  if (state === "PENDING") return { title: "打包", detail: "" };
  if (state === "PACKED") return { title: "交给快递", detail: "" };
  if (state === "PART_SHIPPED") return { title: "发出其余的货", detail: "" };
  if (state === "SHIPPED") return { title: "签收", detail: "10 天没有操作会自动确认" };
  if (state !== "DELIVERED" || releasedAt || !claimUntil) return undefined;
  return { title: "货款转为应付", detail: `售后期到 ${minuteOf(claimUntil)}` };
}
