import { expect, test } from "vitest";
import { aListingWithStock, anOrder, NOW } from "#tests/builders/orders";
import { splitPreview } from "~/benefits/split-preview.server";
import { postSale } from "~/benefits/post-sale.server";
import { newId } from "~/kernel/ids";
import { sum } from "~/kernel/money";
import { db, withTransaction } from "~/platform/db.server";

test("the split shown before buying is the split that is posted, but for the processing charge", async () => {
  const listing = await aListingWithStock({ lots: [1_000, 100_000], freightFen: 0n });
  const shown = await splitPreview(db(), { variantId: listing.variantId, quantity: 1, now: NOW });
  const order = await anOrder([{ variantId: listing.variantId, quantity: 1 }]);
  await withTransaction("pay", async (tx) => {
    await tx.order.update({ where: { id: order.id }, data: { state: "PAID", paidAt: NOW } });
    await postSale(tx, { orderId: order.id, paidAt: NOW });
  });
  const posted = await db().$queryRaw<{ kind: string; flow: string | null; amountFen: bigint }[]>`
    SELECT p.part AS kind, p.flow, sum(p.given_fen)::bigint AS "amountFen" FROM line_part p
    JOIN order_line l ON l.id = p.order_line_id WHERE l.order_id = ${order.id}::uuid
    GROUP BY p.part, p.flow ORDER BY min(p.part_number)`;
  expect(shown?.parts).toEqual(posted); // without freight the whole charge falls on this line
  expect(sum(shown?.parts.map((part) => part.amountFen) ?? [])).toBe(shown?.netFen);
  expect(shown?.households).toBeNull(); // fewer than five households are not counted in public
  expect(shown?.processingIsEstimate).toBe(true);
});

test("there is no split to show for what is not in stock, or not there", async () => {
  const listing = await aListingWithStock({ lots: [4_000] });
  expect(await splitPreview(db(), { variantId: listing.variantId, quantity: 2, now: NOW })).toBeUndefined();
  expect(await splitPreview(db(), { variantId: newId(), quantity: 1, now: NOW })).toBeUndefined();
});

test("the split says by which version of the rule and of the fees, and since when each is in force", async () => {
  const listing = await aListingWithStock();
  const proposed = new Date("2026-11-01T00:00:00Z");
  const approved = new Date("2026-11-05T00:00:00Z");
  const version = { version: 2, name: "通用", nameEn: "Standard", reserveBps: 2000, servicePointBps: 300 };
  await db().splitRule.create({
    data: {
      ...version,
      id: newId(),
      code: "standard",
      cooperativeBps: 800,
      villageBps: 100,
      validFrom: proposed,
      approvedAt: approved,
    },
  });
  const shown = await splitPreview(db(), { variantId: listing.variantId, quantity: 1, now: NOW });
  expect(shown?.rule).toEqual({ name: "通用", nameEn: "Standard", version: 2, since: approved });
  expect(shown?.fees).toEqual({ version: 1, since: new Date("2025-01-01T00:00:00Z") });
  const before = await splitPreview(db(), { variantId: listing.variantId, quantity: 1, now: proposed });
  expect(before?.rule.version).toBe(1); // proposed, and not approved yet
});
