import type pg from "pg";

/** Something that must hold, beside the views: told by name, with how often it does not. */
export type Check = {
  readonly name: string;
  /** in words: what holds */
  readonly holds: string;
  /** The violations, worst first; undefined when it cannot be asked here (say why in `why`). */
  readonly find: (client: pg.Client) => Promise<readonly object[] | { readonly notAsked: string }>;
};
