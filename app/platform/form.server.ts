import { parseWithZod } from "@conform-to/zod/v4";
import { json, type TypedResponse } from "@remix-run/node";
import type { z } from "zod";
import { pressedOnce } from "./sent-once.server";

/** What a refused form carries back: messages by field ("" for the form as a whole), and what was typed. */
export type FormReply = {
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly typed: Readonly<Record<string, string>>;
};

export type ParsedForm<Value> =
  | {
      readonly ok: true;
      readonly value: Value;
      readonly typed: FormReply["typed"];
      readonly noErrors: FormReply["errors"];
      /** answers 422 (or another status) with messages by field, keeping what was typed */
      readonly refuse: (errors: FormReply["errors"], init?: ResponseInit) => TypedResponse<FormReply>;
    }
  | { readonly ok: false; readonly answer: TypedResponse<FormReply> };

/** Where a schema has no sentence of its own: for what a page offers to choose, and no other answer comes from it. */
const NOT_OF_THE_PAGE = "有一项不是本页所给的选择，请重新打开页面。";

/**
 * Reads and validates a posted form. Malformed requests are answered 400, refused values 422 with the schema's messages.
 * Fields in `hide` (passwords, codes) are never carried back.
 */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  options: { readonly hide?: readonly string[] } = {},
): Promise<ParsedForm<z.output<Schema>>> {
  const formData = await readForm(request);
  const typed = Object.fromEntries(
    [...formData].filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && !options.hide?.includes(entry[0]),
    ),
  );
  const refuse = (errors: FormReply["errors"], init: ResponseInit = {}) =>
    json({ errors, typed }, { status: 422, ...init });
  const submission = parseWithZod(formData, { schema, error: () => NOT_OF_THE_PAGE });
  if (submission.status !== "success") {
    const found = Object.entries(submission.error ?? {}).filter(([, messages]) => messages !== null);
    return { ok: false, answer: refuse(Object.fromEntries(found) as FormReply["errors"]) };
  }
  return { ok: true, value: submission.value as z.output<Schema>, typed, noErrors: {}, refuse };
}

/** Rows of a form are numbered, `lines[3].amount`; a number beyond any form would make an array of that length. */
const FAR_ROW = /\[\d{4,}\]/;
/** PostgreSQL stores no text with it, and nobody types it. */
const NUL = "\u0000";

/**
 * The fields of a posted form, unread. What no browser's form sends is answered 400: another type, broken parts, NUL. A form that
 * was acted on before is answered as it was then.
 */
export async function readForm(request: Request): Promise<FormData> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) throw badRequest();
  const form = await request.formData().catch(() => {
    throw badRequest();
  });
  for (const [name, value] of form) {
    const text = typeof value === "string" ? value : value.name;
    if (FAR_ROW.test(name) || name.includes(NUL) || text.includes(NUL)) throw badRequest();
  }
  await pressedOnce(form, request);
  return form;
}

function badRequest(): Response {
  return new Response("Bad Request", { status: 400, statusText: "Bad Request" });
}
