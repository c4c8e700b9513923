import { expect, test } from "vitest";
import { mergeBaskets, parsePacks } from "./basket";

test("a guest's cart joins the own one: nothing lost, nothing twice, the larger number stays", () => {
  const own = [
    { variantId: "a", quantity: 2 },
    { variantId: "b", quantity: 1 },
  ];
  const guest = [
    { variantId: "a", quantity: 3 },
    { variantId: "c", quantity: 1 },
  ];
  expect(mergeBaskets(own, guest)).toEqual([
    { variantId: "a", quantity: 3 },
    { variantId: "b", quantity: 1 },
    { variantId: "c", quantity: 1 },
  ]);
});

test("two well-filled carts lose nothing, though together they are more than one order takes", () => {
  const goods = (name: string) => Array.from({ length: 40 }, (_, n) => ({ variantId: `${name}${n}`, quantity: 1 }));
  expect(mergeBaskets(goods("own"), goods("guest"))).toEqual([...goods("own"), ...goods("guest")]);
});

test.each([
  ["1", 1],
  ["９９", 99],
  ["999", 999],
  ["0", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["1000", undefined],
  ["", undefined],
  [undefined, undefined],
])("%s packs are read as %s", (text, packs) => {
  expect(parsePacks(text)).toBe(packs);
});
