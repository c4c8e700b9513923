import { AsyncLocalStorage } from "node:async_hooks";

export type CurrentRequest = {
  readonly requestId: string;
  readonly clientAddress?: string;
  /** the answer is made of who asks: nobody else may get it, whatever its page says of being shared */
  isOwn?: boolean;
  /** the form that this request acts on, as it is known again: sent-once.server.ts */
  sentForm?: Buffer | undefined;
};

const requests = new AsyncLocalStorage<CurrentRequest>();

/** Everything `work` does, also later and in other files, knows this request's id and where it came from. */
export function inRequest<Value>(request: CurrentRequest, work: () => Value): Value {
  return requests.run(request, work);
}

export function currentRequest(): CurrentRequest | undefined {
  return requests.getStore();
}

/** The id that this request's answer, log lines and access log share; undefined outside a request. */
export function currentRequestId(): string | undefined {
  return requests.getStore()?.requestId;
}

/** Said by whatever reads who asks: what is answered now is kept for nobody. */
export function answerIsOwn(): void {
  const request = requests.getStore();
  if (request) request.isOwn = true;
}

/** The network address that asks, for throttling only: never stored or logged in plain. */
export function currentClientAddress(): string | undefined {
  return requests.getStore()?.clientAddress;
}

/** The code of the error with which the web server cuts off a body; it has answered 413 by then. */
export const BODY_TOO_LARGE = "BODY_TOO_LARGE";

/** With this header the app tells the web server that a page may be kept for everybody; it never leaves the house. */
export const SHARED_PAGE = "Huhui-Shared-Page";
