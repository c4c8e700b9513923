import type { ApiFaults, Sandbox } from "./sandbox";
import type { RefundMode } from "./refunds";
import type { WebhookFaults } from "./webhooks";
import { StripeRefusal, type WireRequest, type WireResponse } from "./wire";

type Body = Readonly<Record<string, unknown>>;
type Control = (sandbox: Sandbox, body: Body) => unknown;

/** What people and Stripe itself do in life: paying, disputing, failing; and the faults for tests. JSON in, JSON out. */
const CONTROLS: Readonly<Record<string, Control>> = {
  "GET /_sandbox": () => Object.keys(CONTROLS),
  "GET /_sandbox/health": (sandbox) => ({ ok: true, now: sandbox.clock().toISOString() }),
  "GET /_sandbox/truth": (sandbox) => sandbox.truth(),
  "GET /_sandbox/sessions": (sandbox) =>
    sandbox
      .sessions()
      .map(({ id, status, payment_status, amount_total, client_reference_id, payment_intent, url }) => ({
        id,
        status,
        payment_status,
        amount_total,
        client_reference_id,
        payment_intent,
        url,
      })),
  "POST /_sandbox/clock": (sandbox, { now }) => {
    sandbox.setClock(typeof now === "string" ? new Date(now) : undefined);
    return { now: sandbox.clock().toISOString() };
  },
  "POST /_sandbox/pay": (sandbox, { session, method, later }) =>
    sandbox.pay(textOf(session), typeof method === "string" ? method : "card", later === true ? "later" : "now"),
  "POST /_sandbox/settle-later": (sandbox, { session, outcome }) =>
    sandbox.settleLater(textOf(session), outcome === "failed" ? "failed" : "paid"),
  "POST /_sandbox/decline": (sandbox, { session }) => sandbox.decline(textOf(session)),
  "POST /_sandbox/refund-mode": (sandbox, { mode }) => {
    if (mode !== "automatic" && mode !== "pend" && mode !== "fail")
      throw new StripeRefusal({ message: "unknown mode" });
    sandbox.setRefundMode(mode satisfies RefundMode);
    return { mode };
  },
  "POST /_sandbox/refund": (sandbox, { paymentIntent, charge, amount }) =>
    sandbox.dashboardRefund({
      ...(typeof paymentIntent === "string" ? { paymentIntent } : {}),
      ...(typeof charge === "string" ? { charge } : {}),
      ...(typeof amount === "number" ? { amount } : {}),
    }),
  "POST /_sandbox/finish-refund": (sandbox, { refund, outcome }) =>
    sandbox.finishRefund(textOf(refund), outcome === "failed" ? "failed" : "succeeded"),
  "POST /_sandbox/dispute": (sandbox, { paymentIntent, charge, amount, reason }) =>
    sandbox.openDispute({
      ...(typeof paymentIntent === "string" ? { paymentIntent } : {}),
      ...(typeof charge === "string" ? { charge } : {}),
      ...(typeof amount === "number" ? { amount } : {}),
      ...(typeof reason === "string" ? { reason } : {}),
    }),
  "POST /_sandbox/close-dispute": (sandbox, { dispute, outcome }) =>
    sandbox.closeDispute(textOf(dispute), outcome === "won" ? "won" : "lost"),
  "POST /_sandbox/faults": (sandbox, { api, webhooks }) => {
    if (api !== undefined) sandbox.setApiFaults(api as ApiFaults);
    if (webhooks !== undefined) sandbox.webhooks.setFaults(webhooks as Partial<WebhookFaults>);
    return { ok: true };
  },
  "POST /_sandbox/resend": (sandbox, { event }) => {
    sandbox.webhooks.resend(textOf(event));
    return { ok: true };
  },
  "POST /_sandbox/flush": async (sandbox, { timeoutMs }) => ({
    undelivered: await sandbox.flush(typeof timeoutMs === "number" ? timeoutMs : undefined),
  }),
  "GET /_sandbox/undelivered": (sandbox) => ({ undelivered: sandbox.webhooks.undelivered() }),
};

export async function controls(sandbox: Sandbox, request: WireRequest): Promise<WireResponse> {
  const { pathname } = new URL(request.path, "http://sandbox");
  const control = CONTROLS[`${request.method} ${pathname}`];
  // A web page of another site must not be able to play with the sandbox: browsers cannot send this type unasked.
  const isJson = request.headers["content-type"]?.startsWith("application/json") ?? false;
  if (!control || (request.method === "POST" && !isJson)) {
    return json(control ? 415 : 404, {
      error: control ? "send application/json" : `no such control; try GET /_sandbox`,
    });
  }
  try {
    return json(200, await control(sandbox, (request.body ? JSON.parse(request.body) : {}) as Body));
  } catch (error) {
    if (error instanceof StripeRefusal || error instanceof SyntaxError) return json(400, { error: error.message });
    throw error;
  }
}

function json(status: number, body: unknown): WireResponse {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(body, null, 2)}\n` };
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new StripeRefusal({ message: "an id is missing" });
  return value;
}
