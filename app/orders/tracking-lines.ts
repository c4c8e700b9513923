import { findCarrier, trackingNumberOf, carrierOf } from "./carriers";

/** One line of a pasted list: an order, a carrier, a number. */
export type TrackingLine = {
  /** counted from 1, as the person sees it */
  readonly row: number;
  readonly orderNumber: string;
  readonly carrier: string;
  readonly trackingNumber: string;
};

export type LineFault =
  | { readonly kind: "not-three" }
  | { readonly kind: "order-number" }
  | { readonly kind: "carrier"; readonly written: string }
  | { readonly kind: "tracking-number"; readonly carrier: string };

export type ReadLine = TrackingLine | { readonly row: number; readonly written: string; readonly fault: LineFault };

/** A list of more lines is not one day's work; it is taken in parts. */
export const MOST_LINES = 200;

/**
 * Reads a pasted list, one order a line: number, carrier, tracking number, apart by tabs, commas or spaces. Empty lines and
 * a line of headings are passed over; every other line is either read or says what is wrong with it.
 */
export function readTrackingLines(text: string): ReadLine[] {
  return text
    .normalize("NFKC")
    .split(/\r\n|\r|\n/)
    .map((written, index) => ({ written: written.trim(), row: index + 1 }))
    .filter(({ written }) => written !== "" && !/^(订单|order)/i.test(written))
    .slice(0, MOST_LINES + 1)
    .map(readLine);
}

function readLine({ written, row }: { written: string; row: number }): ReadLine {
  const wrong = (fault: LineFault): ReadLine => ({ row, written: written.slice(0, 80), fault });
  const cells = cellsOf(written);
  const [order = "", company = "", ...rest] = cells;
  const number = rest.join("");
  if (order === "" || company === "" || number === "") return wrong({ kind: "not-three" });
  const orderNumber = order.toUpperCase();
  if (!/^\d{6}-[0-9A-HJKMNP-TV-Z]{8}$/.test(orderNumber)) return wrong({ kind: "order-number" });
  const carrier = findCarrier(company);
  if (!carrier) return wrong({ kind: "carrier", written: company.slice(0, 20) });
  const trackingNumber = trackingNumberOf(carrier.code, number);
  if (trackingNumber === undefined) return wrong({ kind: "tracking-number", carrier: carrier.code });
  return { row, orderNumber, carrier: carrier.code, trackingNumber };
}

/** Tabs or commas part cells that may hold spaces; without them spaces do. */
function cellsOf(written: string): string[] {
  const byTab = written.split("\t");
  const byComma = written.split(/[,;、]/);
  const cells = byTab.length >= 3 ? byTab : byComma.length >= 3 ? byComma : written.split(/[\s,;、]+/);
  return cells.map((cell) => cell.trim());
}

export function explainLineFault(fault: LineFault): string {
  switch (fault.kind) {
    case "not-three":
      return "一行要有三样：订单号、快递公司、快递单号。";
    case "order-number":
      return "订单号的样子是 261128-7K3M9Q2X。";
    case "carrier":
      return `不认识快递公司“${fault.written}”。没有列出的写“其他”。`;
    case "tracking-number": {
      const { name, looksLike } = carrierOf(fault.carrier);
      return `单号不像${name}的单号：应为 ${looksLike}。`;
    }
  }
}

/** What is known of the orders named: this seller's shipments of each, and who else has the number. */
export type KnownShipment = {
  readonly shipmentId: string;
  readonly orderNumber: string;
  readonly canShip: boolean;
  readonly stateWord: string;
  readonly trackingNumbers: readonly string[];
};

export type PlannedLine = TrackingLine &
  (
    | { readonly plan: "ship"; readonly shipmentId: string; readonly sharedWith: readonly string[] }
    | { readonly plan: "done" }
    | { readonly plan: "refused"; readonly why: string }
  );

/**
 * What would become of each line: shipped, done before with this number, or refused. `sharedWith` names the other orders
 * that have the same number; that is right when two orders lie in one box, and is asked.
 */
export function planTracking(
  lines: readonly TrackingLine[],
  known: readonly KnownShipment[],
  elsewhere: ReadonlyMap<string, readonly string[]>,
): PlannedLine[] {
  const seen = new Set<string>();
  return lines.map((line): PlannedLine => {
    const own = known.filter(({ orderNumber }) => orderNumber === line.orderNumber);
    if (own.length === 0) return { ...line, plan: "refused", why: "没有找到这个订单，或不是本社发货。" };
    if (own.some(({ trackingNumbers }) => trackingNumbers.includes(line.trackingNumber)))
      return { ...line, plan: "done" };
    if (seen.has(line.orderNumber)) {
      return { ...line, plan: "refused", why: "这一单前面已有一行；分几个包裹发的，请在订单页填。" };
    }
    seen.add(line.orderNumber);
    const [target, second] = own.filter(({ canShip }) => canShip);
    if (!target) return { ...line, plan: "refused", why: `这一单现在是“${own[0]?.stateWord ?? ""}”，不能再发。` };
    if (second) return { ...line, plan: "refused", why: "这一单有几份货要分开发，请在订单页填单号。" };
    const sharedWith = [
      ...lines.filter((one) => one.trackingNumber === line.trackingNumber).map(({ orderNumber }) => orderNumber),
      ...(elsewhere.get(line.trackingNumber) ?? []),
    ].filter((orderNumber) => orderNumber !== line.orderNumber);
    return { ...line, plan: "ship", shipmentId: target.shipmentId, sharedWith: [...new Set(sharedWith)] };
  });
}
