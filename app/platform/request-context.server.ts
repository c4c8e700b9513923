import { AsyncLocalStorage } from "node:async_hooks";

type CurrentRequest = { readonly requestId: string; readonly clientAddress?: string };

const requests = new AsyncLocalStorage<CurrentRequest>();

/** Everything `work` does, also later and in other files, knows this request's id and where it came from. */
export function inRequest<Value>(request: CurrentRequest, work: () => Value): Value {
  return requests.run(request, work);
}

/** The id that this request's answer, log lines and access log share; undefined outside a request. */
export function currentRequestId(): string | undefined {
  return requests.getStore()?.requestId;
}

/** The network address that asks, for throttling only: never stored or logged in plain. */
export function currentClientAddress(): string | undefined {
  return requests.getStore()?.clientAddress;
}

/** The code of the error with which the web server cuts off a body; it has answered 413 by then. */
export const BODY_TOO_LARGE = "BODY_TOO_LARGE";

/** With this header the app tells the web server that a page may be kept for everybody; it never leaves the house. */
export const SHARED_PAGE = "Huhui-Shared-Page";
