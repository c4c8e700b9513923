// What a service worker's own scope offers, as far as ours use it: the compiler's library knows pages only.

export type WorkerEvent = Event & { waitUntil(work: Promise<unknown>): void };
export type Fetching = WorkerEvent & {
  readonly request: Request;
  /** the browser's own request for the page, begun while the worker starts; undefined where it does not do that */
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
};
export type WorkerScope = {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly registration: { readonly navigationPreload?: { enable(): Promise<void> } };
  addEventListener(kind: "install" | "activate", work: (event: WorkerEvent) => void): void;
  addEventListener(kind: "fetch", work: (event: Fetching) => void): void;
};
