import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { drawSample, rankText, sampleSize } from "./audit-sample";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const seed = { algorithm: "huhui-sample-1", areaCode: "341021203201", period: "2026-10", sealHash: "ab".repeat(32) };
const numbers = Array.from({ length: 200 }, (_, index) => `34102120320100${String(index).padStart(3, "0")}`);

test("a tenth is rounded up, and nobody is too few to be looked at", () => {
  expect([0, 1, 10, 11, 200].map(sampleSize)).toEqual([0, 1, 1, 2, 20]);
});

test("what is hashed is written down: whoever has the seal and the list draws the same by hand", () => {
  expect(rankText(seed, "A1")).toBe(`huhui-sample-1|341021203201|2026-10|${"ab".repeat(32)}|A1`);
  const byHand = numbers
    .map((number) => [sha256(`huhui-sample-1|341021203201|2026-10|${"ab".repeat(32)}|${number}`), number] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, 20)
    .map(([, number]) => number);
  expect(drawSample(numbers, seed, sha256)).toEqual(byHand);
});

test("the order of the list does not matter, and another seal, month or area draws others", () => {
  const drawn = drawSample(numbers, seed, sha256);
  expect(drawSample(numbers.toReversed(), seed, sha256)).toEqual(drawn);
  for (const other of [{ sealHash: "cd".repeat(32) }, { period: "2026-09" }, { areaCode: "341021203202" }])
    expect(drawSample(numbers, { ...seed, ...other }, sha256)).not.toEqual(drawn);
});

test("over many seals every household has the same chance", () => {
  const drawn = new Map<string, number>();
  for (let day = 0; day < 400; day += 1) {
    for (const number of drawSample(numbers, { ...seed, sealHash: sha256(String(day)) }, sha256))
      drawn.set(number, (drawn.get(number) ?? 0) + 1);
  }
  const counts = numbers.map((number) => drawn.get(number) ?? 0);
  // 40 expected of each, with a deviation of 6: five deviations to both sides.
  expect(Math.min(...counts)).toBeGreaterThan(10);
  expect(Math.max(...counts)).toBeLessThan(70);
});
