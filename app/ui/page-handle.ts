/** What a route may say about its page: `export const handle = { shared: true } satisfies PageHandle`. */
export type PageHandle = {
  /** ships JavaScript */
  readonly hydrate?: boolean;
  /** ships a small script of its own, without the framework */
  readonly ownScript?: boolean;
  /** shows everybody who has no cookies the same: the web server may answer with a copy while goods, prices and stock are unchanged */
  readonly shared?: boolean;
  /** is written for families: in large type, whoever opens it */
  readonly large?: boolean;
};

export function says(handle: unknown, word: keyof PageHandle): boolean {
  return typeof handle === "object" && handle !== null && (handle as PageHandle)[word] === true;
}
