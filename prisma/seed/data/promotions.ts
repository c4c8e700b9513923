import type { SellerKey } from "./sellers";

export type SeedPromotion = {
  readonly code: string;
  readonly funder: "PLATFORM" | "SELLER";
  readonly sellerKey: SellerKey | null;
  readonly amountFen: bigint;
  /** goods it counts: all of them, or the seller's */
  readonly minimumFen: bigint;
  readonly useLimit: number;
  /** days before now; the last ones still hold */
  readonly fromDaysAgo: number;
  readonly toDaysAgo: number;
};

export const promotions: readonly SeedPromotion[] = [
  {
    code: "HUHUI10",
    funder: "PLATFORM",
    sellerKey: null,
    amountFen: 1_000n,
    minimumFen: 8_900n,
    useLimit: 400,
    fromDaysAgo: 380,
    toDaysAgo: -60,
  },
  {
    code: "FIRST6",
    funder: "PLATFORM",
    sellerKey: null,
    amountFen: 600n,
    minimumFen: 4_900n,
    useLimit: 250,
    fromDaysAgo: 380,
    toDaysAgo: -90,
  },
  {
    code: "SHUANG11",
    funder: "PLATFORM",
    sellerKey: null,
    amountFen: 2_000n,
    minimumFen: 15_900n,
    useLimit: 80,
    fromDaysAgo: 24,
    toDaysAgo: 10,
  },
  {
    code: "MEIZI8",
    funder: "SELLER",
    sellerKey: "coop-shuangyuan",
    amountFen: 800n,
    minimumFen: 6_000n,
    useLimit: 120,
    fromDaysAgo: 380,
    toDaysAgo: -30,
  },
  {
    code: "LIPING5",
    funder: "SELLER",
    sellerKey: "coop-liping",
    amountFen: 500n,
    minimumFen: 3_900n,
    useLimit: 200,
    fromDaysAgo: 380,
    toDaysAgo: -30,
  },
  {
    code: "SHANCHA20",
    funder: "SELLER",
    sellerKey: "coop-changxi",
    amountFen: 2_000n,
    minimumFen: 12_000n,
    useLimit: 100,
    fromDaysAgo: 300,
    toDaysAgo: -30,
  },
  {
    code: "ZALIANG6",
    funder: "SELLER",
    sellerKey: "coop-kongque-grain",
    amountFen: 600n,
    minimumFen: 4_500n,
    useLimit: 150,
    fromDaysAgo: 250,
    toDaysAgo: 20,
  },
];
