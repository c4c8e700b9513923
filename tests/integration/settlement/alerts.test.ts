import { beforeAll, expect, test } from "vitest";
import { decideCost } from "~/benefits/decide-cost.server";
import { decideDeclaredIncome } from "~/benefits/decide-declared-income.server";
import { proposeDeclaredIncome } from "~/benefits/propose-declared-income.server";
import { recordCost } from "~/benefits/record-cost.server";
import { fillBlindIndexes } from "~/households/fill-blind-indexes.server";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import type { AlertKey } from "~/settlement/alert";
import { findAlerts } from "~/settlement/alert-store.server";
import { checkLedger } from "~/settlement/check-ledger.server";
import { indexBuyers } from "~/settlement/index-buyers.server";
import { noteDisputes } from "~/settlement/note-disputes.server";
import { parseProblemFilter } from "~/settlement/problem-filter";
import { openAlertsByRule, problems } from "~/settlement/problem-store.server";
import { raiseAlerts } from "~/settlement/raise-alerts.server";
import { setAlertRule } from "~/settlement/set-alert-rule.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale, type Sale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";

const VILLAGE = "341021203201";
const OTHER = "511129105200";
const ACCOUNT = "6228480000009999991";
/** the month after the sale's release: 12 months up to it hold everything */
const MONTH = "2026-03";
const NOW = new Date("2026-04-20T02:00:00Z");
/** what the builder's buyer has */
const BUYER_PHONE = "13800000000";

let village: Person;
let township: Person;
let own: { id: string; number: string };
let wang: { id: string; number: string };
let li: { id: string; number: string };
let cooperativeId: string;
let sale: Sale;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  own = await aHousehold({ areaCode: VILLAGE, headName: "钱自买", phone: `+86 ${BUYER_PHONE}` });
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵", bankAccount: ACCOUNT });
  li = await aHousehold({ areaCode: VILLAGE, headName: "李银花", bankAccount: "6228 4800 0000 9999 991" });
  await aHousehold({ areaCode: OTHER, headName: "外地户", bankAccount: ACCOUNT });
  cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  await joined(cooperativeId, own.id);
  await joined(cooperativeId, wang.id);
  const seller = { kind: "COOPERATIVE", id: cooperativeId } as const;
  const lot = await aLot(seller, [
    { householdId: own.id, grams: 400_000, priceFen: 600n },
    { householdId: wang.id, grams: 400_000, priceFen: 600n },
  ]);
  sale = await aSale([{ lines: [{ unitPriceFen: 900_000n, picks: [{ lot, grams: 800_000 }] }] }]);
  await releaseSale(sale);
}, 120_000);

const evidenceOf = async (key: AlertKey, factor: number, areaCode = VILLAGE) => {
  const found = await findAlerts(db(), { key, areaCode, factor, month: MONTH });
  return found.map(({ householdId, cooperativeId: by, evidence }) => [householdId ?? by, evidence]);
};

test("one account on several cards is found by its blind index, wherever the others live, and nobody reads it", async () => {
  const found = await evidenceOf("SHARED_ACCOUNT", 300);
  expect(found).toEqual(
    [
      [wang.id, `同一银行账号登记在 3 户：${li.number}（另有辖区外 1 户）`],
      [li.id, `同一银行账号登记在 3 户：${wang.number}（另有辖区外 1 户）`],
    ].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );
  expect(await evidenceOf("SHARED_ACCOUNT", 400)).toEqual([]);
  expect(await evidenceOf("SHARED_ACCOUNT", 300, OTHER)).toHaveLength(1);
  expect(await db().household.count({ where: { bankAccountIndex: { contains: "9999" } } })).toBe(0);

  await db().household.update({ where: { id: li.id }, data: { bankAccountIndex: null } });
  expect(await evidenceOf("SHARED_ACCOUNT", 300)).toEqual([]);
  expect(await fillBlindIndexes()).toEqual({ filled: 1 });
  expect(await evidenceOf("SHARED_ACCOUNT", 300)).toHaveLength(2);
});

test("who buys their own goods is found by phone, and a cooperative by its people's accounts", async () => {
  expect(await evidenceOf("SELF_PURCHASE", 10)).toEqual([]);
  expect(await indexBuyers()).toEqual({ indexed: 1 });
  expect(await indexBuyers()).toEqual({ indexed: 0 });
  const [attributed] = await db().$queryRaw<[{ yuan: string }]>`
    SELECT to_char(sum(amount_fen) / 100.0, 'FM999,990.00') AS yuan FROM attribution WHERE household_id = ${own.id}::uuid`;
  expect(await evidenceOf("SELF_PURCHASE", 10)).toEqual([
    [own.id, `近 12 个月有 1 笔订单由本户下单买走自己的货 ${attributed.yuan} 元，带动销售额共 ${attributed.yuan} 元`],
  ]);
  expect(await evidenceOf("SELF_PURCHASE", 101)).toEqual([]);

  await db().cooperative.update({ where: { id: cooperativeId }, data: { phone: "138 0000 0000" } });
  expect((await evidenceOf("SELF_PURCHASE", 10)).map(([id]) => id).sort()).toEqual([own.id, cooperativeId].sort());
});

test("a household that lives on one product is told with the product and both amounts", async () => {
  const found = await evidenceOf("ONE_PRODUCT", 95);
  expect(found.map(([id]) => id)).toEqual([own.id, wang.id].sort());
  expect(found[0]?.[1]).toMatch(/^近 12 个月应计 [\d,]+\.\d\d 元，其中 [\d,]+\.\d\d 元来自猕猴桃$/);
  expect(await evidenceOf("ONE_PRODUCT", 101)).toEqual([]);
});

test("an alert stands in the problem ledger with an owner and a day to answer by", async () => {
  const rule = { areaCode: VILLAGE, key: "SHARED_ACCOUNT", factor: 300 } as const;
  const seen = (await evidenceOf(rule.key, rule.factor)).length;
  expect((await setAlertRule({ actor: township.actor, ...rule, enabled: true, seen, now: NOW })).ok).toBe(true);
  expect(await raiseAlerts({ now: NOW })).toEqual({ raised: 2 });
  expect(await raiseAlerts({ now: NOW })).toEqual({ raised: 0 });
  const problems = await db().problem.findMany({ where: { kind: "ALERT" } });
  expect(problems).toHaveLength(2);
  for (const { ownerId, deadlineOn, evidence } of problems) {
    expect(ownerId).toBe(village.userId);
    expect(deadlineOn.toISOString().slice(0, 10)).toBe("2026-05-05");
    expect(evidence).toContain("多户同一银行账号：同一银行账号登记在 3 户");
    expect(evidence).not.toMatch(/\d{16}/);
  }
});

test("the inbox has what is open of each rule, the first due first; the ledger opens with one rule's alone", async () => {
  const [first] = await openAlertsByRule(db(), VILLAGE, 1);
  expect(first).toMatchObject({ key: "SHARED_ACCOUNT", open: 2 });
  expect(first?.rows.map(({ ownerId, state }) => [ownerId, state])).toEqual([[village.userId, "OPEN"]]);
  const asked = (query: string) =>
    problems(db(), parseProblemFilter(new URLSearchParams(query), [VILLAGE], "2026-04-20"), { number: 1, size: 20 });
  expect((await asked("rule=SHARED_ACCOUNT")).total).toBe(2);
  expect((await asked("rule=NO_INCOME")).total).toBe(0);
  expect(await openAlertsByRule(db(), OTHER, 5)).toEqual([]);
});

test("a refund in dispute and a refund that failed come into the ledger of the seller's area, once", async () => {
  await db().dispute.create({
    data: {
      id: newId(NOW),
      orderId: sale.orderId,
      paymentId: sale.paymentId,
      stripeDisputeId: "dp_1",
      amountFen: 900_000n,
      feeFen: 10_000n,
      reason: "product_not_received",
      state: "OPEN",
      openedAt: NOW,
    },
  });
  const refundId = await aRefund(sale, [[0, 1_000n]]);
  await db().refund.update({
    where: { id: refundId },
    data: { state: "FAILED", failedAt: NOW, failureReason: "expired_or_canceled_card" },
  });
  expect(await noteDisputes({ now: NOW })).toEqual({ opened: 2 });
  expect(await noteDisputes({ now: NOW })).toEqual({ opened: 0 });
  const found = await db().problem.findMany({ where: { kind: "DISPUTE" }, orderBy: { aboutKind: "asc" } });
  expect(found.map(({ aboutKind, areaCode, ownerId }) => [aboutKind, areaCode, ownerId])).toEqual([
    ["DISPUTE", VILLAGE, village.userId],
    ["REFUND", VILLAGE, village.userId],
  ]);
  expect(found[0]?.evidence).toContain("提出退款争议 9,000.00 元（称没有收到货）");
  expect(found[1]?.evidence).toContain("的退款 10.00 元没有退成（银行卡已过期或注销）");
});

test("a reconciliation that fails opens one problem for each village, and none while that one is open", async () => {
  expect(await checkLedger({ now: NOW })).toEqual({ differences: 0, opened: 0 });
  await db().householdMonthDue.deleteMany();
  await db().householdMonth.deleteMany({ where: { householdId: wang.id } });
  await db().householdMonth.create({
    data: {
      householdId: wang.id,
      period: MONTH,
      incomeClass: "BUSINESS",
      accruedFen: 1n,
      paidFen: 0n,
      pendingFen: 0n,
      stableFen: 0n,
      attributedFen: 0n,
      areaCode: VILLAGE,
    },
  });
  const first = await checkLedger({ now: NOW });
  expect(first.opened).toBe(1);
  expect(first.differences).toBeGreaterThan(0);
  await db().householdMonthDue.deleteMany();
  expect((await checkLedger({ now: NOW })).opened).toBe(0);
  const problem = await db().problem.findFirstOrThrow({ where: { kind: "LEDGER" } });
  expect(problem.areaCode).toBe(VILLAGE);
  expect(problem.evidence).toMatch(/^夜间核对：\d+ 户共 \d+ 个月的收入记录与分录不一致/);
});

test("below the line is what the pages say: paid less costs and what is declared, by the line of the very year", async () => {
  const line = (year: number) =>
    db().incomeLine.create({
      data: {
        id: newId(),
        areaCode: "341021",
        year,
        kind: "MONITORING",
        fenPerPerson: 100_000n,
        source: "县文件",
        recordedAt: NOW,
      },
    });
  const people = await db().householdMember.count({ where: { householdId: li.id, leftOn: null } });
  const about = { actor: village.actor, householdId: li.id, period: MONTH, evidence: "凭据", basis: "依据", now: NOW };
  const declared = await proposeDeclaredIncome({
    ...about,
    flow: "PENSION",
    organisation: "社保",
    product: "",
    quantity: "",
    grossFen: 100_000n * BigInt(people),
    costFen: 0n,
    source: "DECLARED",
  });
  if (!declared.ok) throw new Error(declared.failure.kind);
  const decision = { actor: township.actor, approve: true, note: "", now: NOW };
  await decideDeclaredIncome({ ...decision, declaredId: declared.value.declaredId });
  await line(2026);
  expect(await evidenceOf("BELOW_LINE", 100)).toEqual([]);
  const cost = await recordCost({ ...about, kind: "饲料", amountFen: 10_000n * BigInt(people) });
  if (!cost.ok) throw new Error(cost.failure.kind);
  expect(await evidenceOf("BELOW_LINE", 100)).toEqual([]);
  await decideCost({ ...decision, costId: cost.value.costId });
  expect(await evidenceOf("BELOW_LINE", 100)).toEqual([[li.id, "近 12 个月人均净收入 900.00 元，监测线 1,000.00 元"]]);
  // Next year's line is not known yet: nobody is measured by an older one.
  expect(await findAlerts(db(), { key: "BELOW_LINE", areaCode: VILLAGE, factor: 100, month: "2027-01" })).toEqual([]);
});
