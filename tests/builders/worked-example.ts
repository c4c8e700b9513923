import type { GoodsLine, Pick } from "~/benefits/split";

/** What three boxes take of a lot of three households. */
export const workedExampleLot: Pick = {
  lotId: "lot-1",
  quantity: 7_500,
  composition: [
    { householdId: "h1", settlementMode: "CONSIGNED", weight: 240n },
    { householdId: "h2", settlementMode: "CONSIGNED", weight: 153n },
    { householdId: "h3", settlementMode: "CONSIGNED", weight: 144n },
  ],
};

/** The worked example of app/benefits/README.md: three boxes at 39.90 from a lot of three households; 6.27 of the processing charge fall on them. */
export const workedExample: GoodsLine = {
  kind: "GOODS",
  netFen: 11_970n,
  processingFen: 627n,
  platformBps: 500,
  terms: { cooperativeBps: 800, reserveBps: 0, servicePointBps: 0, villageBps: 0 },
  seller: { kind: "COOPERATIVE", id: "c0000000-0000-7000-8000-000000000001" },
  servicePointId: null,
  areaCode: "341021203201",
  picks: [workedExampleLot],
};
