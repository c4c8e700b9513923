import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays, addHours } from "~/kernel/period";
import { mediaKey } from "~/media/media-store.server";
import { answerClaim } from "~/orders/answer-claim.server";
import { closeAccount, forgetClosedBuyers } from "~/orders/close-account.server";
import { db } from "~/platform/db.server";
import { getObject } from "~/platform/storage.server";
import { closeStripe, violations, work } from "#tests/builders/payments";
import { aCode, aMobile, aShopper } from "#tests/builders/shoppers";
import { aClaimShop, type ClaimShop } from "./claim-shop";

let shop: ClaimShop;

beforeAll(async () => {
  shop = await aClaimShop();
});
afterAll(() => closeStripe(shop.stripe));
afterEach(async () => {
  await work(shop.stripe);
  expect(await violations()).toEqual({});
});

test("a refused claim keeps an account open as long as the shopper may go on, and no longer", async () => {
  const order = await shop.arrived();
  const shopper = await aShopper(aMobile(), order.at);
  const { userId, contact, session } = shopper;
  await db().order.update({ where: { id: order.orderId }, data: { userId } });
  const claimId = await shop.claimed(order);
  const refusedAt = addDays(order.at, 8);
  await answerClaim({ actor: shop.manager(), claimId, move: "refuse", words: "照片看不出坏果", now: refusedAt });
  const close = async (now: Date) => {
    const code = await aCode(contact, "CLOSE", now, userId);
    return closeAccount({ session, contact, code, address: "claims", now });
  };
  expect(await close(addHours(refusedAt, 47))).toEqual({ ok: false, failure: { kind: "orders-under-way", count: 1 } });
  expect(await close(addHours(refusedAt, 48))).toEqual({ ok: true, value: undefined });
});

test("a closed account's claim loses its words and pictures with the buyer, three years later and not before", async () => {
  const order = await shop.arrived();
  const claimId = await shop.claimed(order);
  expect(await shop.accept(claimId)).toMatchObject({ ok: true });
  const photos = await db().claimPhoto.findMany({ where: { claimId }, select: { mediaId: true } });
  const file = mediaKey(photos[0]?.mediaId ?? "", "375.webp");
  const userId = newId();
  const at = { createdAt: order.at, closedAt: order.at, disabledAt: order.at };
  await db().user.create({ data: { id: userId, loginName: `closed-${userId}`, displayName: "—", ...at } });
  await db().order.update({ where: { id: order.orderId }, data: { userId } });
  const left = async () => {
    const { words, refundId } = await db().claim.findUniqueOrThrow({ where: { id: claimId } });
    const pictures = await db().claimPhoto.count({ where: { claimId } });
    return { words, pictures, hasFile: (await getObject(file)) !== undefined, isRefunded: refundId !== null };
  };

  const kept = { words: "一箱烂了一半", pictures: 1, hasFile: true, isRefunded: true };
  await forgetClosedBuyers({ now: addDays(order.at, 3 * 365 - 10) });
  expect(await left()).toEqual(kept);
  await expect(db().claimPhoto.deleteMany({ where: { claimId } })).rejects.toThrow("the pictures of a claim stay");
  await expect(db().claim.update({ where: { id: claimId }, data: { words: "—" } })).rejects.toThrow();
  expect(await left()).toEqual(kept);

  await forgetClosedBuyers({ now: addDays(order.at, 3 * 366) });
  expect(await left()).toEqual({ words: "—", pictures: 0, hasFile: false, isRefunded: true });
});
