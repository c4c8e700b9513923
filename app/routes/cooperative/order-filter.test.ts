import { describe, expect, test } from "vitest";
import { isNarrowed, orderFilter, orderQuery } from "./order-filter";

const read = (query: string) => orderFilter(new URLSearchParams(query));

describe("the filter of the orders page", () => {
  test("stands in the address and comes back the same", () => {
    const filter = read("tab=shipped&from=2026-11-01&to=2026-11-20&province=31&q=hh-12");
    expect(filter).toEqual({ tab: "shipped", from: "2026-11-01", to: "2026-11-20", province: "31", number: "HH-12" });
    expect(read(new URLSearchParams(orderQuery(filter)).toString())).toEqual(filter);
  });

  test.each(["tab=x", "from=2026-02-30", "to=gestern", "product=1", "province=%27--", "q=%25%20%5C"])(
    "%s narrows nothing",
    (query) => {
      expect(read(query)).toEqual({ tab: "to-pack" });
      expect(isNarrowed(read(query))).toBe(false);
    },
  );
});
