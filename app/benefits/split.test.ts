import { expect, test } from "vitest";
import { newSeed, seededRandom, type Random } from "#tests/builders/random";
import { percentOf, sum } from "~/kernel/money";
import { workedExample, workedExampleLot } from "#tests/builders/worked-example";
import { attributeLine } from "./attribution";
import { releasedAccount, splitLine, type CompositionRow, type GoodsLine, type Pick } from "./split";

const COOPERATIVE = "c0000000-0000-7000-8000-000000000001";
const [FIRST, SECOND] = ["h1", "h2"];

function amounts(line: Parameters<typeof splitLine>[0]): string[] {
  return splitLine(line).map((part) => `${part.number} ${part.kind} ${part.account} ${part.amountFen}`);
}

test("the worked example comes out to the fen", () => {
  expect(amounts(workedExample)).toEqual([
    "0 PLATFORM_FEE platform:fees 599",
    "1 PROCESSING platform:processing 627",
    `2 COOPERATIVE cooperative:${COOPERATIVE}:pending 860`,
    "3 HOUSEHOLD household:h1:pending 4417",
    "4 HOUSEHOLD household:h2:pending 2816",
    "5 HOUSEHOLD household:h3:pending 2651",
  ]);
  expect(amounts({ kind: "FREIGHT", netFen: 800n, processingFen: 42n, shipperId: "s1" })).toEqual([
    "0 PROCESSING platform:processing 42",
    "1 FREIGHT freight:s1:pending 758",
  ]);
  expect(attributeLine(workedExample).map((share) => share.amountFen)).toEqual([5350n, 3410n, 3210n]);
});

test("a direct sale goes to the household, less the charge of its service point", () => {
  const line: GoodsLine = {
    ...workedExample,
    seller: { kind: "HOUSEHOLD", id: FIRST },
    servicePointId: "p1",
    terms: { ...workedExample.terms, servicePointBps: 300 },
    picks: [{ ...workedExampleLot, composition: [{ householdId: FIRST, settlementMode: "DIRECT", weight: 1n }] }],
  };
  expect(amounts(line)).toEqual([
    "0 PLATFORM_FEE platform:fees 599",
    "1 PROCESSING platform:processing 627",
    "2 SERVICE_POINT service-point:p1:pending 322",
    "3 HOUSEHOLD household:h1:pending 10422",
  ]);
  expect(amounts({ ...line, servicePointId: null }).at(-1)).toBe("2 HOUSEHOLD household:h1:pending 10744");
});

test("what was bought out at intake is the cooperative's when it sells", () => {
  const picks = [
    {
      ...workedExampleLot,
      composition: workedExampleLot.composition.map((row) => ({ ...row, settlementMode: "BOUGHT_OUT" as const })),
    },
  ];
  const parts = splitLine({ ...workedExample, picks });
  expect(parts.map((part) => [part.kind, part.amountFen, part.flow])).toEqual([
    ["PLATFORM_FEE", 599n, null],
    ["PROCESSING", 627n, null],
    ["COOPERATIVE", 10_744n, "BOUGHT_OUT_GOODS"],
  ]);
});

test("a mixed lot keeps consigned, bought-out and unregistered supply apart, and part of the charge as reserve", () => {
  const picks: Pick[] = [
    {
      lotId: "lot-1",
      quantity: 1,
      composition: [
        { householdId: FIRST, settlementMode: "CONSIGNED", weight: 40n },
        { householdId: SECOND, settlementMode: "BOUGHT_OUT", weight: 30n },
        { householdId: null, settlementMode: "CONSIGNED", weight: 10n },
        { householdId: null, settlementMode: "BOUGHT_OUT", weight: 20n },
      ],
    },
  ];
  const terms = { ...workedExample.terms, cooperativeBps: 1_000, reserveBps: 2_000, villageBps: 100 };
  expect(amounts({ ...workedExample, netFen: 10_000n, processingFen: 0n, platformBps: 0, terms, picks })).toEqual([
    "0 VILLAGE village:341021203201:pending 100",
    // 9,900: consigned 4,950, bought out 2,970, unregistered 1,980; charge 495, of which 99 reserve
    `1 COOPERATIVE cooperative:${COOPERATIVE}:pending 396`,
    `2 RESERVE cooperative:${COOPERATIVE}:pending 99`,
    `3 COOPERATIVE cooperative:${COOPERATIVE}:pending 2970`,
    "4 HOUSEHOLD household:h1:pending 3564",
    // 891 consigned and 1,980 bought out are one part: the same unregistered suppliers of one lot
    `5 OTHERS cooperative:${COOPERATIVE}:others:pending 2871`,
  ]);
});

test("a line over two lots is divided by the quantities picked, and names the lot of each part", () => {
  const other: Pick = {
    lotId: "lot-2",
    quantity: 2_500,
    composition: [{ householdId: FIRST, settlementMode: "CONSIGNED", weight: 5n }],
  };
  const parts = splitLine({ ...workedExample, processingFen: 0n, platformBps: 0, picks: [workedExampleLot, other] });
  const byLot = (lotId: string) => sum(parts.filter((part) => part.lotId === lotId).map((part) => part.amountFen));
  expect([byLot("lot-1"), byLot("lot-2")]).toEqual([8_978n, 2_992n]);
  expect(parts.filter((part) => part.householdId === FIRST).map((part) => part.lotId)).toEqual(["lot-1", "lot-2"]);
});

test("a charge larger than the line takes the line and no more", () => {
  expect(amounts({ ...workedExample, netFen: 5n, processingFen: 90n })).toEqual(["0 PROCESSING platform:processing 5"]);
  expect(splitLine({ ...workedExample, netFen: 0n, processingFen: 0n })).toEqual([]);
});

test("the claim window's end moves each part to where it is paid from, and the reserve to the reserve", () => {
  const account = "cooperative:c1:pending" as const;
  expect(releasedAccount({ kind: "COOPERATIVE", account })).toBe("cooperative:c1:payable");
  expect(releasedAccount({ kind: "RESERVE", account })).toBe("cooperative:c1:reserve");
  expect(releasedAccount({ kind: "PROCESSING", account: "platform:processing" })).toBeUndefined();
});

const seed = newSeed();

test(`100,000 random splits add up, with nobody below zero and the households' order irrelevant (seed ${seed})`, () => {
  const random = seededRandom(seed);
  let violations = 0;
  for (let run = 0; run < 100_000; run++) {
    const line = randomLine(random);
    const parts = splitLine(line);
    const attributed = attributeLine(line);
    const reordered = run % 10 === 0; // costs as much as the split itself
    const shuffled = { ...line, picks: line.picks.map((p) => ({ ...p, composition: [...p.composition].reverse() })) };
    const keys = new Set(parts.map((part) => [part.kind, part.account, part.lotId, part.flow].join()));
    const holds =
      sum(parts.map((part) => part.amountFen)) === line.netFen &&
      parts.every((part, i) => part.amountFen > 0n && part.number === i) &&
      keys.size === parts.length &&
      sum(attributed.map((share) => share.amountFen)) === line.netFen &&
      attributed.every((share) => share.amountFen > 0n) &&
      (parts.find((part) => part.kind === "PLATFORM_FEE")?.amountFen ?? 0n) ===
        percentOf(line.netFen, line.platformBps) &&
      (!reordered || totals(splitLine(shuffled)) === totals(parts));
    if (!holds) violations++;
  }
  expect(violations).toBe(0);
}, 60_000);

function totals(parts: readonly { account: string; kind: string; amountFen: bigint }[]): string {
  return parts
    .map((part) => `${part.kind} ${part.account} ${part.amountFen}`)
    .sort()
    .join();
}

/** 0.01 to 5,000.00 yuan, one to three lots of up to fourteen rows, every rule from nothing to a lot. */
function randomLine(random: Random): GoodsLine {
  const direct = random.chance(0.2);
  const rate = (most: number) => (random.chance(0.25) ? 0 : random.int(1, most));
  return {
    kind: "GOODS",
    netFen: BigInt(random.chance(0.2) ? random.int(1, 30) : random.int(1, 500_000)),
    processingFen: BigInt(random.chance(0.2) ? 0 : random.int(0, 2_000)),
    platformBps: rate(1_500),
    terms: {
      cooperativeBps: rate(4_000),
      reserveBps: rate(10_000),
      servicePointBps: rate(1_500),
      villageBps: rate(1_000),
    },
    seller: direct ? { kind: "HOUSEHOLD", id: "h00" } : { kind: "COOPERATIVE", id: COOPERATIVE },
    servicePointId: random.chance(0.5) ? "p1" : null,
    areaCode: "341021203201",
    picks: Array.from({ length: random.int(1, 3) }, (_, i) => ({
      lotId: `lot-${i}`,
      quantity: random.int(1, 50_000),
      composition: direct ? [{ householdId: "h00", settlementMode: "DIRECT", weight: 1n }] : randomComposition(random),
    })),
  };
}

function randomComposition(random: Random): CompositionRow[] {
  const modes = random.chance(0.4) ? (["CONSIGNED"] as const) : (["CONSIGNED", "BOUGHT_OUT"] as const);
  const rows = Array.from({ length: random.int(1, 14) }, (_, i) => ({
    householdId: `h${String(i).padStart(2, "0")}`,
    settlementMode: random.pick(modes),
    weight: BigInt(random.int(i === 0 ? 1 : 0, 40_000_000)),
  }));
  const other = { householdId: null, settlementMode: random.pick(modes), weight: BigInt(random.int(0, 9_000_000)) };
  return random.chance(0.3) ? [...rows, other] : rows;
}
