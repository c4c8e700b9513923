import { expect, test } from "vitest";
import { pickList, type LineToPick } from "./pick-list";

const pick = (lotCode: string, expiresOn: string, quantity: number) => ({
  lotCode,
  grade: "一级",
  expiresOn,
  quantity,
});
const plums = (changes: Partial<LineToPick>): LineToPick => ({
  productId: "plum",
  productName: "绿梅",
  variantName: "5斤装",
  left: 2,
  sent: 0,
  packQuantity: 2_500,
  picks: [pick("L1", "2026-12-01", 5_000)],
  ...changes,
});

test("orders of one product are fetched together, the lot that expires first on top", () => {
  const groups = pickList([
    plums({ picks: [pick("L2", "2026-12-09", 5_000)] }),
    plums({ left: 1, picks: [pick("L1", "2026-12-01", 2_500)] }),
    plums({ left: 1, variantName: "10斤装", packQuantity: 5_000, picks: [pick("L1", "2026-12-01", 5_000)] }),
    plums({ productId: "tea", productName: "茶", left: 1, packQuantity: 250, picks: [pick("T1", "2027-06-01", 250)] }),
  ]);
  expect(groups).toMatchObject([
    {
      productName: "绿梅",
      quantity: 12_500,
      lots: [
        { lotCode: "L1", quantity: 7_500 },
        { lotCode: "L2", quantity: 5_000 },
      ],
      boxes: [
        { variantName: "5斤装", count: 3 },
        { variantName: "10斤装", count: 1 },
      ],
    },
    { productName: "茶", quantity: 250 },
  ]);
});

test("what went out before is not fetched again: it was taken from the first lots", () => {
  const picks = [pick("L1", "2026-12-01", 3_000), pick("L2", "2026-12-09", 4_500)];
  const [group] = pickList([plums({ left: 1, sent: 2, picks })]);
  expect(group).toMatchObject({ quantity: 2_500, lots: [{ lotCode: "L2", quantity: 2_500 }] });
  expect(pickList([plums({ left: 0, sent: 2 })])).toEqual([]);
});

test("every gram that the lines need is on the list, whatever the order of the lots", () => {
  const lines = Array.from({ length: 30 }, (_, n) =>
    plums({
      left: (n % 3) + 1,
      picks: [pick(`L${n % 4}`, `2026-12-0${(n % 4) + 1}`, ((n % 3) + 1) * 2_500)],
    }),
  );
  const [group] = pickList(lines);
  expect(group?.quantity).toBe(lines.reduce((total, line) => total + line.left * line.packQuantity, 0));
  expect(group?.lots.map((lot) => lot.lotCode)).toEqual(["L0", "L1", "L2", "L3"]);
});
