import { describe, expect, it } from "vitest";
import { chargeIdOf, intentIdOf, paid, refusal, sandbox, sandboxForEachTest, stripe, types } from "./test-sandbox";

sandboxForEachTest();

describe("refunds", () => {
  it("of a card succeed at once; of a wallet a moment later", async () => {
    const byCard = await paid("card");
    sandbox.settle();
    const first = await stripe.refunds.create({ charge: chargeIdOf(byCard), amount: 1_000, metadata: { refund: "a" } });
    expect(first).toMatchObject({ status: "succeeded", amount: 1_000, metadata: { refund: "a" } });

    const byWallet = await paid("alipay");
    const second = await stripe.refunds.create({ payment_intent: intentIdOf(byWallet) });
    expect(second).toMatchObject({ status: "pending", amount: 9_000 });
    await sandbox.flush();
    expect(await stripe.refunds.retrieve(second.id)).toMatchObject({ status: "succeeded" });
    expect(sandbox.truth().refunds.succeeded).toEqual({ count: 2, amount: 10_000 });
  });

  it("never give back more than was paid", async () => {
    const complete = await paid();
    await stripe.refunds.create({ charge: chargeIdOf(complete), amount: 8_000 });
    expect(await refusal(stripe.refunds.create({ charge: chargeIdOf(complete), amount: 1_001 }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("greater than unrefunded amount") as string,
    });
    await stripe.refunds.create({ charge: chargeIdOf(complete) });
    expect(await refusal(stripe.refunds.create({ charge: chargeIdOf(complete) }))).toMatchObject({
      code: "charge_already_refunded",
    });
  });

  it("may be pending and then fail: the charge can be refunded again, and the balance has the money back", async () => {
    const complete = await paid();
    sandbox.settle();
    sandbox.setRefundMode("pend");
    const refund = await stripe.refunds.create({ charge: chargeIdOf(complete), amount: 2_000 });
    sandbox.finishRefund(refund.id, "failed");
    expect(await stripe.charges.retrieve(chargeIdOf(complete))).toMatchObject({ amount_refunded: 0, refunded: false });
    await sandbox.flush();
    expect(types()).toEqual(expect.arrayContaining(["refund.created", "refund.updated", "refund.failed"]));
    expect(sandbox.truth()).toMatchObject({ net: 8_459, refunds: { failed: { count: 1, amount: 2_000 } } });
  });

  it("made in the dashboard carry nothing of ours", async () => {
    const complete = await paid();
    const refund = sandbox.dashboardRefund({ charge: chargeIdOf(complete), amount: 500 });
    expect(refund.metadata).toEqual({});
    expect((await stripe.refunds.list({ payment_intent: intentIdOf(complete) })).data.map((one) => one.id)).toEqual([
      refund.id,
    ]);
  });
});

describe("disputes", () => {
  it("withdraw the amount and a fee, and give both back when won", async () => {
    const complete = await paid();
    sandbox.settle();
    const dispute = sandbox.openDispute({ charge: chargeIdOf(complete) });
    expect(sandbox.truth()).toMatchObject({ net: -541 - 10_000, disputes: { open: { count: 1, amount: 9_000 } } });
    expect(await refusal(stripe.refunds.create({ charge: chargeIdOf(complete) }))).toMatchObject({
      code: "charge_disputed",
    });
    sandbox.closeDispute(dispute.id, "won");
    expect(sandbox.truth().net).toBe(8_459);
    await sandbox.flush();
    expect(types().slice(-4)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ]);
  });

  it("keep the money when lost", async () => {
    const complete = await paid();
    sandbox.settle();
    sandbox.closeDispute(sandbox.openDispute({ charge: chargeIdOf(complete) }).id, "lost");
    expect(sandbox.truth().net).toBe(-541 - 10_000);
  });
});
