import { expect, test } from "vitest";
import { listingParameters, listingQueryOf } from "./listing-query";

const read = (address: string) => listingQueryOf(new URLSearchParams(address));

test("an address says what is looked at, and the same again", () => {
  const seller = "COOPERATIVE:0193b3a0-0000-7000-8000-000000000000";
  const query = read(`tab=sold-out&q=${encodeURIComponent("  猕猴桃 ")}&seller=${seller}&sort=-price`);
  expect(query).toEqual({ tab: "sold-out", q: "猕猴桃", seller, sort: "-price" });
  expect(listingParameters(query)).toEqual({ tab: "sold-out", q: "猕猴桃", seller, sort: "-price" });
});

test.each(["", "tab=x&sort=1%3BDROP&seller=me", "seller=COOPERATIVE:1"])(
  "nonsense (%s) is the usual list",
  (address) => {
    expect(read(address)).toEqual({ tab: "on-sale", q: "", seller: "", sort: "updated" });
    expect(Object.values(listingParameters(read(address))).filter(Boolean)).toEqual([]);
  },
);

test("a search is cut where nobody reads on, at whole characters and without NUL", () => {
  expect([...read(`q=${encodeURIComponent("🥝".repeat(200))}`).q]).toHaveLength(60);
  expect(read("q=a%00b").q).toBe("ab");
});
