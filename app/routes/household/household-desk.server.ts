import { redirect } from "@remix-run/node";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { optionalActor } from "~/access/require-actor.server";
import { householdScope } from "~/access/scopes";
import { maskName } from "~/households/masking";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import type { HouseholdFrameData } from "./household-frame";

export type HouseholdDesk = {
  readonly actor: Actor;
  readonly householdId: string;
  /** the village it lies in */
  readonly areaCode: string;
  readonly frame: HouseholdFrameData;
};

/** The household that asks for its own record: its door for a guest, the 404 of what is not there for everybody else. */
export async function requireHousehold(request: Request): Promise<HouseholdDesk> {
  const actor = await optionalActor(request);
  if (!actor) throw redirect(paths.household.signIn());
  const householdId = householdScope(actor).find((id) => can(actor, "household:view", { householdId: id }));
  const card =
    householdId === undefined
      ? null
      : await db().household.findUnique({
          where: { id: householdId },
          select: { number: true, headName: true, areaCode: true },
        });
  if (householdId === undefined || !card) throw notFound();
  const { areaCode, headName, number } = card;
  return { actor, householdId, areaCode, frame: { name: `${maskName(headName)}家`, number } };
}
