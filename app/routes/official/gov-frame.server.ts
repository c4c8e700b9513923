import type { Actor } from "~/access/actor";
import { requirePermission } from "~/access/require-actor.server";
import { areaScopes } from "~/access/scopes";
import { db, type Db } from "~/platform/db.server";
import { lineage } from "~/regions/area";
import { areasByCode, type AreaName } from "~/regions/area-store.server";
import type { GovFrameData } from "./gov-frame";

export type Official = {
  readonly actor: Actor;
  /** the area prefixes every query of the page is bound to */
  readonly areaPrefixes: readonly string[];
  readonly frame: GovFrameData;
};

/** The official who asks, with their scope; 404 for everybody else, as for a page that is not there. */
export async function requireOfficial(request: Request): Promise<Official> {
  const who = await requireGrants(request);
  return { ...who, frame: frameOf(who, await areasByCode(db(), who.areaPrefixes)) };
}

/** Who asks, before anything is read for their page: for pages that read the frame together with what they show. */
export async function requireGrants(request: Request): Promise<Omit<Official, "frame">> {
  const actor = await requirePermission(request, "region:view");
  return { actor, areaPrefixes: areaScopes(actor) };
}

/** The frame, and the way from the province down to an area, in one statement. The area itself is last, if there is one. */
export async function frameAndWay(
  db: Db,
  who: Omit<Official, "frame">,
  code: string,
): Promise<{ readonly frame: GovFrameData; readonly way: readonly AreaName[] }> {
  const areas = await areasByCode(db, [...new Set([...who.areaPrefixes, ...lineage(code)])]);
  return { frame: frameOf(who, areas), way: wayTo(code, areas) };
}

/** Those of the areas that an area lies in, from the province down to itself. */
export function wayTo(code: string, areas: readonly AreaName[]): AreaName[] {
  const above = new Set(lineage(code));
  return areas.filter((area) => above.has(area.code));
}

export function frameOf({ actor, areaPrefixes }: Omit<Official, "frame">, areas: readonly AreaName[]): GovFrameData {
  const names = areas.filter((area) => areaPrefixes.includes(area.code)).map((area) => area.name);
  return { displayName: actor.displayName, scope: names.join("、") };
}
