import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import {
  chargeIdOf,
  open,
  paid,
  refusal,
  sandbox,
  sandboxForEachTest,
  SECRETS,
  session,
  stripe,
  types,
  verified,
} from "./test-sandbox";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

// After the folders: what is cleared away first is what was asked for last.
sandboxForEachTest();

describe("idempotency keys", () => {
  it("answer the same request the same way, and make one object", async () => {
    const first = await session({}, { idempotencyKey: "k1" });
    const again = await session({}, { idempotencyKey: "k1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(sandbox.sessions()).toHaveLength(1);
  });

  it("refuse other parameters", async () => {
    await session({}, { idempotencyKey: "k1" });
    expect(await refusal(session({ locale: "zh" }, { idempotencyKey: "k1" }))).toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
    });
  });

  it("repeat a 500 that came after acting, and forget one that came before", async () => {
    const complete = await paid();
    const make = () => stripe.refunds.create({ charge: chargeIdOf(complete), amount: 1_000 }, { idempotencyKey: "r1" });
    sandbox.setApiFaults({ rules: [{ on: "POST /v1/refunds", effect: "refuse", times: 1 }] });
    expect(await refusal(make())).toMatchObject({ type: "StripeAPIError", statusCode: 500 });
    expect(sandbox.truth().refunds.succeeded.count).toBe(0);
    sandbox.setApiFaults({ rules: [{ on: "POST /v1/refunds", effect: "fail-after", times: 1 }] });
    await refusal(make());
    expect(await refusal(make())).toMatchObject({ statusCode: 500, headers: { "idempotent-replayed": "true" } });
    expect(sandbox.truth().refunds.succeeded.count).toBe(1);
  });

  it("do not remember what was refused for its form", async () => {
    await refusal(session({ line_items: [] }, { idempotencyKey: "k1" }));
    expect((await session({}, { idempotencyKey: "k1" })).status).toBe("open");
  });

  it("make one object when the connection is cut after acting and the library tries again", async () => {
    await sandbox.close();
    open({}, { maxNetworkRetries: 2 });
    sandbox.setApiFaults({ rules: [{ on: "POST /v1/checkout/sessions", effect: "cut-after", times: 1 }] });
    expect((await session()).status).toBe("open");
    expect(sandbox.sessions()).toHaveLength(1);
  });

  it("are held by the first of two requests at once", async () => {
    sandbox.setApiFaults({ delayMs: 20 });
    const both = await Promise.allSettled([session({}, { idempotencyKey: "k" }), session({}, { idempotencyKey: "k" })]);
    expect(both.map((one) => one.status)).toEqual(["fulfilled", "rejected"]);
    expect(both[1]).toMatchObject({ reason: { statusCode: 409, code: "idempotency_key_in_use" } });
  });
});

describe("the door", () => {
  it("refuses a wrong key and an unknown address as Stripe does", async () => {
    const stranger = new Stripe("sk_test_other", { httpClient: sandbox.httpClient() });
    expect(await refusal(stranger.charges.list())).toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
    });
    expect(await refusal(stripe.customers.list())).toMatchObject({ statusCode: 404 });
    expect(await refusal(stripe.charges.retrieve("ch_none"))).toMatchObject({
      code: "resource_missing",
      statusCode: 404,
    });
  });
});

describe("lists", () => {
  it("are cut into pages that the library walks, newest first", async () => {
    for (let i = 0; i < 12; i++) await paid();
    sandbox.settle();
    const page = await stripe.charges.list({ limit: 5 });
    expect([page.data.length, page.has_more]).toEqual([5, true]);
    const all = await stripe.balanceTransactions.list({ limit: 5, type: "charge" }).autoPagingToArray({ limit: 100 });
    expect(new Set(all.map((one) => one.id)).size).toBe(12);
    const events = await stripe.events.list({ types: ["checkout.session.completed"], limit: 100 });
    expect(events.data).toHaveLength(12);
  });
});

describe("webhooks", () => {
  it("are signed with every secret while one is rolled, and dropped ones come again", async () => {
    await sandbox.close();
    const seen: string[] = [];
    open({
      firstRetryMs: 1,
      seed: 7,
      deliver: async ({ rawBody, signature }) => {
        for (const secret of SECRETS) seen.push((await verified(rawBody, signature, secret)).id);
        await expect(verified(`${rawBody} `, signature, "whsec_new")).rejects.toThrow(/signature/i);
        return seen.length % 3 === 0 ? 500 : 200;
      },
    });
    sandbox.webhooks.setFaults({ dropFirst: 0.5, copies: [1, 5], shuffle: true });
    for (let i = 0; i < 10; i++) await paid();
    expect(await sandbox.flush()).toBe(0);
    expect(new Set(seen).size).toBe(40);
    expect(seen.length).toBeGreaterThan(80);
  });
});

describe("the state on disk", () => {
  it("is all there after the process was killed, with unfinished business taken up again", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-sandbox-"));
    folders.push(folder);
    await sandbox.close();
    open({ state: folder, deliver: () => Promise.resolve(500) });
    const { id } = await session({}, { idempotencyKey: "k1" });
    sandbox.pay(id);
    await Promise.resolve(); // as whoever answers waits
    fs.appendFileSync(path.join(folder, "objects.jsonl"), '[{"id":"ch_half","obj'); // killed while writing
    open({ state: folder });
    expect((await session({}, { idempotencyKey: "k1" })).id).toBe(id);
    expect(sandbox.truth()).toMatchObject({ charges: { count: 1, amount: 9_000 }, fees: 0 });
    await sandbox.flush();
    expect(types()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
    expect(sandbox.truth().fees).toBe(541);
  });

  it("has every payment whole or not at all, wherever the process was killed: nobody who pays again pays twice", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-sandbox-"));
    folders.push(folder);
    const log = path.join(folder, "objects.jsonl");
    await sandbox.close();
    open({ state: folder });
    const { id } = await session({}, { idempotencyKey: "k1" });
    const unpaid = fs.readFileSync(log, "utf8").length;
    sandbox.pay(id);
    await Promise.resolve();
    const written = fs.readFileSync(log, "utf8");
    await sandbox.close();
    for (let cut = unpaid; cut <= written.length; cut += 97) {
      fs.writeFileSync(log, written.slice(0, cut));
      open({ state: folder });
      if (sandbox.findSession(id).status === "open") sandbox.pay(id);
      expect(sandbox.truth().charges.count, `cut at ${cut}`).toBe(1);
      await sandbox.close();
    }
  });
});
