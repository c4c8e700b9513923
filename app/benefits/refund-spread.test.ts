import { expect, test } from "vitest";
import { newSeed, seededRandom } from "#tests/builders/random";
import { sum } from "~/kernel/money";
import { reverseAttribution, type AttributionShare } from "./attribution";
import { discountBack, planRefund, spreadRefund, type PartToTake } from "./refund-spread";

const example = [599n, 627n, 860n, 4_417n, 2_816n, 2_651n].map((remainingFen, number) => ({ number, remainingFen }));

test("the worked example's refund of 19.95 is spread over every remaining part", () => {
  const takes = spreadRefund(1_995n, example);
  expect([...takes]).toEqual([
    [0, 100n],
    [1, 105n],
    [2, 143n],
    [3, 736n],
    [4, 469n],
    [5, 442n],
  ]);
});

test("a full refund takes exactly what each part was given", () => {
  const takes = spreadRefund(11_970n, example);
  expect(example.every((part) => takes.get(part.number) === part.remainingFen)).toBe(true);
});

test("a refund of nothing takes nothing, and more than remains is refused", () => {
  expect(spreadRefund(0n, example).size).toBe(0);
  expect(() => spreadRefund(11_971n, example)).toThrow(RangeError);
  expect(() => spreadRefund(-1n, example)).toThrow(RangeError);
});

test("attribution is reversed over what is still attributed", () => {
  const shares = [5_350n, 3_410n, 3_210n].map((amountFen, i) => ({ lotId: "l", householdId: `h${i}`, amountFen }));
  expect(reverseAttribution(shares, 1_995n).map((share) => share.amountFen)).toEqual([892n, 568n, 535n]);
  expect(reverseAttribution(shares, 0n)).toEqual([]);
  expect(() => reverseAttribution(shares, 11_971n)).toThrow(RangeError);
});

test("the platform's discount comes back in proportion, and all of it with the last refund", () => {
  const line = { chargedFen: 9_970n, platformDiscountFen: 2_000n };
  const half = discountBack({ ...line, refundedBeforeFen: 0n, discountBackBeforeFen: 0n, amountFen: 4_985n });
  expect(half).toBe(1_000n);
  expect(discountBack({ ...line, refundedBeforeFen: 4_985n, discountBackBeforeFen: half, amountFen: 4_985n })).toBe(
    1_000n,
  );
  const free = { chargedFen: 0n, platformDiscountFen: 500n, refundedBeforeFen: 0n, amountFen: 0n };
  expect(discountBack({ ...free, discountBackBeforeFen: 0n })).toBe(500n);
  expect(discountBack({ ...free, discountBackBeforeFen: 500n })).toBe(0n);
});

const waiting: PartToTake = {
  number: 3,
  kind: "HOUSEHOLD",
  takeFen: 700n,
  account: "household:h1:pending",
  waitingFen: 4_417n,
  releasedAccount: "household:h1:payable",
  releasedFen: 0n,
};
const sellerBears = [
  { account: "cooperative:c1:reserve" as const, limitFen: 50n },
  { account: "funds:cooperative:c1" as const, limitFen: null },
];

test("before the claim window is over a household gives back what still waits", () => {
  expect(planRefund([waiting], new Map(), sellerBears).takes).toEqual([
    { number: 3, source: "household:h1:pending", amountFen: 700n, covered: false },
  ]);
});

test("after it, what is payable and still there", () => {
  const released = { ...waiting, waitingFen: 0n, releasedFen: 4_417n };
  const balances = new Map([["household:h1:payable" as const, 4_417n]]);
  expect(planRefund([released], balances, sellerBears).takes).toEqual([
    { number: 3, source: "household:h1:payable", amountFen: 700n, covered: false },
  ]);
});

test("a household that was paid gives nothing back: the reserve bears it, then the seller's funds", () => {
  const paid = { ...waiting, waitingFen: 0n, releasedFen: 0n };
  // another sale's money lies in the same account, and stays there
  const balances = new Map([["household:h1:payable" as const, 9_000n]]);
  expect(planRefund([paid], balances, sellerBears).takes).toEqual([
    { number: 3, source: "cooperative:c1:reserve", amountFen: 50n, covered: true },
    { number: 3, source: "funds:cooperative:c1", amountFen: 650n, covered: true },
  ]);
});

test("the processing charge is always borne, since Stripe keeps its fee", () => {
  const processing: PartToTake = {
    ...waiting,
    number: 1,
    kind: "PROCESSING",
    account: "platform:processing",
    releasedAccount: undefined,
    takeFen: 60n,
  };
  expect(planRefund([processing], new Map(), sellerBears).takes.map((take) => [take.source, take.amountFen])).toEqual([
    ["cooperative:c1:reserve", 50n],
    ["funds:cooperative:c1", 10n],
  ]);
});

const seed = newSeed();

test(`200,000 random refund sequences raise nobody, take no more than was given, and end at zero (seed ${seed})`, () => {
  const random = seededRandom(seed);
  let violations = 0;
  let steps = 0;
  for (let run = 0; run < 200_000; run++) {
    let remaining = Array.from({ length: random.int(1, 7) }, (_, number) => ({
      number,
      remainingFen: BigInt(random.chance(0.3) ? random.int(1, 9) : random.int(1, 200_000)),
    }));
    let total = sum(remaining.map((part) => part.remainingFen));
    const isFull = random.chance(0.5);
    for (let left = random.chance(0.02) ? random.int(5, 40) : random.int(1, 4); left > 0 && total > 0n; left--) {
      const take = left === 1 && isFull ? total : BigInt(random.int(1, Number(total)));
      const takes = spreadRefund(take, remaining);
      const next = remaining.map((part) => ({
        ...part,
        remainingFen: part.remainingFen - (takes.get(part.number) ?? 0n),
      }));
      const holds =
        sum(takes.values()) === take &&
        next.every((part, i) => part.remainingFen >= 0n && part.remainingFen <= (remaining[i]?.remainingFen ?? 0n));
      if (!holds) violations++;
      remaining = next;
      total -= take;
      steps++;
    }
    if (sum(remaining.map((part) => part.remainingFen)) !== total) violations++;
    if (total === 0n && remaining.some((part) => part.remainingFen !== 0n)) violations++;
  }
  expect(violations).toBe(0);
  expect(steps).toBeGreaterThan(200_000);
}, 60_000);

test(`20,000 random plans give back exactly what was asked, from accounts that have it (seed ${seed})`, () => {
  const random = seededRandom(seed);
  let violations = 0;
  for (let run = 0; run < 20_000; run++) {
    const parts = Array.from({ length: random.int(1, 6) }, (_, number): PartToTake => {
      const given = random.int(1, 1_000);
      const released = random.chance(0.5) ? random.int(0, given) : 0;
      return {
        number,
        kind: random.pick(["HOUSEHOLD", "COOPERATIVE", "RESERVE", "PROCESSING"] as const),
        takeFen: BigInt(random.int(0, given)),
        account: `household:${number}:pending`,
        waitingFen: BigInt(random.int(0, given - released)),
        releasedAccount: random.pick([`household:${number % 2}:payable`, "cooperative:c1:reserve"] as const),
        releasedFen: BigInt(released),
      };
    });
    const balances = new Map(
      (["household:0:payable", "household:1:payable", "cooperative:c1:reserve"] as const).map(
        (account) => [account, BigInt(random.int(0, 900))] as const,
      ),
    );
    const { takes } = planRefund(parts, balances, sellerBears);
    const bySource = (source: string) =>
      sum(takes.filter((take) => take.source === source).map((take) => take.amountFen));
    const holds =
      parts.every(
        (part) => sum(takes.filter((t) => t.number === part.number).map((t) => t.amountFen)) === part.takeFen,
      ) &&
      [...balances].every(([account, balance]) => bySource(account) <= balance) &&
      takes.every((take) => take.amountFen > 0n) &&
      parts.every((part) => part.kind !== "PROCESSING" || takes.every((t) => t.number !== part.number || t.covered));
    if (!holds) violations++;
  }
  expect(violations).toBe(0);
});

test("reversals of attribution end at zero with the last refund", () => {
  const random = seededRandom(seed);
  for (let run = 0; run < 2_000; run++) {
    let shares: AttributionShare[] = Array.from({ length: random.int(1, 9) }, (_, i) => ({
      lotId: "l",
      householdId: i === 0 ? null : `h${i}`,
      amountFen: BigInt(random.int(1, 5_000)),
    }));
    const first = BigInt(random.int(1, Number(sum(shares.map((share) => share.amountFen)))));
    for (const take of [first, sum(shares.map((share) => share.amountFen)) - first]) {
      const back = reverseAttribution(shares, take);
      shares = shares.map((share) => ({
        ...share,
        amountFen: share.amountFen - (back.find((one) => one.householdId === share.householdId)?.amountFen ?? 0n),
      }));
    }
    expect(shares.every((share) => share.amountFen === 0n)).toBe(true);
  }
});
