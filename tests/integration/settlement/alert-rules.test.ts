import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { recordIntake } from "~/benefits/record-intake.server";
import { reverseIntake } from "~/benefits/reverse-intake.server";
import { recordProfile } from "~/households/record-profile.server";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import type { AlertKey } from "~/settlement/alert";
import { findAlerts } from "~/settlement/alert-store.server";
import { enterPayout } from "~/settlement/enter-payout.server";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { aDelivery, aProduct } from "#tests/builders/supply";

/** The last whole month that a rule looks at; each rule has a village of its own, so that each finds its own households only. */
const MONTH = "2026-03";
const FALL = "341021203211";
const NONE = "341021203212";
const BUYER = "341021203213";
const HIGH = "341021203214";
const LAND = "341021203215";

let first: string;
let second: string;
let productId: string;

beforeAll(async () => {
  for (const village of [FALL, NONE, BUYER, HIGH, LAND]) await aVillage(village);
  first = await anApprovedCooperative({ areaCode: FALL });
  second = await anApprovedCooperative({ areaCode: FALL });
  productId = await aProduct();
});

type Earning = readonly [period: string, yuan: number, cooperativeId?: string];

/** A household of a village that earned wages in these months. */
async function earning(areaCode: string, ...months: readonly Earning[]): Promise<string> {
  const { id } = await aHousehold({ areaCode });
  await joined(first, id);
  await joined(second, id);
  for (const [period, yuan, cooperativeId = first] of months) {
    const entered = await enterPayout({
      actor: systemActor,
      payoutId: newId(),
      cooperativeId,
      householdId: id,
      flow: "WAGE",
      period,
      amountFen: BigInt(Math.round(yuan * 100)),
      basis: "采摘",
      now: new Date(`${period}-15T02:00:00Z`),
    });
    if (!entered.ok) throw new Error(entered.failure.kind);
  }
  return id;
}

async function found(key: AlertKey, areaCode: string, factor: number): Promise<Record<string, string>> {
  const findings = await findAlerts(db(), { key, areaCode, factor, month: MONTH });
  return Object.fromEntries(findings.map(({ householdId, evidence }) => [householdId ?? "", evidence]));
}

test("a sudden fall is three months below their share of the same months a year before, if those were worth 500 yuan", async () => {
  const fell = await earning(FALL, ["2025-01", 600], ["2025-03", 400], ["2026-02", 499.99]);
  const stopped = await earning(FALL, ["2025-02", 500]);
  await earning(FALL, ["2025-02", 1_000], ["2026-03", 500]);
  await earning(FALL, ["2025-02", 499.99]);
  // Before and after the months that are compared.
  await earning(FALL, ["2024-12", 5_000], ["2025-04", 5_000], ["2025-12", 5_000]);
  expect(await found("SUDDEN_FALL", FALL, 50)).toEqual({
    [fell]: "近 3 个月应计 499.99 元，上年同期 1,000.00 元",
    [stopped]: "近 3 个月应计 0.00 元，上年同期 500.00 元",
  });
  expect(Object.keys(await found("SUDDEN_FALL", FALL, 49))).toEqual([stopped]);
  expect(await found("SUDDEN_FALL", NONE, 50)).toEqual({});
});

test("no income is so many months without any, after a year in which there was some", async () => {
  const half = await earning(NONE, ["2025-09", 120.5]);
  const three = await earning(NONE, ["2025-12", 80]);
  await earning(NONE, ["2025-08", 80], ["2026-01", 0.01]);
  await earning(NONE);
  // Its last income lies more than a year before the months without any.
  await earning(NONE, ["2024-09", 900]);
  expect(await found("NO_INCOME", NONE, 600)).toEqual({ [half]: "近 6 个月 0 笔，此前 12 个月 120.50 元" });
  expect(await found("NO_INCOME", NONE, 300)).toEqual({
    [half]: "近 3 个月 0 笔，此前 12 个月 120.50 元",
    [three]: "近 3 个月 0 笔，此前 12 个月 80.00 元",
  });
});

test("one buyer is a share of a year's income that is worth 3,000 yuan", async () => {
  const { name } = await db().cooperative.findUniqueOrThrow({ where: { id: first } });
  const only = await earning(BUYER, ["2025-04", 1_000], ["2026-03", 2_000]);
  const nearly = await earning(BUYER, ["2025-06", 2_850], ["2025-07", 150, second]);
  await earning(BUYER, ["2025-06", 2_849.99], ["2025-07", 150.01, second]);
  await earning(BUYER, ["2025-06", 2_999.99]);
  await earning(BUYER, ["2025-03", 9_000], ["2026-03", 10]);
  expect(await found("ONE_BUYER", BUYER, 95)).toEqual({
    [only]: `近 12 个月应计 3,000.00 元，其中 3,000.00 元来自${name}`,
    [nearly]: `近 12 个月应计 3,000.00 元，其中 2,850.00 元来自${name}`,
  });
  expect(Object.keys(await found("ONE_BUYER", BUYER, 96))).toEqual([only]);
});

test("unusually high is above so many times the median of the village's households with income", async () => {
  for (const yuan of [80, 100, 100, 100]) await earning(HIGH, ["2026-01", yuan]);
  await earning(HIGH, ["2026-01", 500]);
  await earning(HIGH);
  const high = await earning(HIGH, ["2025-04", 300], ["2026-03", 200.01]);
  expect(await found("UNUSUALLY_HIGH", HIGH, 500)).toEqual({
    [high]: "近 12 个月应计 500.01 元，本村有收入户中位数 100.00 元",
  });
  expect(await found("UNUSUALLY_HIGH", HIGH, 501)).toEqual({});
  expect(Object.keys(await found("UNUSUALLY_HIGH", HIGH, 499))).toHaveLength(2);
});

test("over land is more delivered in a year than the surveyed land can bear; what was reversed does not count", async () => {
  const surveyed = async (...mu: readonly { arable: string; orchard: string }[]) => {
    const { id } = await aHousehold({ areaCode: LAND });
    await joined(first, id);
    for (const household of mu) {
      const survey = { actor: systemActor, householdId: id, surveyedOn: "2025-03-01", now: new Date("2025-03-02") };
      const kept = await recordProfile({ ...survey, facts: { household, members: {} } });
      if (!kept.ok) throw new Error(kept.failure.kind);
    }
    return id;
  };
  const delivered = async (householdId: string, kg: number, at = "2025-10-10T02:00:00Z") => {
    const delivery = { cooperativeId: first, productId, householdId, net: kg * 1_000, at: new Date(at) };
    const recorded = await recordIntake({ ...aDelivery(delivery), unusualReason: "整车" });
    if (!recorded.ok) throw new Error(recorded.failure.kind);
    return recorded.value.intakeId;
  };
  const twoMu = { arable: "1.5", orchard: "0.5" };
  const over = await surveyed({ arable: "9", orchard: "9" }, twoMu);
  await delivered(over, 2_000);
  await delivered(over, 1_001);
  const within = await surveyed(twoMu);
  await delivered(within, 3_000);
  await delivered(within, 3_000, "2025-03-31T02:00:00Z");
  const reversed = await surveyed(twoMu);
  await delivered(reversed, 2_000);
  const intakeId = await delivered(reversed, 2_000);
  const now = new Date("2025-10-11T02:00:00Z");
  const taken = await reverseIntake({ actor: systemActor, intakeId, reason: "重复录入", now });
  expect(taken.ok).toBe(true);
  const unknown = await surveyed();
  await delivered(unknown, 9_000);
  const landless = await surveyed({ arable: "0", orchard: "0" });
  await delivered(landless, 1);
  expect(await found("OVER_LAND", LAND, 150_000)).toEqual({
    [over]: "近 12 个月交货 3001 公斤，调查的耕地与林果面积 2.0 亩",
    [landless]: "近 12 个月交货 1 公斤，调查的耕地与林果面积 0 亩",
  });
});
