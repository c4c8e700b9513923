import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { isMethod, openAccount } from "./account";
import type { RefundMode } from "./refunds";
import { inEvent, openApi } from "./api";
import { hostedPage } from "./hosted-page";
import { controls } from "./control";
import { seededRandom } from "./random";
import { openStore } from "./store";
import { truthOf } from "./truth";
import { openWebhooks, type Deliver } from "./webhooks";
import { StripeRefusal, decodeForm, newStripeId, type WireRequest, type WireResponse } from "./wire";

export type SandboxOptions = {
  /** the time of everything that is made; the wall clock when not given */
  readonly clock?: () => Date;
  /** who receives webhooks; without it there are none */
  readonly deliver?: Deliver | undefined;
  /** the folder that keeps all objects; without it they live in memory */
  readonly state?: string | undefined;
  readonly secretKey?: string;
  readonly webhookSecrets?: readonly string[];
  /** where shoppers find the hosted page */
  readonly publicUrl?: string;
  /** webhooks go out by themselves, fees and refunds settle by themselves a moment later; otherwise on flush() */
  readonly automatic?: boolean;
  readonly laterMs?: number;
  readonly firstRetryMs?: number;
  readonly seed?: number;
  readonly concurrency?: number;
};

/** What goes wrong on purpose with calls of the API. The first rule that matches is used up by one. */
export type ApiFault = {
  /** "POST /v1/refunds", a prefix */
  readonly on: string;
  /** 500 without acting · 500 after acting · the connection is cut after acting · no answer, without or after acting */
  readonly effect: "refuse" | "fail-after" | "cut-after" | "silent-before" | "silent-after" | "rate-limit";
  /** how many calls it meets; without it, all */
  readonly times?: number;
  /** the share of calls it meets; without it, every one */
  readonly share?: number;
};

export type ApiFaults = { readonly down?: boolean; readonly delayMs?: number; readonly rules?: readonly ApiFault[] };

/** No answer at all: the connection stays silent, or is cut. */
type NoAnswer = "silent" | "cut";

const API_VERSION = /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/;

export type Sandbox = ReturnType<typeof createSandbox>;

/** A Stripe of one's own: see README.md. Use `httpClient()` in the same process, or `listen()` for others. */
export function createSandbox(options: SandboxOptions = {}) {
  const secretKey = options.secretKey ?? "sk_test_sandbox";
  const automatic = options.automatic ?? false;
  const random = seededRandom(options.seed ?? 1);
  const ownClock = options.clock ?? (() => new Date());
  let frozen: Date | undefined;
  let publicUrl = options.publicUrl ?? "http://127.0.0.1";
  let faults: { down: boolean; delayMs: number; rules: (ApiFault & { left: number })[] } = noFaults();
  const inProgress = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const postponed: { what: "fee" | "refund"; id: string }[] = [];
  let server: http.Server | undefined;
  let requestId: string | null = null;
  let requestKey: string | null = null;

  const clock = (): Date => frozen ?? ownClock();
  const now = (): number => Math.floor(clock().getTime() / 1000);

  const store = openStore(options.state, now());
  const webhooks = openWebhooks({
    store,
    deliver: options.deliver,
    secrets: options.webhookSecrets ?? ["whsec_sandbox"],
    signingTime: automatic ? () => Math.floor(Date.now() / 1000) : now,
    random,
    concurrency: options.concurrency ?? (automatic ? 4 : 1),
    firstRetryMs: options.firstRetryMs ?? 1000,
    automatic,
  });
  const account = openAccount({ store, now, emit, later });
  const api = openApi({ store, account, publicUrl: () => publicUrl });

  function emit(type: string, object: object, previous?: Record<string, unknown>): void {
    const event = {
      id: newStripeId("evt_1"),
      object: "event",
      api_version: Stripe.API_VERSION,
      created: now(),
      data: { object: inEvent(object), ...(previous ? { previous_attributes: previous } : {}) },
      livemode: false,
      pending_webhooks: options.deliver ? 1 : 0,
      request: { id: requestId, idempotency_key: requestKey },
      type,
    } as unknown as Stripe.Event;
    store.put(event);
    webhooks.add(event);
  }

  function later(what: "fee" | "refund", id: string): void {
    if (!automatic) {
      postponed.push({ what, id });
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      finish(what, id);
    }, options.laterMs ?? 1500);
    timer.unref();
    timers.add(timer);
  }

  function finish(what: "fee" | "refund", id: string): void {
    if (what === "fee") account.settleFee(id);
    else account.finishRefund(id);
  }

  /** Does now what would happen a moment later: fees become known, pending refunds end. */
  function settle(): void {
    for (const { what, id } of postponed.splice(0)) finish(what, id);
  }

  const left = account.unfinished();
  for (const id of left.fees) later("fee", id);
  for (const id of left.refunds) later("refund", id);

  const sweeper = automatic ? setInterval(() => account.sweep(), 5_000) : undefined;
  sweeper?.unref();
  if (automatic) webhooks.pump();

  /** One call of the API, with Stripe's rules about keys, versions and idempotency. */
  async function handle(request: WireRequest): Promise<WireResponse | NoAnswer> {
    if (faults.down) return "cut";
    const id = newStripeId("req", 14);
    const url = new URL(request.path, "http://sandbox");
    const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined;
    if (key !== undefined && inProgress.has(key)) {
      return answer(id, request, keyInUse().toWire(id), { "stripe-should-retry": "true" });
    }
    if (faults.delayMs > 0) {
      if (key !== undefined) inProgress.add(key);
      await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
      if (key !== undefined) inProgress.delete(key);
    }
    const fault = faultFor(`${request.method} ${url.pathname}`);
    if (fault === "refuse") return answer(id, request, failure(id, 500));
    if (fault === "rate-limit") return answer(id, request, failure(id, 429));
    if (fault === "silent-before") return "silent";

    const response = answerTo(id, request, url, fault === "fail-after");
    if (fault === "silent-after") return "silent";
    if (fault === "cut-after") return "cut";
    return response;
  }

  function answerTo(id: string, request: WireRequest, url: URL, failAfter: boolean): WireResponse {
    const refusal = refusedAtTheDoor(request);
    if (refusal) return answer(id, request, refusal.toWire(id));

    const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined;
    const what = createHash("sha256").update(`${request.method} ${url.pathname}\n${request.body}`).digest("hex");
    if (key !== undefined) {
      const known = store.get("remembered", key);
      if (known && known.request !== what) return answer(id, request, otherParameters(key).toWire(id));
      if (known) return answer(id, request, known, { "idempotent-replayed": "true", "stripe-should-retry": "false" });
    }

    requestId = id;
    requestKey = key ?? null;
    let result: { status: number; body: string };
    let remember = request.method === "POST";
    try {
      const params = decodeForm(request.method === "GET" ? url.search.slice(1) : request.body);
      result = { status: 200, body: JSON.stringify(api.run(request.method, url.pathname, params), null, 2) };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      result = error.toWire(id);
      remember = error.executed;
    } finally {
      requestId = null;
      requestKey = null;
    }
    if (failAfter) result = failure(id, 500);
    if (key !== undefined && remember) {
      store.put({ id: key, object: "remembered", request: what, created: now(), ...result });
    }
    return answer(id, request, result, failAfter ? { "stripe-should-retry": "false" } : {});
  }

  function refusedAtTheDoor({ headers }: WireRequest): StripeRefusal | undefined {
    const given = /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];
    if (given === undefined) {
      return new StripeRefusal({ status: 401, message: "You did not provide an API key." });
    }
    if (given !== secretKey) {
      return new StripeRefusal({ status: 401, message: `Invalid API Key provided: ${given.slice(0, 7)}****` });
    }
    const version = headers["stripe-version"];
    if (version !== undefined && !API_VERSION.test(version)) {
      return new StripeRefusal({ message: `Invalid Stripe API version: ${version}` });
    }
    const key = headers["idempotency-key"];
    if (key !== undefined && key.length > 255) {
      return new StripeRefusal({ message: "Idempotency-Key is too long: it can have up to 255 characters." });
    }
    return undefined;
  }

  function answer(
    id: string,
    request: WireRequest,
    { status, body }: { status: number; body: string },
    more: Record<string, string> = {},
  ): WireResponse {
    const key = request.headers["idempotency-key"];
    return {
      status,
      body,
      headers: {
        "content-type": "application/json",
        "request-id": id,
        "stripe-version": request.headers["stripe-version"] ?? Stripe.API_VERSION,
        ...(key === undefined ? {} : { "idempotency-key": key, "original-request": id }),
        ...more,
      },
    };
  }

  function faultFor(call: string): ApiFault["effect"] | undefined {
    const rule = faults.rules.find((one) => one.left > 0 && call.startsWith(one.on));
    if (!rule || (rule.share !== undefined && random() >= rule.share)) return undefined;
    rule.left--;
    return rule.effect;
  }

  const sandbox = {
    handle,
    /** For `new Stripe(key, { httpClient })`: the same wire, without a socket. */
    httpClient(): Stripe.HttpClient {
      return inProcessClient(handle);
    },
    /** Acts of people and of Stripe itself. */
    pay: (id: string, method = "card", settlement: "now" | "later" = "now") =>
      account.pay(id, methodOf(method), settlement),
    settleLater: account.settleLater,
    decline: account.decline,
    /** a refund made by hand in Stripe's dashboard */
    dashboardRefund: (given: { paymentIntent?: string; charge?: string; amount?: number }) =>
      account.createRefund({
        charge: given.charge,
        paymentIntent: given.paymentIntent,
        amount: given.amount,
        reason: "requested_by_customer",
        metadata: {},
      }),
    finishRefund: account.finishRefund,
    setRefundMode: (mode: RefundMode) => account.setRefundMode(mode),
    openDispute: (given: { paymentIntent?: string; charge?: string; amount?: number; reason?: string }) =>
      account.openDispute({
        charge: given.charge,
        paymentIntent: given.paymentIntent,
        amount: given.amount,
        reason: given.reason,
      }),
    closeDispute: account.closeDispute,
    findSession: account.findSession,
    sessions: () => [...store.all("checkout.session")],
    events: () => [...store.all("event")],
    truth: () => truthOf(store),
    clock,
    /** Stops the clock at an instant; undefined lets it run again. */
    setClock(at: Date | undefined) {
      frozen = at;
      account.sweep();
    },
    settle,
    webhooks,
    setApiFaults(given: ApiFaults) {
      faults = {
        down: given.down ?? false,
        delayMs: given.delayMs ?? 0,
        rules: (given.rules ?? []).map((rule) => ({ ...rule, left: rule.times ?? Infinity })),
      };
    },
    /** Settles what is late and delivers every webhook; answers how many could not be delivered. */
    async flush(timeoutMs?: number): Promise<number> {
      settle();
      return webhooks.flush(timeoutMs);
    },
    publicUrl: () => publicUrl,
    async listen(port = 0): Promise<string> {
      server = http.createServer((request, response) => void serve(request, response));
      server.keepAliveTimeout = 65_000;
      const listening = server;
      await new Promise<void>((resolve, reject) => {
        listening.once("error", reject);
        listening.listen(port, "127.0.0.1", resolve);
      });
      if (options.publicUrl === undefined) publicUrl = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
      return publicUrl;
    },
    async close(): Promise<void> {
      clearInterval(sweeper);
      for (const timer of timers) clearTimeout(timer);
      webhooks.close();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      store.close(now());
    },
    /** Connections that are held silent end here, too. */
    cutConnections: () => server?.closeAllConnections(),
  };

  async function serve(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    try {
      const request = await read(incoming);
      const answered = await route(request);
      if (answered === "silent") return;
      if (answered === "cut") {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answered.status, answered.headers).end(answered.body);
    } catch (error) {
      console.error(error);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    }
  }

  async function route(request: WireRequest): Promise<WireResponse | NoAnswer> {
    const { pathname } = new URL(request.path, "http://sandbox");
    if (pathname.startsWith("/v1/")) return handle(request);
    if (pathname.startsWith("/c/pay/")) return hostedPage(sandbox, request);
    if (pathname.startsWith("/_sandbox")) return controls(sandbox, request);
    return { status: 404, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Not found.\n" };
  }

  return sandbox;
}

function methodOf(name: string) {
  if (!isMethod(name)) throw new StripeRefusal({ message: `unknown payment method ${name}` });
  return name;
}

function noFaults() {
  return { down: false, delayMs: 0, rules: [] };
}

function failure(requestId: string, status: 429 | 500) {
  const refusal = new StripeRefusal(
    status === 429
      ? { status, message: "Request rate limit exceeded.", code: "rate_limit" }
      : { status, type: "api_error", message: "An unknown error occurred. Sorry about that!" },
  );
  return refusal.toWire(requestId);
}

function otherParameters(key: string): StripeRefusal {
  return new StripeRefusal({
    type: "idempotency_error",
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function keyInUse(): StripeRefusal {
  return new StripeRefusal({
    status: 409,
    code: "idempotency_key_in_use",
    message: "There is currently another in-progress request using this Idempotent Key. Please try again later.",
  });
}

async function read(incoming: http.IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  return {
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

function inProcessClient(handle: (request: WireRequest) => Promise<WireResponse | NoAnswer>): Stripe.HttpClient {
  return {
    getClientName: () => "sandbox",
    async makeRequest(_host, _port, path, method, headers, requestData, _protocol, timeout) {
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name.toLowerCase(),
          value === undefined ? undefined : String(value),
        ]),
      );
      const answered = await handle({ method, path, headers: lower, body: requestData ?? "" });
      if (answered === "silent") {
        await new Promise((resolve) => setTimeout(resolve, Math.min(timeout, 50)));
        throw Object.assign(new TypeError("ETIMEDOUT"), { code: "ETIMEDOUT" });
      }
      if (answered === "cut") throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      return {
        getStatusCode: () => answered.status,
        getHeaders: () => ({ ...answered.headers }),
        getRawResponse: () => answered,
        toStream: () => answered.body,
        toJSON: () => Promise.resolve(JSON.parse(answered.body) as unknown),
      };
    },
  };
}
