import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { applyParkedEvents, reapplyEvent } from "~/payments/apply-parked-events.server";
import { expireStalePayments } from "~/payments/expire-stale-payments.server";
import { db } from "~/platform/db.server";
import { tryOutFeeSchedule, type DryRun } from "~/routes/operator/dry-run-store.server";
import { waitingOrders } from "~/routes/operator/payments-desk-store.server";
import { deskCounts } from "~/routes/operator/status-store.server";
import * as webhookPage from "~/routes/operator/webhook";
import { anOfficial, anOperator, type Person } from "#tests/builders/access";
import { aFeeSchedule } from "#tests/builders/catalog";
import { aListingWithStock } from "#tests/builders/orders";
import {
  anOpenOrder,
  aStripeThatWaits,
  clock,
  closeStripe,
  faultsInBooks,
  footprint,
  takeEvent,
  type StripeDelivery,
} from "#tests/builders/payments";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";

let stripe: Sandbox;
let variantId: string;
let everythingSent: () => Promise<StripeDelivery[]>;

beforeAll(async () => {
  ({ stripe, sent: everythingSent } = aStripeThatWaits());
  ({ variantId } = await aListingWithStock({ lots: [10_000_000] }));
});
afterAll(() => closeStripe(stripe));

const idOf = ({ rawBody }: StripeDelivery) => (JSON.parse(rawBody) as { id: string }).id;

async function aSoldOrder(packs: number): Promise<string> {
  const order = await anOpenOrder([{ variantId, quantity: packs }]);
  stripe.pay(order.sessionId);
  for (const one of await everythingSent()) await takeEvent(one);
  await applyParkedEvents({ now: clock.now });
  return order.orderId;
}

async function postedTo(orderId: string, account: string): Promise<bigint> {
  const [row] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT coalesce(sum(p.amount_fen), 0)::bigint AS fen FROM posting p JOIN journal j ON j.id = p.journal_id
    WHERE j.kind = 'SALE' AND j.source_id = ${orderId} AND p.destination = ${account}`;
  return row.fen;
}

const before = (run: DryRun, kind: string) => run.rows.find((row) => row.kind === kind)?.beforeFen;
const after = (run: DryRun, kind: string) => run.rows.find((row) => row.kind === kind)?.afterFen;

test("a fee schedule tried on past orders gives what it then really gives the same order, and posts nothing", async () => {
  const rates = { platformBps: 800, processingBps: 120, processingFixedFen: 30n };
  expect(await tryOutFeeSchedule(db(), rates)).toMatchObject({ orders: 0, lines: 0, totalFen: 0n, rows: [] });
  const old = await aSoldOrder(3);
  const books = await footprint();
  const same = await tryOutFeeSchedule(db(), { platformBps: 500, processingBps: 340, processingFixedFen: 0n });
  expect(same.orders).toBe(1);
  expect(same.rows.every(({ beforeFen, afterFen }) => beforeFen === afterFen)).toBe(true);
  expect(before(same, "PLATFORM_FEE")).toBe(await postedTo(old, "platform:fees"));
  expect(before(same, "PROCESSING")).toBe(await postedTo(old, "platform:processing"));

  const tried = await tryOutFeeSchedule(db(), rates);
  const { totalFen } = await db().order.findUniqueOrThrow({ where: { id: old } });
  expect(tried.totalFen).toBe(totalFen);
  expect(tried.rows.reduce((sum, row) => sum + row.afterFen, 0n)).toBe(totalFen);
  expect(await footprint()).toEqual(books);

  clock.forward(1);
  await aFeeSchedule({ rates, now: clock.now });
  clock.forward(1);
  const fresh = await aSoldOrder(3);
  expect(after(tried, "PLATFORM_FEE")).toBe(await postedTo(fresh, "platform:fees"));
  expect(after(tried, "PROCESSING")).toBe(await postedTo(fresh, "platform:processing"));
  expect(after(tried, "PLATFORM_FEE")).not.toBe(before(tried, "PLATFORM_FEE"));
});

test("orders that wait for their payment are listed, the longest overdue first, until they are decided", async () => {
  const listed = async () => (await waitingOrders(db(), 200)).map(({ id, state }) => [id, state]);
  expect(await listed()).toEqual([]);
  const first = await anOpenOrder([{ variantId, quantity: 1 }]);
  clock.forward(1);
  const second = await anOpenOrder([{ variantId, quantity: 1 }]);
  expect(await listed()).toEqual([
    [first.orderId, "PLACED"],
    [second.orderId, "PLACED"],
  ]);
  expect((await waitingOrders(db(), 1)).map(({ id }) => id)).toEqual([first.orderId]);
  const { holdExpiresAt } = await db().order.findUniqueOrThrow({ where: { id: first.orderId } });
  expect((await deskCounts(db(), holdExpiresAt)).stuckOrders).toBe(0);
  expect((await deskCounts(db(), new Date(holdExpiresAt.getTime() + 1))).stuckOrders).toBe(1);

  stripe.pay(second.sessionId);
  for (const one of await everythingSent()) await takeEvent(one);
  expect(await listed()).toEqual([[first.orderId, "PLACED"]]);
  clock.forward(24 * 60);
  await expireStalePayments({ now: clock.now });
  await everythingSent();
  expect(await listed()).toEqual([]);
  expect((await deskCounts(db(), clock.now)).stuckOrders).toBe(0);
  expect(await faultsInBooks()).toEqual({});
});

test("an event whose alarm has lost its cause is applied anew by hand, once; one that was applied stays", async () => {
  const operator = await anOperator();
  const order = await anOpenOrder([{ variantId, quantity: 1 }]);
  stripe.pay(order.sessionId, "alipay");
  stripe.settle();
  const paid = await everythingSent();
  const intent = stripe.findSession(order.sessionId).payment_intent as string;
  stripe.dashboardRefund({ paymentIntent: intent, amount: 1_000 });
  const refunded = await everythingSent();
  const told = refunded.find(({ rawBody }) => rawBody.includes('"refund.created"'));
  if (!told) throw new Error("Stripe did not tell of the refund");
  const id = idOf(told);
  expect(await takeEvent(told)).toBe("PARKED");
  const giveUp = () => applyParkedEvents({ now: new Date(clock.now.getTime() + 4 * 86_400_000) });
  const outcome = async () => (await db().stripeEvent.findUniqueOrThrow({ where: { id } })).outcome;
  await giveUp();
  expect(await outcome()).toBe("ALARM");
  // The payment is still unknown: by hand it comes no further than by itself.
  expect(await reapplyEvent({ eventId: id })).toBe("PARKED");
  await giveUp();
  expect(await outcome()).toBe("ALARM");
  expect(await reapplyEvent({ eventId: `evt_${newId()}` })).toBeUndefined();

  for (const one of paid) await takeEvent(one);
  const replay = (person: Person, eventId = id) =>
    webhookPage.action({
      request: new Request(`https://huhui.test/ops/webhooks/${eventId}`, {
        method: "POST",
        headers: { Cookie: person.cookie },
        body: new URLSearchParams({ intent: "replay" }),
      }),
      params: { id: eventId },
      context: {},
    });
  await expect(replay(await anOfficial("341021"))).rejects.toMatchObject({ status: expect.any(Number) as number });
  await expect(replay(operator, "evt_nobody")).rejects.toMatchObject({ status: 404 });
  expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(0);
  const both = await Promise.all([replay(operator), reapplyEvent({ eventId: id })]);
  // Whoever finds it taken is told to look again: it is never applied by both.
  expect([302, 422]).toContain((both[0] as Response).status);
  expect([undefined, "APPLIED"]).toContain(both[1]);
  expect(await outcome()).toBe("APPLIED");
  const books = await footprint();
  expect(await reapplyEvent({ eventId: id })).toBe("APPLIED");
  expect(await footprint()).toEqual(books);
  expect(await db().refund.findMany({ where: { orderId: order.orderId } })).toMatchObject([{ amountFen: 1_000n }]);
  const log = await db().accessLog.findMany({ where: { action: "webhook:replay", subjectId: id } });
  expect(log.map(({ actorId }) => actorId)).toEqual([operator.userId]);
  for (const one of refunded) await takeEvent(one);
  await applyParkedEvents({ now: clock.now });
  expect(await faultsInBooks()).toEqual({});
});
