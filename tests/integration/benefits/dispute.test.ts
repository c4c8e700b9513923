import { beforeAll, expect, test } from "vitest";
import {
  aCooperative,
  aDispute,
  aLot,
  aRefund,
  aSale,
  balanceOf,
  decideDispute,
  delivered,
  ledgerViolations,
  RELEASED_AT,
  type ALot,
  type Sale,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { releaseShipment } from "~/benefits/release-shipment.server";
import { addDays } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";

let lot: ALot;
let householdId: string;

beforeAll(async () => {
  householdId = (await aHousehold()).id;
  lot = await aLot({ kind: "COOPERATIVE", id: await aCooperative() }, [
    { householdId, grams: 50_000, priceFen: 600n },
    { householdId: null, grams: 50_000, priceFen: 600n },
  ]);
});

async function twoLines(): Promise<Sale> {
  const line = { unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] };
  return aSale([{ lines: [line, line], freightFen: 1_000n }]);
}

test("an open dispute freezes the parts: nothing becomes payable until it is decided", async () => {
  const sale = await twoLines();
  const disputeId = await aDispute(sale);
  const [shipmentId = ""] = sale.shipmentIds;
  await delivered(shipmentId, addDays(RELEASED_AT, -1));
  const release = () => withTransaction("release", (tx) => releaseShipment(tx, { shipmentId, now: RELEASED_AT }));
  expect(await release()).toEqual({ ok: false, failure: { kind: "disputed" } });
  expect(await db().journal.count({ where: { kind: "RELEASE", sourceId: shipmentId } })).toBe(0);
  await decideDispute(disputeId, "WON");
  expect((await release()).ok).toBe(true);
  expect(await ledgerViolations()).toEqual({});
});

test("won: the opening is reversed by a journal that names it, and only the fee stays lost", async () => {
  const sale = await twoLines();
  const [funds, waiting] = [await balanceOf("funds:platform"), await balanceOf(`household:${householdId}:pending`)];
  const disputeId = await aDispute(sale);
  expect(await balanceOf("funds:platform")).toBe(funds - 12_500n);
  await decideDispute(disputeId, "WON");
  expect(await balanceOf("funds:platform")).toBe(funds - 1_500n);
  expect(await balanceOf(`household:${householdId}:pending`)).toBe(waiting);
  const opened = await db().journal.findFirstOrThrow({ where: { kind: "DISPUTE_OPENED", sourceId: disputeId } });
  const won = await db().journal.findFirstOrThrow({ where: { kind: "DISPUTE_WON", sourceId: disputeId } });
  expect(won.reversesId).toBe(opened.id);
  expect(await ledgerViolations()).toEqual({});
});

test("lost over bad goods: the parties give back as in a refund, and the platform gets what it advanced", async () => {
  const sale = await twoLines();
  const funds = await balanceOf("funds:platform");
  const disputeId = await aDispute(sale);
  await decideDispute(disputeId, "LOST");
  expect(await balanceOf("funds:platform")).toBe(funds - 1_500n);
  const parts = await db().$queryRaw<{ left: bigint }[]>`
    SELECT given_fen - taken_fen AS left FROM line_part WHERE order_line_id = ANY (${sale.lines.map((l) => l.id)}::uuid[])`;
  expect(parts.every((part) => part.left === 0n)).toBe(true);
  expect(await ledgerViolations()).toEqual({});
});

test("lost after a refund: only what is left of the lines is taken, and the platform bears the rest", async () => {
  const sale = await twoLines();
  await aRefund(sale, [[0, 5_000n]], { bearer: "PLATFORM" });
  const funds = await balanceOf("funds:platform");
  const disputeId = await aDispute(sale, "fraudulent");
  await decideDispute(disputeId, "LOST");
  const processing = (sale.lines[1]?.processingFen ?? 0n) + (sale.lines[2]?.processingFen ?? 0n);
  // 11,000 were disputed, 6,000 were left; fraud is the platform's, and so are the processing charge and the fee
  expect(await balanceOf("funds:platform")).toBe(funds - 1_500n - 5_000n - processing);
  expect(await ledgerViolations()).toEqual({});
});

test("lost in part: each line gives in proportion to what is left of it", async () => {
  const sale = await twoLines();
  await aDispute(sale, "product_unacceptable", 5_500n).then((id) => decideDispute(id, "LOST"));
  const rows = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT sum(taken_fen)::bigint AS fen FROM line_part WHERE order_line_id = ANY (${sale.lines.map((l) => l.id)}::uuid[])
    GROUP BY order_line_id ORDER BY 1`;
  expect(rows.map((row) => row.fen)).toEqual([500n, 2_500n, 2_500n]);
  expect(await ledgerViolations()).toEqual({});
});

test("the same outcome twice is posted once", async () => {
  const sale = await twoLines();
  const disputeId = await aDispute(sale);
  await decideDispute(disputeId, "LOST");
  const before = await db().posting.count();
  await decideDispute(disputeId, "LOST");
  expect(await db().posting.count()).toBe(before);
});

test("a shipment is released once its claim window is over, not before, and only once", async () => {
  const sale = await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  const [shipmentId = ""] = sale.shipmentIds;
  const release = (now: Date) => withTransaction("release", (tx) => releaseShipment(tx, { shipmentId, now }));
  expect(await release(RELEASED_AT)).toEqual({ ok: false, failure: { kind: "not-delivered" } });
  await delivered(shipmentId, RELEASED_AT);
  const early = await release(new Date(RELEASED_AT.getTime() - 1));
  expect(early).toEqual({ ok: false, failure: { kind: "claim-window-open", until: RELEASED_AT } });
  expect((await Promise.all([1, 2, 3].map(() => release(RELEASED_AT)))).every((result) => result.ok)).toBe(true);
  expect(await db().journal.count({ where: { kind: "RELEASE", sourceId: shipmentId } })).toBe(1);
  expect(await release(RELEASED_AT).then((result) => result.ok && result.value.written)).toBe(false);
  expect(await ledgerViolations()).toEqual({});
});
