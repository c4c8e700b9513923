import type { Actor } from "~/access/actor";
import { requirePermission } from "~/access/require-actor.server";
import { areaScopes } from "~/access/scopes";
import { db } from "~/platform/db.server";
import { areasByCode } from "~/regions/area-store.server";
import type { GovFrameData } from "./gov-frame";

export type Official = {
  readonly actor: Actor;
  /** the area prefixes every query of the page is bound to */
  readonly areaPrefixes: readonly string[];
  readonly frame: GovFrameData;
};

/** The official who asks, with their scope; 404 for everybody else, as for a page that is not there. */
export async function requireOfficial(request: Request): Promise<Official> {
  const actor = await requirePermission(request, "region:view");
  const areaPrefixes = areaScopes(actor);
  const areas = await areasByCode(db(), areaPrefixes);
  const scope = areas.map((area) => area.name).join("、");
  return { actor, areaPrefixes, frame: { displayName: actor.displayName, scope } };
}
