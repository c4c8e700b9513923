import { isId } from "~/kernel/ids";
import { isDay } from "~/kernel/period";
import { orderTab, type OrderTab } from "./order-tabs";

/** Which shipments a page of orders shows: it stands in the address, and goes with every link on the page. */
export type OrderFilter = {
  readonly tab: OrderTab;
  /** Shanghai days of paying, both included */
  readonly from?: string;
  readonly to?: string;
  readonly productId?: string;
  readonly province?: string;
  /** the order's number, or a part of it */
  readonly number?: string;
};

/** What of the address is a filter; nonsense narrows nothing. */
export function orderFilter(search: URLSearchParams): OrderFilter {
  const [from, to, product, province] = ["from", "to", "product", "province"].map((name) => search.get(name) ?? "");
  const number = (search.get("q") ?? "")
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9-]/g, "")
    .slice(0, 30);
  return {
    tab: orderTab(search.get("tab")),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(isId(product) ? { productId: product } : {}),
    ...(province && /^[1-9]\d$/.test(province) ? { province } : {}),
    ...(number === "" ? {} : { number }),
  };
}

/** The same filter as parts of an address. */
export function orderQuery({ tab, productId, number, ...rest }: OrderFilter) {
  return {
    tab,
    ...rest,
    ...(productId === undefined ? {} : { product: productId }),
    ...(number === undefined ? {} : { q: number }),
  };
}

export function isNarrowed(filter: OrderFilter): boolean {
  return Object.keys(filter).length > 1;
}
