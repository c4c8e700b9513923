import { expect, test } from "vitest";
import { newSeed, seededRandom, type Random } from "#tests/builders/random";
import { workedExample } from "#tests/builders/worked-example";
import { sum } from "~/kernel/money";
import { spreadRefund } from "./refund-spread";
import { releasedAccount, splitLine, splitPromised, type GoodsLine } from "./split";

const COOPERATIVE = workedExample.seller.id;

// Pre-ordered, 5.99 and 6.27 are taken at payment and 107.44 wait for the seller's lots.
const waiting: GoodsLine = { ...workedExample, picks: [], awaitsLots: true };

const words = (parts: ReturnType<typeof splitLine>) =>
  parts.map((part) => `${part.number} ${part.kind} ${part.account} ${part.amountFen}`);

test("a pre-order's fees are split at payment, and the seller's share waits as one part", () => {
  expect(words(splitLine(waiting))).toEqual([
    "0 PLATFORM_FEE platform:fees 599",
    "1 PROCESSING platform:processing 627",
    `2 PREORDER cooperative:${COOPERATIVE}:pending 10744`,
  ]);
});

test.each([
  // nothing was refunded: to the fen what goods in stock would have given, each part numbered after the waiting one
  [10_744n, ["3 COOPERATIVE 860", "4 HOUSEHOLD 4417", "5 HOUSEHOLD 2816", "6 HOUSEHOLD 2651"]],
  // a refund of a third meanwhile is shared by all
  [7_163n, ["3 COOPERATIVE 573", "4 HOUSEHOLD 2945", "5 HOUSEHOLD 1878", "6 HOUSEHOLD 1767"]],
  [1n, ["4 HOUSEHOLD 1"]],
  [0n, []],
])("what is left of it, %s fen, goes to everybody behind the lots", (remainingFen, expected) => {
  const parts = splitPromised(workedExample, remainingFen);
  expect(parts.map((part) => `${part.number} ${part.kind} ${part.amountFen}`)).toEqual(expected);
  expect(sum(parts.map((part) => part.amountFen))).toBe(remainingFen);
});

test("the waiting part is never released: it has nobody to be paid to", () => {
  expect(releasedAccount({ kind: "PREORDER", account: "cooperative:c1:pending" })).toBeUndefined();
});

const seed = newSeed();

test(`5,000 random ways of a pre-order: paid, refunded, given its lots, refunded: every fen is somebody's (seed ${seed})`, () => {
  const random = seededRandom(seed);
  let wrong = 0;
  for (let run = 0; run < 5_000; run++) {
    const line = randomLine(random);
    let parts = splitLine({ ...line, awaitsLots: true }).map((part) => ({ ...part, takenFen: 0n }));
    let refundedFen = 0n;
    const holds: boolean[] = [sum(parts.map((part) => part.amountFen)) === line.netFen];
    const refund = () => {
      const left = line.netFen - refundedFen;
      const takeFen = random.chance(0.2) ? left : (left * BigInt(random.int(0, 100))) / 100n;
      const takes = spreadRefund(
        takeFen,
        parts.map((part) => ({ number: part.number, remainingFen: part.amountFen - part.takenFen })),
      );
      parts = parts.map((part) => ({ ...part, takenFen: part.takenFen + (takes.get(part.number) ?? 0n) }));
      refundedFen += takeFen;
      holds.push(parts.every((part) => part.takenFen <= part.amountFen));
    };
    for (let i = random.int(0, 3); i > 0; i--) refund();
    const one = parts.find((part) => part.kind === "PREORDER");
    const movedFen = one ? one.amountFen - one.takenFen : 0n;
    const given = splitPromised(line, movedFen);
    // what moved on was never the waiting part's own: it keeps what refunds took of it
    parts = [
      ...parts.map((part) => (part === one ? { ...part, amountFen: part.takenFen } : part)),
      ...given.map((part) => ({ ...part, takenFen: 0n })),
    ];
    holds.push(new Set(parts.map((part) => part.number)).size === parts.length);
    for (let i = random.int(0, 3); i > 0; i--) refund();
    holds.push(sum(parts.map((part) => part.amountFen)) === line.netFen);
    holds.push(sum(parts.map((part) => part.amountFen - part.takenFen)) === line.netFen - refundedFen);
    if (refundedFen === line.netFen) holds.push(parts.every((part) => part.takenFen === part.amountFen));
    if (movedFen === (one?.amountFen ?? 0n)) {
      const stock = splitLine(line).filter((part) => !["PLATFORM_FEE", "PROCESSING", "VILLAGE"].includes(part.kind));
      holds.push(words(given).join() === words(stock.map((part) => ({ ...part, number: part.number + 1 }))).join());
    }
    if (holds.includes(false)) wrong += 1;
  }
  expect(wrong).toBe(0);
}, 30_000);

function randomLine(random: Random): GoodsLine {
  const rate = (most: number) => (random.chance(0.25) ? 0 : random.int(1, most));
  return {
    ...workedExample,
    netFen: BigInt(random.chance(0.2) ? random.int(1, 30) : random.int(1, 500_000)),
    processingFen: BigInt(random.chance(0.2) ? 0 : random.int(0, 2_000)),
    platformBps: rate(1_500),
    terms: { cooperativeBps: rate(4_000), reserveBps: rate(10_000), servicePointBps: 0, villageBps: rate(1_000) },
    picks: Array.from({ length: random.int(1, 3) }, (_, lot) => ({
      lotId: `lot-${lot}`,
      quantity: random.int(1, 50_000),
      composition: Array.from({ length: random.int(1, 9) }, (_one, row) => ({
        householdId: random.chance(0.1) ? null : `h${row}`,
        settlementMode: random.pick(["CONSIGNED", "BOUGHT_OUT"] as const),
        weight: BigInt(random.int(row === 0 ? 1 : 0, 40_000_000)),
      })),
    })),
  };
}
