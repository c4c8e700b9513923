import Papa from "papaparse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { searchAccessLog } from "~/access/access-log-store.server";
import { formatYuan } from "~/kernel/money";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { systemActor } from "~/access/actor";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aSale, aRefund, releaseSale, RELEASED_AT } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

// One township with two villages and three households behind one lot; a sale, a partial refund, everything paid out.

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const MARCH = { month: "2026-03", span: "month" };
const PAGE = { number: 1, size: 100 };

let server: WebServer;
let township: Person;
let village: Person;
let wang: { id: string; number: string };
let formula: { id: string; number: string };
let neighbour: { id: string; number: string };
let orderLineId: string;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  const cooperativeId = await anApprovedCooperative();
  wang = await aHousehold({
    areaCode: VILLAGE,
    headName: "王金贵",
    phone: "13911112222",
    bankAccount: "6228480011112222333",
  });
  formula = await aHousehold({ areaCode: VILLAGE, headName: "=1+1", attribute: "低保户" });
  neighbour = await aHousehold({ areaCode: NEIGHBOUR, headName: "李银花" });
  for (const { id } of [wang, formula, neighbour]) await joined(cooperativeId, id);
  await recordStatusEvent({
    actor: systemActor,
    householdId: wang.id,
    type: "MONITORED_MARGINAL",
    effectiveOn: "2025-05-01",
    evidence: "公示 3 号",
    now: new Date("2025-05-01T02:00:00Z"),
  });
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: wang.id, grams: 40_000, priceFen: 600n },
    { householdId: formula.id, grams: 25_500, priceFen: 600n },
    { householdId: neighbour.id, grams: 30_000, priceFen: 480n },
  ]);
  const sale = await aSale([
    { lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 800n },
  ]);
  orderLineId = sale.lines[0]?.id ?? "";
  await aRefund(sale, [[0, 1_995n]]);
  await releaseSale(sale);
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();

  township = await anOfficial("341021203");
  village = await anOfficial(NEIGHBOUR);
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

/** What the ledger says, by a query of its own. */
async function paidTo(...householdIds: string[]): Promise<bigint> {
  const [row] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM posting
    WHERE household_id = ANY (${householdIds}::uuid[]) AND destination = 'bank:platform'`;
  return row?.fen ?? 0n;
}

async function logged(action: string): Promise<{ subjectId: string; reason: string | null }[]> {
  const log = await searchAccessLog(db(), { action }, PAGE);
  return log.rows.map(({ subjectId, reason }) => ({ subjectId, reason }));
}

test("township, villages and households show the same money, and say that they were checked", async () => {
  const total = await paidTo(wang.id, formula.id, neighbour.id);
  expect(total).toBeGreaterThan(0n);
  const top = textOf(await visit(server, township, paths.gov.area("341021203", MARCH)));
  expect(top).toContain(`¥${formatYuan(total)}到户收入（已付）`);
  expect(top).toContain(`合计 3 3 ¥${formatYuan(total)}`);
  expect(top).toContain(`昌溪村 2 2 ¥${formatYuan(await paidTo(wang.id, formula.id))}`);
  expect(top).toContain(`双源村 1 1 ¥${formatYuan(await paidTo(neighbour.id))}`);
  expect(top).toContain(`核对一致：已付合计 = 各村之和：¥${formatYuan(total)}`);

  const below = textOf(await visit(server, township, paths.gov.area(VILLAGE, MARCH)));
  expect(below).toContain(`${wang.number} 王** 第一组 2 ¥${formatYuan(await paidTo(wang.id))}`);
  expect(below).toContain("核对一致：已付合计 = 各户之和");
  expect(below).not.toContain("王金贵");
});

test("attributed sales stand apart and are never added to income", async () => {
  const top = textOf(await visit(server, township, paths.gov.area("341021203", MARCH)));
  // 119.70 sold, 19.95 refunded; all three households stood behind it.
  expect(top).toContain("带动销售额 ¥99.75：这些农户的货在平台上卖了多少，是另一种口径，不与收入相加。");
});

test("an official with several areas chooses among them, one with a single area lands in it", async () => {
  const both = await anOfficial("341021203");
  const answer = await visit(server, both, paths.gov.overview());
  expect(answer.location).toMatch(/^\/gov\/areas\/341021203\?month=\d{4}-\d{2}$/);
});

test("the list masks names, filters by what is asked, and sums all that it found", async () => {
  const list = async (query: Record<string, string>) =>
    textOf(await visit(server, township, paths.gov.households({ ...MARCH, ...query })));
  const all = await list({});
  expect(all).toContain("共 3 户");
  expect(all).toContain(`合计（全部 3 户） 6 ¥${formatYuan(await paidTo(wang.id, formula.id, neighbour.id))}`);
  expect(all).not.toMatch(/王金贵|李银花/);

  expect(await list({ q: "wjg" })).toContain("共 1 户");
  expect(await list({ q: "王金" })).toContain("共 1 户");
  expect(await list({ q: neighbour.number })).toContain("共 1 户");
  expect(await list({ q: "%" })).toContain("共 0 户");
  expect(await list({ area: VILLAGE })).toContain("共 2 户");
  expect(await list({ standing: "MONITORED" })).toContain("共 1 户");
  expect(await list({ attribute: "低保户" })).toContain("共 1 户");
  expect(await list({ band: "none" })).toContain("共 0 户");
  expect(await list({ band: "to1000" })).toContain("共 3 户");
  expect(await list({ band: "over" })).toContain("共 0 户");
  expect(await list({ band: "none", month: "2025-01" })).toContain("共 3 户");
});

test("asking for an area outside one's own finds nothing: the scope stands around whatever is asked", async () => {
  expect(textOf(await visit(server, village, paths.gov.households()))).toContain("共 1 户");
  expect(textOf(await visit(server, village, paths.gov.households({ area: VILLAGE })))).toContain("共 0 户");
  expect(textOf(await visit(server, village, paths.gov.households({ area: "34" })))).toContain("共 1 户");
  expect(textOf(await visit(server, village, paths.gov.households({ q: wang.number })))).toContain("共 0 户");
});

test("the export is the list: the same rows, masked the same, without formulas, and it is in the log", async () => {
  const query = { ...MARCH, area: VILLAGE, sort: "paid", q: "" };
  const csv = await visit(server, township, paths.gov.householdsCsv(query));
  expect(csv.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(csv.headers.get("Content-Disposition")).toMatch(/^attachment; filename="households-2026-03-/);
  const bytes = new Uint8Array(
    await (
      await fetch(new URL(paths.gov.householdsCsv(query), server.origin), { headers: { Cookie: township.cookie } })
    ).arrayBuffer(),
  );
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);

  const rows = Papa.parse<Record<string, string>>(csv.html.replace(/^\uFEFF/, ""), { header: true }).data;
  expect(rows.map((row) => [row["档案编号"], row["户主"]])).toEqual([
    [wang.number, "王**"],
    [formula.number, "'=**"],
  ]);
  expect(rows.map((row) => row["到户收入（已付），元，2026 年 3 月"])).toEqual([
    String(Number(await paidTo(wang.id)) / 100),
    String(Number(await paidTo(formula.id)) / 100),
  ]);
  expect(csv.html).not.toMatch(/王金贵|13911112222|6228480011112222333/);
  expect(await logged("household:export")).toContainEqual({
    subjectId: VILLAGE,
    reason: "2 户 area=341021203201 sort=paid month=2026-03 span=month",
  });
});

test("every opening of a household is in the access log, with what was opened", async () => {
  await visit(server, township, paths.gov.household(wang.id));
  await visit(server, township, paths.gov.householdIncome(wang.id, MARCH));
  await visit(server, township, paths.gov.householdEntries(wang.id, { month: "2026-03" }));
  for (const part of ["card", "income", "entry"]) {
    expect(await logged(`household:open-${part}`)).toContainEqual({ subjectId: wang.id, reason: null });
  }
  const before = (await logged("household:open-card")).length;
  expect((await visit(server, village, paths.gov.household(wang.id))).status).toBe(404);
  expect(await logged("household:open-card")).toHaveLength(before);
});

test("the card shows full names only for a reason, once, and nothing of it stays in a cache", async () => {
  const card = await visit(server, township, paths.gov.household(wang.id));
  expect(textOf(card)).toContain("王**");
  expect(card.html).not.toMatch(/王金贵|13911112222|6228480011112222333/);

  const refused = await visit(server, township, paths.gov.household(wang.id), { intent: "reveal", reason: "看" });
  expect(refused.status).toBe(422);
  expect(textOf(refused)).toContain("请写明查看的事由");
  expect(refused.html).not.toContain("王金贵");

  const shown = await visit(server, township, paths.gov.household(wang.id), {
    intent: "reveal",
    reason: "入户核实卡号",
  });
  expect(shown.status).toBe(200);
  expect(textOf(shown)).toContain("王金贵");
  expect(textOf(shown)).toContain("13911112222");
  expect(textOf(shown)).toContain("6228480011112222333");
  expect(shown.headers.get("Cache-Control")).toBe("private, no-store");
  expect(await logged("household:reveal")).toEqual([{ subjectId: wang.id, reason: "入户核实卡号" }]);
  expect((await visit(server, township, paths.gov.household(wang.id))).html).not.toContain("王金贵");
});

test("a figure opens down to the posting, the sale, the lot and the refund, and every sum agrees", async () => {
  const income = await visit(server, township, paths.gov.householdIncome(wang.id, MARCH));
  const paid = `¥${formatYuan(await paidTo(wang.id))}`;
  expect(textOf(income)).toContain(`${paid}到户收入（已付）`);
  expect(textOf(income)).not.toContain("✗");
  expect(income.html).toContain(
    paths.gov.householdEntries(wang.id, { month: "2026-03", class: "BUSINESS" }).replace("&", "&amp;"),
  );

  const entries = await visit(
    server,
    township,
    paths.gov.householdEntries(wang.id, { month: "2026-03", class: "BUSINESS" }),
  );
  const links = [...entries.html.matchAll(new RegExp(`href="(/gov/households/${wang.id}/entries/[^"]+)"`, "g"))].map(
    (hit) => hit[1] ?? "",
  );
  expect(links.length).toBeGreaterThanOrEqual(3);
  for (const link of links) {
    const entry = await visit(server, township, link);
    expect(entry.status).toBe(200);
    expect(textOf(entry)).toContain("核对一致：按分录重新计算的内容摘要与记账时一致");
    expect(textOf(entry)).not.toContain("✗");
  }

  const line = await visit(server, township, paths.gov.householdOrderLine(wang.id, orderLineId));
  const text = textOf(line);
  for (const check of [
    "核对一致：各份之和 = 成交额：¥119.70",
    "核对一致：现余 = 成交额 − 退款：¥99.75",
    "核对一致：按下单时冻结的规则、批次和构成重新分一次，结果相同",
    "核对一致：各批次所取之和 = 售出数量",
    "核对一致：带动销售额的归属之和 = 成交额 − 退款：¥99.75",
  ]) {
    expect(text).toContain(check);
  }
  expect(text).not.toMatch(/✗|张三|13800000000|测试路/);
});

test("a sum that does not agree is shown as such", async () => {
  // Behind the app's back, as the owner of the tables with the guard off: a fen appears from nowhere.
  const { default: pg } = await import("pg");
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  await owner.query("ALTER TABLE posting DISABLE TRIGGER USER");
  await owner.query(
    "UPDATE posting SET amount_fen = amount_fen + 1 WHERE household_id = $1 AND destination LIKE 'household:%:pending'",
    [wang.id],
  );
  const text = textOf(await visit(server, township, paths.gov.householdOrderLine(wang.id, orderLineId)));
  expect(text).toContain("核对不一致：各份之和 = 成交额：¥119.71，本页为 ¥119.70");
  await owner.query(
    "UPDATE posting SET amount_fen = amount_fen - 1 WHERE household_id = $1 AND destination LIKE 'household:%:pending'",
    [wang.id],
  );
  await owner.query("ALTER TABLE posting ENABLE TRIGGER USER");
  await owner.end();
});

test("a line sold by others does not open beside a household, and households outside the scope are not named", async () => {
  const other = await aHousehold({ areaCode: VILLAGE, headName: "赵不在内" });
  expect((await visit(server, township, paths.gov.householdOrderLine(other.id, orderLineId))).status).toBe(404);

  const seen = await visit(server, village, paths.gov.householdOrderLine(neighbour.id, orderLineId));
  expect(seen.status).toBe(200);
  expect(textOf(seen)).toContain("范围外农户");
  expect(textOf(seen)).toContain("李**");
  expect(seen.html).not.toMatch(/王\*\*|王金贵/);
  expect(seen.html).not.toContain(wang.id);
});

test("a responsible person is named from the card", async () => {
  const here = paths.gov.household(formula.id);
  const refused = await visit(server, township, here, {
    intent: "assign",
    personName: "周责任",
    unit: "乡政府",
    fromOn: "2026-02-30",
  });
  expect(refused.status).toBe(422);
  expect(refused.html).toContain("日期请按 2026-11-23 的样子填写。");
  expect(refused.html).toContain('value="周责任"');
  const assigned = await visit(server, township, here, {
    intent: "assign",
    personName: "周责任",
    unit: "乡政府",
    fromOn: "2026-02-03",
  });
  expect(assigned).toMatchObject({ status: 302, location: `${here}?done=1` });
  expect(textOf(await visit(server, township, here))).toContain("周责任，乡政府 2026-02-03 至 今");
  // The number beside the name opens as the list of just these households.
  const caseload = await visit(server, township, paths.gov.caseload());
  const list = /href="(\/gov\/households\?[^"]+)">1<\/a>/.exec(caseload.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const found = textOf(await visit(server, township, list));
  expect(found).toContain("共 1 户，乡政府 周责任负责");
  expect(found).toContain(formula.number);
  expect(found).not.toContain(wang.number);
});
