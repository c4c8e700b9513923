import { expect, test } from "vitest";
import type { GoodsLine, SplittableLine } from "~/benefits/split";
import { compareSplits, underTerms } from "./dry-run";

const terms = { cooperativeBps: 800, reserveBps: 2_000, servicePointBps: 0, villageBps: 0 };
const line: GoodsLine = {
  kind: "GOODS",
  netFen: 11_970n,
  processingFen: 627n,
  platformBps: 500,
  terms,
  seller: { kind: "COOPERATIVE", id: "c1" },
  servicePointId: null,
  areaCode: "341021203201",
  picks: [
    {
      lotId: "l1",
      quantity: 7_500,
      composition: [
        { householdId: "h1", settlementMode: "CONSIGNED", weight: 240n },
        { householdId: "h2", settlementMode: "CONSIGNED", weight: 153n },
      ],
    },
  ],
};
const freight: SplittableLine = { kind: "FREIGHT", netFen: 800n, processingFen: 42n, shipperId: "s1" };

test("a lower charge of the cooperative goes to the households, to the fen, and nobody else notices", () => {
  const { rows, totalFen } = compareSplits(
    [line, freight],
    [underTerms(line, { ...terms, cooperativeBps: 500 }), freight],
  );
  expect(totalFen).toBe(12_770n);
  const change = Object.fromEntries(rows.map((row) => [row.kind, row.afterFen - row.beforeFen]));
  expect(change).toEqual({
    HOUSEHOLD: 323n,
    COOPERATIVE: -258n,
    RESERVE: -65n,
    FREIGHT: 0n,
    PLATFORM_FEE: 0n,
    PROCESSING: 0n,
  });
});

test("the same terms change nothing", () => {
  const { rows } = compareSplits([line], [underTerms(line, { ...terms })]);
  expect(rows.every((row) => row.beforeFen === row.afterFen)).toBe(true);
});
