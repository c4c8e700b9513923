import type { Actor } from "~/access/actor";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import type { Staff } from "../load/users";

/** What the year needs of everything that was loaded before it. */
export type World = {
  /** when the demonstration is loaded: nothing happens after it */
  readonly until: Date;
  readonly staff: Staff;
  readonly sandbox: Sandbox;
  readonly households: ReadonlyMap<string, string>;
  readonly cooperatives: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, string>;
  /** by listing key: its id and those of its variants in order */
  readonly listings: ReadonlyMap<string, { readonly id: string; readonly variantIds: readonly string[] }>;
  /** who packs, ships and answers claims for a seller (cooperative or household), by the seller's id */
  readonly sellerActors: ReadonlyMap<string, Actor>;
};
