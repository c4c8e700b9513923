import { randomInt } from "node:crypto";

/** A request as it comes over HTTP, or straight from the library in the same process. */
export type WireRequest = {
  readonly method: string;
  /** with its query */
  readonly path: string;
  /** names in lower case */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

export type WireResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Params = { readonly [name: string]: Param };
export type Param = string | readonly Param[] | Params;

type ErrorType = "invalid_request_error" | "api_error" | "card_error" | "idempotency_error";

/** A refusal in Stripe's words. `executed` = the endpoint had begun to act, so an idempotency key remembers it. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly type: ErrorType;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly executed: boolean;

  constructor(refusal: {
    status?: number;
    type?: ErrorType;
    message: string;
    code?: string;
    param?: string;
    executed?: boolean;
  }) {
    super(refusal.message);
    this.status = refusal.status ?? 400;
    this.type = refusal.type ?? "invalid_request_error";
    this.code = refusal.code;
    this.param = refusal.param;
    this.executed = refusal.executed ?? false;
  }

  toWire(requestId: string): Omit<WireResponse, "headers"> {
    const { type, message, code, param } = this;
    const error = {
      ...(code ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` } : {}),
      message,
      ...(param ? { param } : {}),
      request_log_url: `https://dashboard.stripe.com/test/workbench/logs?object=${requestId}`,
      type,
    };
    return { status: this.status, body: JSON.stringify({ error }, null, 2) };
  }
}

export function missing(param: string): StripeRefusal {
  return new StripeRefusal({
    message: `Missing required param: ${param}.`,
    code: "parameter_missing",
    param,
  });
}

export function noSuch(what: string, id: string, param = "id"): StripeRefusal {
  return new StripeRefusal({ status: 404, message: `No such ${what}: '${id}'`, code: "resource_missing", param });
}

/** `line_items[0][price_data][currency]=cny` and `expand[]=x` as nested objects and lists. */
export function decodeForm(text: string): Params {
  const root: MutableParams = Object.create(null) as MutableParams;
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [...name.replace(/\[[^\]]*\]/g, (part) => `\u0000${part.slice(1, -1)}`).split("\u0000")];
    put(root, path, value);
  }
  return listsOf(root) as Params;
}

type MutableParams = { [name: string]: string | MutableParams };

function put(into: MutableParams, [name = "", ...rest]: string[], value: string): void {
  const key = name === "" ? String(Object.keys(into).length) : name;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const child = into[key];
  const next = typeof child === "object" ? child : (Object.create(null) as MutableParams);
  into[key] = next;
  put(next, rest, value);
}

function listsOf(node: MutableParams | string): Param {
  if (typeof node === "string") return node;
  const keys = Object.keys(node);
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) {
    return keys.map((key) => listsOf(node[key] ?? ""));
  }
  return Object.fromEntries(keys.map((key) => [key, listsOf(node[key] ?? "")]));
}

export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function required(params: Params, name: string, path = name): string {
  const value = text(params, name);
  if (value === undefined) throw missing(path);
  return value;
}

export function integer(params: Params, name: string, path = name): number | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(value)) {
    throw new StripeRefusal({ message: `Invalid integer: ${value}`, code: "parameter_invalid_integer", param: path });
  }
  return Number(value);
}

export function nested(params: Params, name: string): Params | undefined {
  const value = params[name];
  return typeof value === "object" && !Array.isArray(value) ? (value as Params) : undefined;
}

export function list(params: Params, name: string): readonly Param[] | undefined {
  const value = params[name];
  if (Array.isArray(value)) return value;
  return undefined;
}

export function metadata(params: Params, name = "metadata"): Record<string, string> {
  const given = Object.entries(nested(params, name) ?? {});
  if (given.length > 50) throw new StripeRefusal({ message: "Metadata can have up to 50 keys.", param: name });
  return Object.fromEntries(
    given.map(([key, value]) => {
      if (typeof value !== "string" || key.length > 40 || value.length > 500) {
        throw new StripeRefusal({
          message: `Metadata values can have up to 500 characters, and keys up to 40; '${key}' is not such a text.`,
          param: `${name}[${key}]`,
        });
      }
      return [key, value];
    }),
  );
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** An id in Stripe's shape: "ch_3S…". */
export function newStripeId(prefix: string, length = 24): string {
  let id = `${prefix}_`;
  for (let i = 0; i < length; i++) id += LETTERS.charAt(randomInt(LETTERS.length));
  return id;
}
