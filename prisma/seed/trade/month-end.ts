import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { addDays, addHours, addMinutes, boundsOf, dayOf, periodOf, type Period } from "~/kernel/period";
import { newId } from "~/kernel/ids";
import { approveBatch } from "~/settlement/approve-batch.server";
import type { Payer } from "~/settlement/batch-state";
import { enterPayout } from "~/settlement/enter-payout.server";
import { prepareBatch } from "~/settlement/prepare-batch.server";
import { recordBankFile, type BankFileRow } from "~/settlement/record-bank-file.server";
import { db } from "~/platform/db.server";
import { linkedFor } from "../data/memberships";
import { sellers, type SellerKey } from "../data/sellers";
import { stream } from "../data/random";
import { accepted, atOnce } from "../load/at-once";
import { idOf } from "../load/places";
import type { World } from "./world";

/** Wages by the day, land let to the cooperative, and in January the second settlement of what was paid in advance. */
export async function enterPayouts(period: Period, world: World): Promise<void> {
  const now = addHours(addDays(boundsOf(period).to, -2), 10);
  await atOnce(4, sellers, async ({ key }) => {
    const actor = world.staff.holder("COOP_TREASURER", key);
    const cooperativeId = idOf(world.cooperatives, key);
    for (const payout of payoutsOf(key, period)) {
      accepted(
        `payout of ${key}`,
        await enterPayout({
          ...payout,
          actor,
          payoutId: newId(now),
          cooperativeId,
          householdId: idOf(world.households, payout.householdKey),
          period,
          now,
        }),
      );
    }
  });
}

function payoutsOf(key: SellerKey, period: Period) {
  const month = Number(period.slice(5));
  const wages = linkedFor(key, "WAGE").flatMap((householdKey) => {
    const random = stream(`wage ${householdKey} ${period}`);
    if (!random.chance(month === 2 ? 0.25 : 0.6)) return [];
    const days = random.int(2, 12);
    const daily = key === "ent-maolin" ? 11_000n : 10_000n;
    return [
      {
        householdKey,
        flow: "WAGE" as const,
        amountFen: BigInt(days) * daily,
        basis: `车间用工 ${days} 天 × ${daily / 100n} 元`,
      },
    ];
  });
  // rent is paid by the quarter
  const rents = (month % 3 === 0 ? linkedFor(key, "LAND_RENT") : []).map((householdKey) => {
    const random = stream(`land ${householdKey}`);
    const tenths = random.int(6, 38);
    const yearly = key === "coop-liping" ? 50_000 : 42_000;
    return {
      householdKey,
      flow: "LAND_RENT" as const,
      document: "土地流转合同",
      amountFen: BigInt(Math.round((tenths * yearly) / 40)),
      basis: `流转 ${tenths / 10} 亩 × ${yearly / 100} 元/亩·年 ÷ 4`,
    };
  });
  const second = (month === 1 ? linkedFor(key, "ADVANCE_PURCHASE") : []).map((householdKey) => {
    const random = stream(`second settlement ${householdKey}`);
    const grams = random.int(90, 520) * 1000;
    return {
      householdKey,
      flow: "ADVANCE_PURCHASE" as const,
      amountFen: BigInt(grams / 1000) * 60n,
      basis: `猕猴桃二次结算：${grams / 1000} kg × 0.60 元`,
    };
  });
  return [...wages, ...rents, ...second];
}

/**
 * The month's payables: prepared by one and approved by another. Answers the payments still to be entered: the bank's
 * answers come in while the next week's trade goes on.
 */
export async function prepareMonth(period: Period, world: World): Promise<(() => Promise<void>)[]> {
  const { to } = boundsOf(period);
  const { staff } = world;
  const payers: { payer: Payer; preparer: Actor; approver: Actor; name: string }[] = [
    { payer: { kind: "PLATFORM" }, preparer: staff.person("finance"), approver: staff.person("finance2"), name: "PT" },
    ...sellers.map(({ key }, index) => ({
      payer: { kind: "COOPERATIVE", cooperativeId: idOf(world.cooperatives, key) } as const,
      preparer: staff.holder("COOP_TREASURER", key),
      approver: staff.holder("COOP_MANAGER", key),
      name: `H${String(index + 1).padStart(2, "0")}`,
    })),
  ];
  const banks: (() => Promise<void>)[] = [];
  for (const { payer, preparer, approver, name } of payers) {
    const preparedAt = addHours(addDays(to, 4), 9);
    const prepared = await prepareBatch({ actor: preparer, payer, cutoffAt: addMinutes(to, -1), now: preparedAt });
    if (!prepared.ok && prepared.failure.kind === "nothing-payable") continue;
    const { batchId } = accepted(`batch ${name} ${period}`, prepared);
    const approvedAt = addHours(preparedAt, 5);
    accepted(`approval ${name} ${period}`, await approveBatch({ actor: approver, batchId, now: approvedAt }));
    banks.push(() => enterResults({ batchId, actor: preparer, name: `${name}${period.replace("-", "")}`, approvedAt }));
  }
  return banks;
}

/** The bank's file: paid with vouchers; now and then an account is closed and the money comes back. */
async function enterResults(batch: { batchId: string; actor: Actor; name: string; approvedAt: Date }): Promise<void> {
  const { batchId, actor, name } = batch;
  const payments = await db().disbursement.findMany({
    where: { batchId },
    select: { id: true },
    orderBy: { payeeAccount: "asc" },
  });
  const paidAt = addHours(batch.approvedAt, 20);
  const random = stream(`bank ${name}`);
  const rows = payments.map(({ id: disbursementId }, index): BankFileRow => {
    const bankReference = `${dayOf(paidAt).replaceAll("-", "")}${String(random.int(0, 9_999_999)).padStart(7, "0")}`;
    if (index > 0 && random.chance(0.005)) {
      return { disbursementId, result: { kind: "FAILED", reason: "收款账户已销户，银行退回" } };
    }
    const voucherNumber = `${name}-${String(index + 1).padStart(4, "0")}`;
    return { disbursementId, result: { kind: "PAID", voucherNumber, bankReference, paidAt } };
  });
  accepted(`the bank's file for ${name}`, await recordBankFile({ actor, batchId, rows, now: paidAt }));
}

/**
 * What growing, feeding and driving cost the households that delivered in a month, as agreed rates. Written as what the use cases
 * make of it, all at once: some thousand transactions one by one would be longer than the sales of the month.
 */
export async function enterCosts(period: Period, staff: World["staff"]): Promise<void> {
  const { from, to } = boundsOf(period);
  const delivered = await db().$queryRaw<
    { householdId: string; county: string; baseUnit: string; amountFen: bigint }[]
  >`
    SELECT i.household_id AS "householdId", left(h.area_code, 6) AS county, i.base_unit AS "baseUnit",
      sum(i.net::bigint * i.unit_price_fen / CASE i.base_unit WHEN 'GRAM' THEN 1000 ELSE 1 END)::bigint AS "amountFen"
    FROM intake i JOIN household h ON h.id = i.household_id WHERE i.delivered_at >= ${from} AND i.delivered_at < ${to}
    GROUP BY i.household_id, h.area_code, i.base_unit ORDER BY i.household_id, i.base_unit`;
  const at = addHours(addDays(to, -1), 9);
  if (periodOf(at) !== period) throw new Error("a cost belongs into its month");
  await db().costEntry.createMany({
    data: delivered.flatMap(({ householdId, county, amountFen, baseUnit }) => {
      const random = stream(`cost ${period} ${amountFen} ${baseUnit}`);
      const share = BigInt(baseUnit === "PIECE" ? random.int(38, 52) : random.int(18, 34));
      const cost = (amountFen * share) / 100n;
      if (cost < 100n) return [];
      return [
        {
          id: newId(at),
          householdId,
          period,
          kind: baseUnit === "PIECE" ? "饲料" : random.pick(["种苗肥料", "采收帮工", "农资"]),
          amountFen: cost,
          basis: `按议定成本率 ${share}% × 本月交货 ${amountFen / 100n} 元`,
          evidence: "本月交货单与村里议定的成本率",
          state: "APPROVED",
          proposedById: SYSTEM_USER_ID,
          proposedAt: at,
          decidedById: staff.holder("COUNTY_OFFICIAL", county).userId,
          decidedAt: at,
        },
      ];
    }),
  });
}
