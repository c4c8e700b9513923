import type Stripe from "stripe";
import type { Account } from "./account";
import { idOf } from "./references";
import { METHODS } from "./objects";
import type { Kind, Store, StoredTypes } from "./store";
import {
  StripeRefusal,
  integer,
  list,
  metadata,
  missing,
  nested,
  noSuch,
  required,
  text,
  type Param,
  type Params,
} from "./wire";

type Query = { readonly id: string; readonly params: Params };
type Endpoint = (query: Query) => object;

const PREFIXES: Readonly<Record<string, Kind>> = {
  cs: "checkout.session",
  pi: "payment_intent",
  ch: "charge",
  txn: "balance_transaction",
  re: "refund",
  du: "dispute",
  evt: "event",
};

/** The endpoints that the shop uses. Answers the object, or throws the refusal. */
export function openApi({ store, account, publicUrl }: { store: Store; account: Account; publicUrl: () => string }) {
  const endpoints: readonly (readonly [method: string, pattern: RegExp, endpoint: Endpoint])[] = [
    ["POST", /^\/v1\/checkout\/sessions$/, createSession],
    ["GET", /^\/v1\/checkout\/sessions$/, listOf("checkout.session", "/v1/checkout/sessions")],
    ["GET", /^\/v1\/checkout\/sessions\/([^/]+)$/, ({ id }) => account.findSession(id)],
    ["POST", /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/, ({ id }) => account.expireSession(id)],
    ["GET", /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/, ({ id }) => account.findSession(id).line_items ?? {}],
    ["GET", /^\/v1\/payment_intents$/, listOf("payment_intent", "/v1/payment_intents")],
    ["GET", /^\/v1\/payment_intents\/([^/]+)$/, one("payment_intent", "payment_intent")],
    ["GET", /^\/v1\/charges$/, listOf("charge", "/v1/charges")],
    ["GET", /^\/v1\/charges\/([^/]+)$/, one("charge", "charge")],
    ["POST", /^\/v1\/refunds$/, createRefund],
    ["GET", /^\/v1\/refunds$/, listOf("refund", "/v1/refunds")],
    ["GET", /^\/v1\/refunds\/([^/]+)$/, one("refund", "refund")],
    ["GET", /^\/v1\/disputes$/, listOf("dispute", "/v1/disputes")],
    ["GET", /^\/v1\/disputes\/([^/]+)$/, one("dispute", "dispute")],
    ["GET", /^\/v1\/balance_transactions$/, listOf("balance_transaction", "/v1/balance_transactions")],
    ["GET", /^\/v1\/balance_transactions\/([^/]+)$/, one("balance_transaction", "balance transaction")],
    ["GET", /^\/v1\/events$/, listOf("event", "/v1/events")],
    ["GET", /^\/v1\/events\/([^/]+)$/, one("event", "event")],
    [
      "GET",
      /^\/v1\/account$/,
      () => ({ id: "acct_sandbox", object: "account", country: "CN", default_currency: "cny" }),
    ],
  ];

  function createSession({ params }: Query): Stripe.Checkout.Session {
    if (required(params, "mode") !== "payment") {
      throw new StripeRefusal({ message: "This sandbox knows only `payment` mode.", param: "mode" });
    }
    const given = list(params, "line_items");
    if (!given || given.length === 0) throw missing("line_items");
    const lines = given.map(lineOf);
    const currencies = new Set(lines.map((line) => line.currency));
    if (currencies.size > 1) {
      throw new StripeRefusal({
        message: "All prices on a Checkout session must have the same currency.",
        param: "line_items",
      });
    }
    if (params["payment_method_types"] !== undefined) {
      // Since 2026-09-30 the methods of the account are filtered by `allowed_payment_method_types` instead.
      throw new StripeRefusal({
        message: "Received unknown parameter: payment_method_types",
        code: "parameter_unknown",
        param: "payment_method_types",
      });
    }
    const methods = (list(params, "allowed_payment_method_types") ?? METHODS).map(String);
    for (const method of methods) {
      if (!(METHODS as readonly string[]).includes(method)) {
        throw new StripeRefusal({
          message: `Invalid allowed_payment_method_types: ${method}`,
          param: "allowed_payment_method_types",
        });
      }
    }
    const successUrl = required(params, "success_url");
    const cancelUrl = text(params, "cancel_url");
    for (const [name, url] of [
      ["success_url", successUrl],
      ["cancel_url", cancelUrl],
    ] as const) {
      if (url !== undefined && !/^https?:\/\//.test(url)) {
        throw new StripeRefusal({ message: "Not a valid URL", code: "url_invalid", param: name });
      }
    }
    const total = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
    if (lines[0]?.currency === "cny" && total < 400) {
      throw new StripeRefusal({
        message: "The Checkout Session's total amount must convert to at least 4.00 HKD.",
        code: "amount_too_small",
      });
    }
    return account.createSession({
      lines,
      methods,
      expiresAt: integer(params, "expires_at"),
      successUrl,
      cancelUrl,
      clientReferenceId: text(params, "client_reference_id"),
      customerEmail: text(params, "customer_email"),
      locale: text(params, "locale"),
      metadata: metadata(params),
      intentMetadata: metadata(nested(params, "payment_intent_data") ?? {}),
      urlOf: (id) => `${publicUrl()}/c/pay/${id}`,
    });
  }

  function createRefund({ params }: Query): Stripe.Refund {
    const charge = text(params, "charge");
    const paymentIntent = text(params, "payment_intent");
    if (!charge && !paymentIntent) {
      throw new StripeRefusal({
        message: "One of the following params should be provided for this request: payment_intent or charge.",
      });
    }
    return account.createRefund({
      charge,
      paymentIntent,
      amount: integer(params, "amount"),
      reason: text(params, "reason"),
      metadata: metadata(params),
    });
  }

  function one(kind: Kind, name: string): Endpoint {
    return ({ id }) => {
      const object = store.get(kind, id);
      if (!object) throw noSuch(name, id);
      return object;
    };
  }

  function listOf(kind: Kind, url: string): Endpoint {
    return ({ params }) => page(kind, url, params);
  }

  /** Newest first, cut by limit and cursor, as Stripe's lists. */
  function page<K extends Kind>(kind: K, url: string, params: Params): Stripe.ApiList<StoredTypes[K]> {
    const limit = integer(params, "limit") ?? 10;
    if (limit < 1 || limit > 100) {
      throw new StripeRefusal({ message: "This value must be between 1 and 100.", param: "limit" });
    }
    const matching = [...store.all(kind)].filter((object) => matches(object, params)).reverse();
    const after = text(params, "starting_after");
    const before = text(params, "ending_before");
    let start = 0;
    let end = matching.length;
    if (after !== undefined) start = cursor(matching, after) + 1;
    if (before !== undefined) {
      end = cursor(matching, before);
      start = Math.max(0, end - limit);
    }
    const data = matching.slice(start, Math.min(end, start + limit));
    const hasMore = before === undefined ? start + limit < matching.length : start > 0;
    return { object: "list", data, has_more: hasMore, url };
  }

  function cursor(objects: readonly { id: string }[], id: string): number {
    const at = objects.findIndex((object) => object.id === id);
    if (at < 0) throw noSuch("object", id, "starting_after");
    return at;
  }

  return {
    /** Whether a request of this method and path exists at all, so that keys are remembered only for those. */
    run(method: string, path: string, params: Params): object {
      for (const [verb, pattern, endpoint] of endpoints) {
        const found = verb === method ? pattern.exec(path) : null;
        if (found) return shown(endpoint({ id: decodeURIComponent(found[1] ?? ""), params }), expansions(params));
      }
      throw new StripeRefusal({
        status: 404,
        message: `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. This sandbox speaks only the part of Stripe that the shop uses.`,
      });
    },
    shown,
  };

  /** The object as it goes over the wire: line items only when asked for, ids replaced by objects as `expand` says. */
  function shown(object: object, expand: readonly string[]): object {
    const copy = structuredCloneJson(object) as Record<string, unknown>;
    for (const path of expand) expandAt(copy, path.split("."), path);
    prune(copy, expand);
    return copy;
  }

  function expandAt(node: Record<string, unknown>, [field = "", ...rest]: string[], whole: string): void {
    if (field === "data" && Array.isArray(node["data"])) {
      for (const item of node["data"]) expandAt(item as Record<string, unknown>, rest, whole);
      return;
    }
    if (!(field in node)) {
      throw new StripeRefusal({
        message: `This property cannot be expanded (${whole}).`,
        param: "expand",
      });
    }
    const value = node[field];
    if (typeof value === "string") {
      const kind = PREFIXES[value.slice(0, value.indexOf("_"))];
      const target = kind && store.get(kind, value);
      if (!target) {
        throw new StripeRefusal({ message: `This property cannot be expanded (${whole}).`, param: "expand" });
      }
      node[field] = structuredCloneJson(target);
    }
    const next = node[field];
    if (rest.length > 0 && typeof next === "object" && next !== null) {
      expandAt(next as Record<string, unknown>, rest, whole);
    }
  }
}

function prune(node: Record<string, unknown>, expand: readonly string[]): void {
  if (node["object"] === "list" && Array.isArray(node["data"])) {
    const inner = expand.filter((path) => path.startsWith("data.")).map((path) => path.slice(5));
    for (const item of node["data"]) prune(item as Record<string, unknown>, inner);
  }
  if (node["object"] === "checkout.session" && !expand.some((path) => path.startsWith("line_items"))) {
    delete node["line_items"];
  }
}

/** A session as events show it: without its line items. */
export function inEvent<Shown extends object>(object: Shown): Shown {
  const copy = structuredCloneJson(object) as Record<string, unknown>;
  prune(copy, []);
  return copy as Shown;
}

function structuredCloneJson(object: object): unknown {
  return JSON.parse(JSON.stringify(object));
}

function expansions(params: Params): string[] {
  return (list(params, "expand") ?? []).map(String);
}

function lineOf(
  given: Param,
  index: number,
): { name: string; description: string | undefined; currency: string; unitAmount: number; quantity: number } {
  const at = `line_items[${index}]`;
  const line = typeof given === "object" && !Array.isArray(given) ? (given as Params) : {};
  const price = nested(line, "price_data");
  if (!price) throw missing(`${at}[price_data]`);
  const product = nested(price, "product_data");
  if (!product) throw missing(`${at}[price_data][product_data]`);
  const unitAmount = integer(price, "unit_amount", `${at}[price_data][unit_amount]`);
  const quantity = integer(line, "quantity", `${at}[quantity]`) ?? 0;
  if (unitAmount === undefined) throw missing(`${at}[price_data][unit_amount]`);
  if (unitAmount < 0 || quantity < 1) {
    throw new StripeRefusal({
      message: "Invalid positive integer",
      code: "parameter_invalid_integer",
      param: unitAmount < 0 ? `${at}[price_data][unit_amount]` : `${at}[quantity]`,
    });
  }
  return {
    name: required(product, "name", `${at}[price_data][product_data][name]`),
    description: text(product, "description"),
    currency: required(price, "currency", `${at}[price_data][currency]`).toLowerCase(),
    unitAmount,
    quantity,
  };
}

const FILTERS = ["payment_intent", "charge", "source", "type", "status", "client_reference_id"] as const;

function matches(object: object, params: Params): boolean {
  const fields = object as Readonly<Record<string, unknown>>;
  for (const name of FILTERS) {
    const wanted = text(params, name);
    const value = fields[name];
    if (wanted !== undefined && (typeof value === "string" ? value : idOf(value as { id: string } | null)) !== wanted) {
      return false;
    }
  }
  const types = list(params, "types");
  if (types && !types.includes(fields["type"] as string)) return false;
  return inTime(Number(fields["created"]), params["created"]);
}

function inTime(created: number, range: Param | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === "string") return created === Number(range);
  if (Array.isArray(range)) return true;
  const { gt, gte, lt, lte } = range as Record<string, string | undefined>;
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}
