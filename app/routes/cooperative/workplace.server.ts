import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import type { Action } from "~/access/permissions";
import { requireActor } from "~/access/require-actor.server";
import { cooperativeScope, cooperativesFor, servicePointScope, servicePointsFor } from "~/access/scopes";
import { findCooperatives, findServicePoints } from "~/cooperatives/cooperative-store.server";
import { db } from "~/platform/db.server";
import type { Payer } from "~/settlement/batch-state";
import type { SellerScope } from "~/supply/lot-store.server";
import type { CoopFrameData } from "./coop-frame";
import { coopEntries } from "./coop-entries";

/** Where somebody works in this console: the cooperatives and service points for which they may do the action at hand. */
export type Workplace = SellerScope & { readonly actor: Actor };

/** The signed-in person's workplace for one action; the same 404 as for a missing page when they have none. */
export async function requireWorkplace(request: Request, action: Action): Promise<Workplace> {
  const actor = await requireActor(request);
  const workplace = workplaceOf(actor, action);
  if (workplace.cooperativeIds.length + workplace.servicePointIds.length === 0) throw notFound();
  return workplace;
}

/** The same for what only a cooperative does, such as taking in deliveries. */
export async function requireCooperative(request: Request, action: Action): Promise<Workplace> {
  const workplace = await requireWorkplace(request, action);
  if (workplace.cooperativeIds.length === 0) throw notFound();
  return { ...workplace, servicePointIds: [] };
}

export function payersOf(cooperativeIds: readonly string[]): Payer[] {
  return cooperativeIds.map((cooperativeId) => ({ kind: "COOPERATIVE", cooperativeId }));
}

export function workplaceOf(actor: Actor, action: Action): Workplace {
  return {
    actor,
    cooperativeIds: cooperativesFor(actor, action),
    servicePointIds: servicePointsFor(actor, action),
  };
}

/** What the console's frame shows of who is here and where. */
export async function coopFrame(actor: Actor): Promise<CoopFrameData> {
  const [cooperatives, points] = await Promise.all([
    findCooperatives(db(), cooperativeScope(actor)),
    findServicePoints(db(), servicePointScope(actor)),
  ]);
  return {
    displayName: actor.displayName,
    scope: [...cooperatives, ...points].map(({ name }) => name).join("、"),
    entries: coopEntries(actor),
  };
}

/** The cooperative a form is for: the one asked for, or the only one; undefined when there are several to choose from. */
export function chosenCooperative(workplace: Workplace, asked: string | null | undefined): string | undefined {
  if (asked) return workplace.cooperativeIds.find((id) => id === asked);
  return workplace.cooperativeIds.length === 1 ? workplace.cooperativeIds[0] : undefined;
}
