import type { ActionFunction, LoaderFunction } from "@remix-run/node";

type Params = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, string | Blob>>;

export type Answer = {
  readonly status: number;
  /** where it sends the browser */
  readonly location: string | undefined;
  readonly data: unknown;
  readonly headers: Headers;
};

/** Opens a page as its route's loader sees it: with the person's cookie, or as a guest. */
export function visit(loader: LoaderFunction, url: string, cookie?: string, params: Params = {}): Promise<Answer> {
  return answered(() => loader({ request: requestOf(url, cookie), params, context: {} }));
}

/** Sends a form as a browser without scripts does. */
export function submit(
  action: ActionFunction,
  url: string,
  cookie: string | undefined,
  fields: Fields,
  params: Params = {},
): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return answered(() => action({ request: requestOf(url, cookie, body), params, context: {} }));
}

/** What a refused form says, by field. */
export function errorsOf(answer: Answer): Record<string, readonly string[]> {
  return (answer.data as { errors: Record<string, readonly string[]> }).errors;
}

export function typedOf(answer: Answer): Record<string, string> {
  return (answer.data as { typed: Record<string, string> }).typed;
}

function requestOf(url: string, cookie: string | undefined, body?: FormData): Request {
  const headers: HeadersInit = cookie === undefined ? [] : [["Cookie", cookie]];
  return new Request(`http://127.0.0.1:3000${url}`, { headers, ...(body ? { method: "POST", body } : {}) });
}

async function answered(work: () => unknown): Promise<Answer> {
  let answer: unknown;
  try {
    answer = await work();
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    answer = thrown;
  }
  if (!(answer instanceof Response)) return { status: 200, location: undefined, data: answer, headers: new Headers() };
  const isJson = answer.headers.get("Content-Type")?.includes("json") ?? false;
  return {
    status: answer.status,
    location: answer.headers.get("Location") ?? undefined,
    data: isJson ? await answer.json() : await answer.text(),
    headers: answer.headers,
  };
}
